"""The tables of the crew, as their models stand; what the database does by itself follows."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import scc_site.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """All tables, then the triggers that keep their histories."""

    initial = True

    dependencies = [
        ('events', '0001_start'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('scc_site', '0001_start'),
    ]

    operations = [
        scc_site.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('offered', 'offered'), ('claimed', 'claimed'), ('confirmed', 'confirmed'), ('covering', 'confirmed, asks for cover'), ('declined', 'declined'), ('expired', 'expired'), ('refused', 'refused'), ('released', 'released'), ('covered', 'covered by another'), ('withdrawn', 'withdrawn'), ('stood_down', 'stood down, sail cancelled')], max_length=10)),
                        ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False)),
                        ('made_at', models.DateTimeField()),
                        ('offered_at', models.DateTimeField(blank=True, null=True)),
                        ('answer_by', models.DateTimeField(blank=True, help_text='An offer lapses at this instant.', null=True)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('cover_asked_at', models.DateTimeField(blank=True, help_text='Since when the holder asks for cover.', null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, max_length=200)),
                        ('revision', models.PositiveIntegerField(db_default=1, editable=False)),
                        ('revised_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cover_asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='events.sailevent')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('offered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                        ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='events.seat')),
                        ('takes_over', models.ForeignKey(blank=True, help_text='Whose seat this is to take over: they keep it until this one is confirmed.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='crew.assignment')),
                    ],
                    options={
                        'ordering': ('event', 'seat', 'pk'),
                        'indexes': [models.Index(fields=['person', 'event'], name='assignment_by_person'), models.Index(fields=['event', 'state'], name='assignment_by_event'), models.Index(condition=models.Q(('state__in', ['offered', 'claimed', 'covering'])), fields=['state', 'event'], name='assignment_waiting')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['confirmed', 'covering']), models.Q(('state__in', ['offered', 'claimed']), ('takes_over__isnull', True)), _connector='OR'), fields=('seat',), name='assignment_one_holder_per_seat'), models.UniqueConstraint(condition=models.Q(('state__in', ['offered', 'claimed']), ('takes_over__isnull', False)), fields=('seat',), name='assignment_one_successor_per_seat'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ['claimed', 'confirmed', 'covering'])), expressions=[(models.Func(models.F('person_id'), models.F('person_id'), models.Value('[]'), function='int8range'), '&&'), ('period', '&&')], name='assignment_one_sail_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('offered_at__isnull', True), ('offered_by__isnull', True)), models.Q(('offered_at__isnull', False), ('offered_by__isnull', False)), _connector='OR'), name='assignment_offered_pair'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='assignment_confirmed_pair'), models.CheckConstraint(condition=models.Q(models.Q(('cover_asked_at__isnull', True), ('cover_asked_by__isnull', True)), models.Q(('cover_asked_at__isnull', False), ('cover_asked_by__isnull', False)), _connector='OR'), name='assignment_cover_asked_pair'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='assignment_ended_pair'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ['offered', 'claimed', 'confirmed', 'covering'])), models.Q(models.Q(('state__in', ['offered', 'claimed', 'confirmed', 'covering']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='assignment_ends_with_its_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), models.Q(('answer_by__isnull', False), ('offered_at__isnull', False)), _connector='OR'), name='assignment_offer_has_an_end')],
                    },
                ),
                migrations.CreateModel(
                    name='AssignmentHistory',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('state', models.CharField(choices=[('offered', 'offered'), ('claimed', 'claimed'), ('confirmed', 'confirmed'), ('covering', 'confirmed, asks for cover'), ('declined', 'declined'), ('expired', 'expired'), ('refused', 'refused'), ('released', 'released'), ('covered', 'covered by another'), ('withdrawn', 'withdrawn'), ('stood_down', 'stood down, sail cancelled')], max_length=10)),
                        ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False)),
                        ('made_at', models.DateTimeField()),
                        ('offered_at', models.DateTimeField(blank=True, null=True)),
                        ('answer_by', models.DateTimeField(blank=True, help_text='An offer lapses at this instant.', null=True)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('cover_asked_at', models.DateTimeField(blank=True, help_text='Since when the holder asks for cover.', null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, max_length=200)),
                        ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cover_asked_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('event', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.sailevent')),
                        ('made_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('offered_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='crew.assignment')),
                        ('seat', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.seat')),
                        ('takes_over', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Whose seat this is to take over: they keep it until this one is confirmed.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='crew.assignment')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [models.Index(fields=['event'], name='assignmenthistory_by_event')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(default=1)),
                        ('reset_at', models.DateTimeField(blank=True, null=True)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('changed_at', models.DateTimeField(blank=True, null=True)),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='last read by a calendar')),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
                        ('reset_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'calendar feed',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reset_at__isnull', True), ('reset_by__isnull', True)), models.Q(('reset_at__isnull', False), ('reset_by__isnull', False)), _connector='OR'), name='calendarfeed_reset_pair'), models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('reset_at__isnull', True)), models.Q(('number__gt', 1), ('reset_at__isnull', False)), _connector='OR'), name='calendarfeed_number_rises_by_reset')],
                    },
                ),
                migrations.CreateModel(
                    name='Nudge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('sail_7d', '7 days before'), ('sail_48h', '48 hours before'), ('sail_24h', '24 hours before'), ('sail_3h', '3 hours before'), ('task_due', 'task due'), ('task_overdue', 'task overdue'), ('task_missed', 'critical task overdue'), ('not_cast_off', 'not cast off'), ('not_returned', 'not returned'), ('undecided', 'hold not decided'), ('not_closed', 'never closed'), ('draft', 'draft on its day')], max_length=12)),
                        ('version', models.PositiveIntegerField(help_text="The sail's version it was planned for.")),
                        ('due_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('planned', 'planned'), ('sent', 'sent'), ('skipped', 'not sent'), ('void', 'void')], default='planned', max_length=7)),
                        ('planned_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('why', models.CharField(blank=True, max_length=120)),
                        ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='nudges', to='events.sailevent')),
                        ('item', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='nudges', to='events.checklistitem')),
                        ('mail', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='scc_site.outgoingmail')),
                        ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='nudges', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('due_at', 'pk'),
                        'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['due_at'], name='nudge_planned'), models.Index(fields=['person', 'due_at'], name='nudge_by_person'), models.Index(condition=models.Q(('mail__isnull', False)), fields=['mail'], name='nudge_by_letter'), models.Index(condition=models.Q(('item__isnull', False)), fields=['item'], name='nudge_by_task')],
                        'constraints': [models.UniqueConstraint(fields=('event', 'person', 'kind', 'version', 'item'), name='nudge_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'planned')), models.Q(models.Q(('state', 'planned'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='nudge_ends_with_its_state'), models.CheckConstraint(condition=models.Q(models.Q(('item__isnull', False), ('kind__in', ['task_due', 'task_overdue', 'task_missed'])), models.Q(models.Q(('kind__in', ['task_due', 'task_overdue', 'task_missed']), _negated=True), ('item__isnull', True)), _connector='OR'), name='nudge_of_a_task_names_it')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='assignment',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "crew_assignmenthistory" ("answer_by", "confirmed_at", "confirmed_by_id", "cover_asked_at", "cover_asked_by_id", "ended_at", "ended_by_id", "event_id", "id", "made_at", "made_by_id", "offered_at", "offered_by_id", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "state", "takes_over_id") VALUES (NEW."answer_by", NEW."confirmed_at", NEW."confirmed_by_id", NEW."cover_asked_at", NEW."cover_asked_by_id", NEW."ended_at", NEW."ended_by_id", NEW."event_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."offered_at", NEW."offered_by_id", NEW."period", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."seat_id", NEW."state", NEW."takes_over_id"); RETURN NULL;', hash='6ebab9677c16d8c6fb913cdfd2a062b07c414d57', operation='INSERT', pgid='pgtrigger_insert_insert_84e89', table='crew_assignment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='assignment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answer_by" IS DISTINCT FROM (NEW."answer_by") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."cover_asked_at" IS DISTINCT FROM (NEW."cover_asked_at") OR OLD."cover_asked_by_id" IS DISTINCT FROM (NEW."cover_asked_by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."offered_at" IS DISTINCT FROM (NEW."offered_at") OR OLD."offered_by_id" IS DISTINCT FROM (NEW."offered_by_id") OR OLD."period" IS DISTINCT FROM (NEW."period") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."seat_id" IS DISTINCT FROM (NEW."seat_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."takes_over_id" IS DISTINCT FROM (NEW."takes_over_id"))', func='INSERT INTO "crew_assignmenthistory" ("answer_by", "confirmed_at", "confirmed_by_id", "cover_asked_at", "cover_asked_by_id", "ended_at", "ended_by_id", "event_id", "id", "made_at", "made_by_id", "offered_at", "offered_by_id", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "state", "takes_over_id") VALUES (NEW."answer_by", NEW."confirmed_at", NEW."confirmed_by_id", NEW."cover_asked_at", NEW."cover_asked_by_id", NEW."ended_at", NEW."ended_by_id", NEW."event_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."offered_at", NEW."offered_by_id", NEW."period", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."seat_id", NEW."state", NEW."takes_over_id"); RETURN NULL;', hash='09d65836db0d1738cb56770fd1b319483783bd3d', operation='UPDATE', pgid='pgtrigger_update_update_2ca5a', table='crew_assignment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='assignment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "crew_assignmenthistory" ("answer_by", "confirmed_at", "confirmed_by_id", "cover_asked_at", "cover_asked_by_id", "ended_at", "ended_by_id", "event_id", "id", "made_at", "made_by_id", "offered_at", "offered_by_id", "period", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "state", "takes_over_id") VALUES (OLD."answer_by", OLD."confirmed_at", OLD."confirmed_by_id", OLD."cover_asked_at", OLD."cover_asked_by_id", OLD."ended_at", OLD."ended_by_id", OLD."event_id", OLD."id", OLD."made_at", OLD."made_by_id", OLD."offered_at", OLD."offered_by_id", OLD."period", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."seat_id", OLD."state", OLD."takes_over_id"); RETURN NULL;', hash='ba6eb9ffff50587d4a66b3003bf745f24a66875e', operation='DELETE', pgid='pgtrigger_delete_delete_77c20', table='crew_assignment', when='AFTER')),
                ),
            ],
        ),
    ]
