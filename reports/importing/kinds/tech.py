"""Components with what was checked of them, their deploys, and what is open in their security."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import slugify

from reports import secrets
from reports.importing import cells, sarif
from reports.importing.engine import Record, Run
from reports.importing.kinds.deliveries import moment
from reports.importing.kinds.words import by_row, fields, several, word
from reports.importing.shapes import Column, Kind, Row
from reports.models import BusinessUnit, ComponentCheck, Deploy, SecurityFinding, TechComponent

Check, Status, Severity = ComponentCheck.Check, SecurityFinding.Status, SecurityFinding.Severity
OF_COMPONENTS = {
    "kind": "kind", "provider": "provider", "runtime": "runtime", "version": "version", "eol_on": "eol_on",
    "repo": "repo", "owner": "owner", "environment": "environment", "data_class": "data_class",
    "public": "is_public", "monthly_cost": "monthly_cost_cents", "retired_on": "retired_on",
}  # fmt: skip
CRITICAL = {"yes": "critical", "no": "normal", "unknown": "", None: ""}
OF_FINDINGS = {"category": "category", "severity": "severity", "source": "source", "accepted_until": "accepted_until"}
SEVERITIES = {"info": Severity.LOW, "informational": Severity.LOW, "moderate": Severity.MEDIUM,
              "important": Severity.HIGH, "error": Severity.HIGH, "warning": Severity.MEDIUM,
              "note": Severity.LOW}  # fmt: skip
STATUSES = {"new": Status.OPEN, "in_progress": Status.OPEN, "triaged": Status.OPEN, "closed": Status.FIXED,
            "resolved": Status.FIXED, "done": Status.FIXED, "false_positive": Status.FALSE, "risk_accepted":
            Status.ACCEPTED, "wont_fix": Status.ACCEPTED, "suppressed": Status.ACCEPTED}  # fmt: skip
SETTLED = {Status.ACCEPTED, Status.FALSE}  # a person decided: a scanner's next file does not open it again


def write_components(run: Run, rows: Sequence[Row]) -> None:
    """Components by unit and name, and a check for each column that has an answer."""
    records = []
    for row in rows:
        values = fields(row, OF_COMPONENTS) | {"unit": run.unit_of(row), "name": row["name"]}
        if "public" in row.cells:
            values["is_public"] = row["public"] or "unknown"
        if "critical" in row.cells:
            values["criticality"] = CRITICAL[row["critical"]]
        records.append(Record(row, values))
    kept = by_row(run, TechComponent, records, ("unit", "name"))
    checks = [
        Record(row, {
            "component": kept[row.line], "check_name": check.value, "result": row[check.value],
            "checked_on": row["checked_on"],
        })
        for row in rows if row.line in kept for check in Check if row[check.value] is not None
    ]  # fmt: skip
    if not run.faults:
        run.keep(ComponentCheck, checks, key=("component", "check_name", "checked_on"))


def write_deploys(run: Run, rows: Sequence[Row]) -> None:
    """Deploys by component and time, on the clock of the component's unit."""
    found, records = Components(run), []
    names = {"at": "deployed_at", "committed_at": "committed_at", "restored_at": "restored_at"}
    for row in rows:
        component = found.named(row)
        zone = ZoneInfo(component.unit.timezone) if component else None
        times = {field: time and time.replace(tzinfo=zone) for field, time in fields(row, names).items()}
        values = fields(row, {"result": "result", "commit": "commit"})
        if times.get("committed_at") and times["committed_at"] > times["deployed_at"]:
            run.fault(row, "committed_at", "is after the deploy")
        if times.get("restored_at") and (times["restored_at"] < times["deployed_at"] or row["result"] == "ok"):
            run.fault(row, "restored_at", "is only for a deploy that failed, and after it")
        records.append(Record(row, values | times | {"component": component}))
    if not run.faults:
        run.keep(Deploy, records, key=("component", "deployed_at"))


def write_findings(run: Run, rows: Sequence[Row]) -> None:
    """Findings by component and title; a scanner's by its fingerprint too. Their evidence is masked."""
    found, records = Components(run), []
    pairs = [(row, found.named(row) if row["component"] else found.scanned(row)) for row in rows]
    titles = [secrets.mask(row["title"] or "")[0] for row, _ in pairs]
    standing = _standing({component for _, component in pairs if component}, titles)
    for (row, component), title in zip(pairs, titles, strict=True):
        if component is None:
            continue
        key: dict[str, Any] = {"component": component, "title": title, "fingerprint": row["fingerprint"] or ""}
        known = standing.get((component.pk, key["title"], key["fingerprint"]))
        values = fields(row, OF_FINDINGS) | key | _life(run, row, known)
        if "evidence" in row.cells:
            values["evidence"] = secrets.mask(row["evidence"] or "")[0]
        run.cover(component.unit, values["found_on"])
        records.append(Record(row, values))
    if not run.faults:
        run.keep(SecurityFinding, records, key=("component", "title", "fingerprint"))


def _standing(
    components: Iterable[TechComponent], titles: Iterable[str]
) -> dict[tuple[int, str, str], SecurityFinding]:
    """The findings of components under these titles, by their natural key."""
    found = SecurityFinding.objects.filter(component__in=components, title__in=titles)
    return {(one.component_id, one.title, one.fingerprint): one for one in found}


def _life(run: Run, row: Row, known: SecurityFinding | None) -> dict[str, Any]:
    """Status and days of a finding. What a scanner sees again keeps its first day and what a person decided."""
    here = run.at.astimezone(settings.HOUSE_ZONE).date()
    is_scanned = bool(row["fingerprint"])
    found_on: date | None = row["found_on"] or (here if is_scanned else None)
    if known and is_scanned:
        found_on = min(known.found_on, found_on or known.found_on)
    if found_on is None:
        run.fault(row, "found_on", "is missing")
    values: dict[str, Any] = {"found_on": found_on}
    if "status" not in row.cells and "fixed_on" not in row.cells:
        return values
    fixed_on = row["fixed_on"]
    status = row["status"] or (Status.FIXED if fixed_on else Status.ACCEPTED if row["accepted_until"] else Status.OPEN)
    if status == Status.FIXED and not fixed_on:
        fixed_on = known.fixed_on if known and known.fixed_on else here if is_scanned else None
    if known and is_scanned and known.status in SETTLED and status == Status.OPEN:
        return values
    if (status == Status.FIXED) != bool(fixed_on):
        words = "is given, but the status is not fixed" if fixed_on else "is empty, but the status says fixed"
        run.fault(row, "fixed_on", words)
    if fixed_on and found_on and fixed_on < found_on:
        run.fault(row, "fixed_on", f"is before found_on, {found_on}")
    reopened = {} if status == Status.FIXED else {"verified_on": None}
    return values | reopened | {"status": status, "fixed_on": fixed_on}


class Components:
    """Every component by name, read once: which one a row means."""

    def __init__(self, run: Run) -> None:
        """Those of the run's unit, where it was given one; else of all."""
        self.run = run
        rows = TechComponent.objects.select_related("unit").order_by("unit", "name")
        self.known = list(rows.filter(unit=run.unit) if run.unit else rows)

    def named(self, row: Row) -> TechComponent | None:
        """The one of this name, in any case; of the row's unit, where it names one. A fault for none or several."""
        unit = self.run.unit_of(row) if row["unit"] else None
        written = row["component"] or ""
        found = [
            one for one in self._of(unit)
            if written.casefold() == one.name.casefold() or slugify(written) == slugify(one.name)
        ]  # fmt: skip
        if len(found) == 1:
            return found[0]
        there = several(one.name for one in self._of(unit))
        units = ", ".join(one.unit.slug for one in found)
        none = f"names no component: there is {there}. Take in components first"
        self.run.fault(row, "component", f"is of several units: name the unit, {units}" if found else none)
        return None

    def scanned(self, row: Row) -> TechComponent | None:
        """Whose a scanner's finding is: of the repository, else that the file is named for, else the only one."""
        live = [one for one in self.known if one.retired_on is None]
        stem = slugify(PurePath(self.run.batch.filename).stem)
        for fits in (partial(_is_repository, row["repository"]), partial(_is_named, stem)):
            found = [one for one in live if fits(one)]
            if len(found) == 1:
                return found[0]
        if len(live) == 1:
            return live[0]
        there = several(one.name for one in live)
        words = "the report says not which component it is of: write its repository’s address into one, or name the "
        self.run.fault(row, "", f"{words}file for one, like {slugify(there.split(',')[0])}.sarif. There is {there}")
        return None

    def _of(self, unit: BusinessUnit | None) -> list[TechComponent]:
        return [one for one in self.known if unit is None or one.unit_id == unit.pk]


def _is_repository(address: str | None, component: TechComponent) -> bool:
    return bool(address and component.repo) and _bare(address or "") == _bare(component.repo)


def _bare(address: str) -> str:
    """`https://github.com/House/Site.git` and `git@github.com:House/Site` as one."""
    plain = address.strip().lower().rsplit("@", 1)[-1].replace(":", "/").removesuffix("/").removesuffix(".git")
    return plain.split("//", 1)[-1].lstrip("/")


def _is_named(stem: str, component: TechComponent) -> bool:
    return stem != "" and stem == slugify(component.name)


def day_or_time(written: str, hints: cells.Hints) -> datetime:
    """A time of the unit's own clock; a day alone is its midnight."""
    try:
        return moment(written, hints)
    except cells.Unreadable:
        if not cells.ISO_DAY.match(written):
            raise
        return datetime.combine(cells.day(written, hints), datetime.min.time())


def cents(written: str, hints: cells.Hints) -> int:
    """Money that is at least 0."""
    found = cells.money(written, hints)
    if found < 0:
        raise cells.Unreadable("is below 0")
    return found


ANSWER = "yes, no or unknown"
COMPONENT = Column("component", cells.text(80), required=True, is_key=True, says="its name", also=("service", "asset"))
KINDS = (
    Kind(
        "components",
        "Technical components",
        "Sites, services and stores, and what was checked of each: an empty answer is no answer.",
        (
            Column("unit", cells.slug, required=True, is_key=True),
            Column("name", cells.text(80), required=True, is_key=True),
            Column("kind", cells.text(40), says="site, service, database …"),
            Column("provider", cells.text(60)),
            Column("runtime", cells.text(60)),
            Column("version", cells.text(40)),
            Column("eol_on", cells.day, says="the runtime’s last day with fixes"),
            Column("environment", cells.text(40)),
            Column("critical", cells.answer, says=ANSWER),
            *(Column(check.value, cells.answer, says=ANSWER) for check in Check),
            Column("checked_on", cells.day),
            Column("repo", cells.text(200), also=("repository",), says="its source: a scanner’s report finds it by it"),
            Column("owner", cells.text(120)),
            Column("data_class", cells.text(40)),
            Column("public", cells.answer, also=("is_public",), says="open to the internet: yes, no or unknown"),
            Column("monthly_cost", cents, says="what it costs a month"),
            Column("retired_on", cells.day, says="the first day without it"),
        ),
        write_components,
        domain="components",
        day_column="checked_on",
    ),
    Kind(
        "deploys",
        "Deploys",
        "Releases of components: when, what of, and whether they went well.",
        (
            COMPONENT,
            Column("at", day_or_time, required=True, is_key=True, says="2026-10-02 14:30, on the unit’s clock"),
            Column("result", word(Deploy.Result.values, {"success": "ok", "succeeded": "ok", "failure": "failed"}),
                   required=True, says="ok or failed"),
            Column("commit", cells.text(64)),
            Column("committed_at", day_or_time),
            Column("restored_at", day_or_time, says="of a failed one: when it worked again"),
            Column("unit", cells.slug),
        ),
        write_deploys,
    ),
    Kind(
        "security",
        "Security findings",
        "Holes, and what looks like one; secrets in the evidence are masked. SARIF 2.1.0 is taken as scanners write "
        "it: its component is the one of the report’s repository, else that the file is named for, else the only one.",
        (
            Column("component", cells.text(80), required=True, is_key=True, may_be_blank=True, says="its name"),
            Column("title", cells.text(200), required=True, is_key=True),
            Column("category", cells.text(40), required=True, says="secret, auth, waf, dependency …"),
            Column("severity", word(Severity.values, SEVERITIES), required=True, says=", ".join(Severity.values)),
            Column("found_on", cells.day, required=True, may_be_blank=True),
            Column("status", word(Status.values, STATUSES), says=", ".join(Status.values)),
            Column("fixed_on", cells.day),
            Column("accepted_until", cells.day),
            Column("source", cells.text(80), says="who found it"),
            Column("evidence", cells.text(2000)),
            Column("unit", cells.slug, says="where components of two units have one name"),
            Column("fingerprint", cells.text(64), says="a scanner’s own name for the place"),
            Column("repository", cells.text(200), says="where a scanner looked"),
        ),
        write_findings,
        domain="security",
        layouts=(sarif.LAYOUT,),
    ),
)  # fmt: skip
