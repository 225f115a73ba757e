"""What every act carries. Each act of a case is an Update of the same name; its ``kind`` never changes."""

from typing import ClassVar

from pydantic import JsonValue

from domain.case.roles import Actor
from domain.frozen import Frozen

Facts = dict[str, JsonValue]


class Act(Frozen):
    """What every act carries.

    Attributes:
        id: made from caller, case and idempotency key; repeating it gives the first answer.
        by: who acts, and for which party.
        digest: of the request body; the same id with another digest is refused.
        reason: what the one concerned is told, in Chinese.
    """

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""

    id: str
    by: Actor
    digest: str = ""
    reason: str = ""

    @property
    def subject(self) -> str:
        """Which of several like things this act is about: an instalment, a payment; empty for most."""
        return ""

    @property
    def outcome(self) -> str:
        """The decision in one word, for the record."""
        return str(getattr(self, "decision", ""))


class Defect(Frozen):
    """One defect of the application: which document or field, and what to do about it."""

    item: str
    problem: str
