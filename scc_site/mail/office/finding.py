"""Finding letters by what one remembers of them: an address, a name, words of the subject, a number.

Each way reads an index and gives the newest FEW alone, so that a list of any length answers at once.
"""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet

from scc_site.models import LetterCopy, OutgoingMail, User
from scc_site.models.mail import LARGEST_NUMBER

FEW = 500
PEOPLE = 50
HELP = (
    "An address or how it begins, a name, whole words of a subject that left, or a letter’s number. "
    f"Shows the newest {FEW} found."
)


def found(letters: QuerySet[OutgoingMail], asked: str) -> QuerySet[OutgoingMail]:
    """The letters that fit what was typed; all of them where nothing was. Postgres stores no NUL, and finds none."""
    words = asked.replace("\0", "").strip()
    if not words:
        return letters
    numbers: set[int] = set()
    numbers.update(OutgoingMail.objects.written_to(words).newest_numbers(FEW))
    people = User.objects.filter(name__icontains=words).values_list("pk", flat=True)[:PEOPLE]
    numbers.update(OutgoingMail.objects.filter(person__in=list(people)).newest_numbers(FEW))
    subjects = LetterCopy.objects.annotate(words=SearchVector("subject", config="simple"))
    hits = subjects.filter(words=SearchQuery(words, config="simple")).order_by("-pk")
    numbers.update(hits.values_list("mail_id", flat=True)[:FEW])
    if words.isascii() and words.isdigit() and int(words[:20]) < LARGEST_NUMBER:
        numbers.add(int(words[:20]))
    return letters.filter(pk__in=sorted(numbers, reverse=True)[:FEW])
