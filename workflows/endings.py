"""How a procedure ends before its last stage, and what a wait can bring besides an act."""

from dataclasses import dataclass
from typing import Final

from temporalio.exceptions import ApplicationError

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.errors import CaseClosed, RefusalFacts

TOO_LATE: Final = CaseClosed("案件已结束，本次办理未生效。", remedy="请查看案件详情中的办理结果。").facts
"""What acts are answered that wait for the procedure when a case comes to its end."""


class ProcedureEnded(Exception):
    """The procedure ends here: the final stage, what happened to which of its parts, and what the applicant is told."""

    def __init__(self, stage: Stage, event: Event, reason: str = "", subject: str = "") -> None:
        """Keep the ending for the one place that records it."""
        super().__init__(stage, event, reason, subject)
        self.stage, self.event, self.reason, self.subject = Stage(stage), Event(event), reason, subject


class NothingDue(ProcedureEnded):
    """When the money was to be ordered, nothing was due any more: another award had taken it up (就高)."""


class DecisionCorrected(Exception):
    """What was decided is to be reviewed again; caught where the review is.

    Attributes:
        not_by: who decided it, where other people review it.
    """

    def __init__(self, not_by: tuple[str, ...] = ()) -> None:
        """By whom it is not reviewed."""
        super().__init__(not_by)
        self.not_by = tuple(not_by)


class WronglyRecovered(Exception):
    """A decision that is being carried out is changed after it was contested: it is reversed where the money is awaited."""

    def __init__(self, reason: str) -> None:
        """For a reason that the applicant reads."""
        super().__init__(reason)
        self.reason = reason


TURNS: Final = (ProcedureEnded, DecisionCorrected, WronglyRecovered)
"""How an act that comes between turns the procedure away from where it waits."""


class NotTakenUp(Exception):
    """A run that was begun for an act which did not come, or was not admitted: the case stays as it had ended."""


class RunFull:
    """It is time for a new run."""


@dataclass(frozen=True)
class TaskOver:
    """A task's term has run out: an applicant's lapsed, or an awaited day has come."""

    task: UserTask


@dataclass(frozen=True)
class Woken:
    """Nothing came: patience is out, or a wake-up told the case to look again."""


def as_failure(refusal: RefusalFacts, *said: str) -> ApplicationError:
    """A refusal as the error that a caller of an Update receives; ``said`` is for whoever sends, not for people."""
    return ApplicationError(
        refusal.what, refusal.model_dump(mode="json"), *said, type=refusal.kind, non_retryable=True
    )
