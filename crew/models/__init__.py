"""The crew's tables."""

from crew.models.assignments import Assignment, AssignmentQuerySet
from crew.models.feeds import CalendarFeed, CalendarFeedQuerySet
from crew.models.nudges import Nudge, NudgeQuerySet

__all__ = ["Assignment", "AssignmentQuerySet", "CalendarFeed", "CalendarFeedQuerySet", "Nudge", "NudgeQuerySet"]
