"""The form of a kind of act: who may fill it in, what it says, where it is handed in, and how it becomes an act.

To add an act: write its maker, put an ``ActForm`` beside it, name that in ``FORMS`` of the registry, and give it a route.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from adapters.store.cases.records import CaseRecord
from adapters.store.reach import Engine
from api.auth import Require
from commands.access.caller import Caller
from commands.bodies import Body
from commands.wiring import Wiring
from domain.case.act import Act

Content = TypeVar("Content", bound=Body)


@dataclass(frozen=True)
class Matter:
    """What lies before the maker of an act.

    Attributes:
        case: the case that the act is for.
        subject: which of several like things of the case, such as a payment; empty for most acts.
        parts: what every act carries: id, who acts, digest.
        laid_down: ids of rows that the maker has written; they are taken back when the act is refused.
    """

    wired: Wiring
    caller: Caller
    case: CaseRecord
    subject: str
    parts: dict[str, Any]
    laid_down: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ActForm(Generic[Content]):
    """The form of a kind of act.

    Attributes:
        act: what it becomes.
        body: what is filled in.
        may: those in one of whose roles the caller acts.
        path: where it is handed in, below ``/v1/applications/{number}``.
        make: checks the body against the case and makes the act; raises a ``Refusal``.
        subject: the type of the subject in the path; None where there is none.
        digested_as: the name under which requests are digested, the path unless given; it never changes.
        only_lead: only the lead department may.
        open_to_public: who does not see the case may act while it is on public notice.
        take_back: undoes what the maker laid down, by its id.
        reopens: a case that has ended is taken up again with this act.
    """

    act: type[Act]
    body: type[Content]
    may: Require
    path: str
    make: Callable[[Matter, Content], Act]
    subject: Any = None
    digested_as: str = ""
    only_lead: bool = False
    open_to_public: bool = False
    take_back: Callable[[Engine, str], None] | None = None
    reopens: bool = False

    @property
    def kind(self) -> str:
        """The kind of act."""
        return self.act.kind

    def asked_as(self, subject: str) -> str:
        """The name of a request for its digest."""
        return (self.digested_as or self.path).format(subject=subject)


@dataclass(frozen=True)
class Asked(Generic[Content]):
    """One filled-in form: who asks for what, in which case, under which idempotency key."""

    form: ActForm[Content]
    caller: Caller
    case_number: str
    key: str
    body: Content
    subject: str = ""
