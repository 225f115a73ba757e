"""One case, several runs: a case of years is handed over, so that no history grows without end."""

from temporalio import workflow

from domain.case.record.progress import CaseInput
from workflows.case import Case
from workflows.clock import until


async def continue_in_a_new_run(case: Case, checkpoint: str) -> None:
    """Hand the case over to a new run, unless an act is waiting; then the procedure goes on as it is."""
    case.keep(checkpoint=checkpoint)
    await until(lambda: workflow.all_handlers_finished() or bool(case.inbox.waiting))
    if not case.inbox.waiting and workflow.all_handlers_finished():
        workflow.continue_as_new(CaseInput(plan=case.plan, state=case.state))
