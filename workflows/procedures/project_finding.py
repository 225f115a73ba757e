"""The procedure of a case that had ended, when it is found whether another one is the same project (附则(三))."""

from temporalio import workflow

from domain.case.acts.projects import FindSameProject
from domain.case.record.events import Event
from domain.case.record.progress import CaseInput, CaseOutcome
from domain.case.record.stages import Stage
from workflows.endings import ProcedureEnded
from workflows.procedures.reopened import Reopened
from workflows.stages.deciding.projects import find


@workflow.defn(name="project_finding")
class LateFinding(Reopened[FindSameProject]):
    """Begun with the finding, and ended with it: a top-up of the case may wait for it."""

    opened_by = FindSameProject

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()

    async def carry_out(self, act: FindSameProject, ended: Stage) -> ProcedureEnded | None:
        """Record what was found."""
        words = await find(self, act)
        return None if words is None else ProcedureEnded(ended, Event.PROJECT_FOUND, words)
