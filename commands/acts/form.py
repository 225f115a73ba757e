"""What is asked of the office, and what lies before it when it makes an act of that.

To add an act: write its class (``domain/case/acts``) and name it in ``ACTS`` there and in the paths of ``api/acts``. What
is asked for becomes the act as it stands; where the office has more to check or to work out, it gets a maker in
``MAKERS`` of the registry.
"""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from adapters.store.cases.records import CaseRecord
from commands.access.caller import Caller
from commands.wiring import Wiring
from domain.case.acts.act import Act
from domain.closed import Closed

Made = TypeVar("Made", bound=Act)


@dataclass(frozen=True)
class Asked:
    """One request: who asks for which act, in which case, under which idempotency key."""

    act: type[Act]
    caller: Caller
    case_number: str
    key: str
    body: Closed
    subject: str = ""


@dataclass(frozen=True)
class Submission:
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

    def made(self, kind: type[Made], said: BaseModel, **worked_out: Any) -> Made:
        """The act of what was said, and of what the office works out."""
        about = {kind.rules.subject: self.subject} if kind.rules.subject else {}
        return kind.model_validate({**dict(said), **self.parts, **about, **worked_out})
