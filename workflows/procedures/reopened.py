"""A case that had ended and is taken up again for one act, after which it goes back to where it had ended."""

from datetime import timedelta
from typing import Generic, TypeVar

from temporalio import workflow

from domain.case.acts.act import Act
from domain.case.record.progress import CaseInput
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.endings import NotTakenUp, ProcedureEnded, Woken

PATIENCE = timedelta(minutes=10)
"""The act comes together with the start; a run whose act was refused does not stay."""

OpenedBy = TypeVar("OpenedBy", bound=Act)


class Reopened(Case, Generic[OpenedBy]):
    """A new run under the workflow id of a case that has ended; plan and state come from the store.

    Attributes:
        opened_by: the act that it is begun with; before that came, it is the procedure here, and no interruption of another.
    """

    opened_by: type[OpenedBy]

    @workflow.init
    def __init__(self, case: CaseInput) -> None:
        """The case is open again for one act."""
        super().__init__(case)
        self.closed = False

    async def follow(self) -> None:
        """Wait for the act and carry it out; without one that holds, leave no trace."""
        act = await self.act_of(type(self).opened_by, Woken, patience=PATIENCE)
        ending = None if isinstance(act, Woken) else await self.carry_out(act, self.stage)
        raise NotTakenUp if ending is None else ending

    async def carry_out(self, act: OpenedBy, ended: Stage) -> ProcedureEnded | None:
        """Do what the act asks for; how the case ends again, which had ``ended`` before. None when the act does not hold."""
        raise AssertionError("a procedure says the procedure")
