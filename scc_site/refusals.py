"""Refusals: what a verb raises when it will not act, and what a person then reads.

Verbs define their own, named for what happened, beside themselves; the middleware turns each into its answer.
"""

from __future__ import annotations


class Refusal(Exception):
    """The world stands in the way: answered 409, with the sentence. Nothing was changed."""

    status = 409

    def __init__(self, sentence: str) -> None:
        """A whole sentence for the person, that says what happened and what to do next."""
        super().__init__(sentence)
        self.sentence = sentence


class Unseen(Refusal):
    """No such thing, or none this person may know of: answered 404."""

    status = 404


class Mistyped(Refusal):
    """Retyping can cure it: answered 422, with every field's faults."""

    status = 422

    def __init__(self, sentence: str, faults: dict[str, list[str]] | None = None) -> None:
        """`faults` by field name; the sentence alone where no field is to blame."""
        super().__init__(sentence)
        self.faults = faults or {}


class TooOften(Refusal):
    """A limit was reached: answered 429 with Retry-After, in seconds."""

    status = 429

    def __init__(self, sentence: str, retry_after: int) -> None:
        """`retry_after` is whole seconds, at least 1."""
        super().__init__(sentence)
        self.retry_after = max(1, retry_after)
