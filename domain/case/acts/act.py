"""What every act carries. Each act of a case is an Update of the same name; its ``kind`` never changes.

Figures travel as JSON (money as strings) and are checked against the catalogue at the door and once more in the
activity that computes with them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, JsonValue

from domain.case.acts.rules import ActRules
from domain.case.authenticity.authenticator import Authenticator
from domain.case.days import Happened, Milestones, wrong_days
from domain.case.roles import Actor
from domain.closed import Closed
from domain.errors import FieldError
from domain.frozen import Frozen
from domain.words import Reason, ShortWords, tidied

Facts = Annotated[dict[str, JsonValue], BeforeValidator(tidied)]
"""Figures as JSON, their texts tidy; whether a text may be what it is, the catalogue says."""


OnPaper = Annotated[tuple[ShortWords, ...], Field(max_length=100)]
"""Codes of documents that were received on paper."""


class Act(Frozen):
    """What every act carries; a class of its own says what more, and its rules.

    What stands in such a class, without the envelope that stands here, is what is asked for: the body of the request.

    Attributes:
        rules: of this kind of act.
        request: what is asked for, where that is not what is kept.
        id: made from caller, case and idempotency key; repeating it gives the first answer.
        by: who acts, and for which party.
        digest: of the request body; the same id with another digest is refused.
        reason: what the one concerned is told, in Chinese.
        authenticator: that it came from the door; given to it when it is sent.
    """

    rules: ClassVar[ActRules]
    request: ClassVar[type[Closed] | None] = None
    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""

    id: str
    by: Actor
    digest: str = ""
    reason: Reason = ""
    authenticator: Authenticator | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        """Know the name by the rules."""
        super().__init_subclass__(**options)
        if "rules" in cls.__dict__:
            cls.kind, cls.label = cls.rules.kind, cls.rules.label

    @property
    def subject(self) -> str:
        """Which of several like things this act is about: an instalment, a payment; empty for most."""
        return str(getattr(self, self.rules.subject)) if self.rules.subject else ""

    @property
    def outcome(self) -> str:
        """The decision in one word, for the record; empty where there is none to take."""
        return str(getattr(self, "decision", ""))

    def days(self) -> Iterable[Happened]:
        """The days on which the act says that something happened."""
        return ()

    def faults(self, latest: date, milestones: Milestones) -> list[FieldError]:
        """What is wrong with what the act says.

        Args:
            latest: the day after which nothing can have happened.
            milestones: the days of its case that its own are judged by.
        """
        return [
            *unreasoned(type(self), self.outcome, self.reason),
            *wrong_days(self.days(), latest, milestones),
        ]


def unreasoned(kind: type[Act], decision: str, reason: str) -> list[FieldError]:
    """A decision that burdens someone needs its reason."""
    is_wrong = decision in kind.rules.reasoned and not reason.strip()
    return [FieldError(path="reason", message="须说明理由")] if is_wrong else []
