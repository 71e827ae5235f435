"""The keel's tables: people, sign-in, mail, and the machinery's signs of life."""

from scc_site.models.alarms import Alarm
from scc_site.models.choices import LetterChoice
from scc_site.models.copies import LetterCopy
from scc_site.models.mail import MailAttempt, OutgoingMail
from scc_site.models.mail_events import MailEvent, Suppression
from scc_site.models.pace import MailPace
from scc_site.models.people import User
from scc_site.models.schedules import Occurrence, Schedule
from scc_site.models.sign_in import AuthSession, LoginCode, Scope
from scc_site.models.signs import AnsweredForm, Heartbeat, RateCounter

__all__ = [
    "Alarm",
    "AnsweredForm",
    "AuthSession",
    "Heartbeat",
    "LetterChoice",
    "LetterCopy",
    "LoginCode",
    "MailAttempt",
    "MailEvent",
    "MailPace",
    "Occurrence",
    "OutgoingMail",
    "RateCounter",
    "Schedule",
    "Scope",
    "Suppression",
    "User",
]
