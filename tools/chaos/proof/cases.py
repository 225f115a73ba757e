"""Every case has ended or waits where it should: store and Temporal say the same, and somebody is waited for."""

import asyncio

from temporalio.client import Client, WorkflowExecutionDescription, WorkflowExecutionStatus
from temporalio.service import RPCError

from adapters.store.audit.proof import KeptCase, kept_cases, ledger_entries, voucher_lines
from adapters.store.reach import Engine
from domain.case.identifiers import workflow_id
from domain.case.record.narrative import waiting_names
from domain.case.record.progress import CaseOutcome
from domain.case.record.steps import Progress
from domain.post_office import POST_OFFICE_ID
from tools.chaos.clock import patiently
from tools.chaos.proof.findings import Findings, Wrong
from tools.chaos.proof.money import pools
from workflows.search_attributes import STAGE, STEP, WAITING_FOR

AT_A_TIME = 8
VOUCHER_POOL = "voucher"


async def check_cases(engine: Engine, client: Client, findings: Findings) -> None:
    """Compare every case with its workflow."""
    gate = asyncio.Semaphore(AT_A_TIME)

    async def one(case: KeptCase) -> str:
        async with gate:
            return await difference(client, case)

    found = await asyncio.gather(*(one(case) for case in await asyncio.to_thread(kept_cases, engine)))
    findings.add(Wrong.STUCK, *(words for words in found if words))
    office = await client.get_workflow_handle(POST_OFFICE_ID).describe()
    if office.status is not WorkflowExecutionStatus.RUNNING:
        findings.add(Wrong.STUCK, f"the post office is {office.status}")


async def difference(client: Client, case: KeptCase) -> str:
    """What store and Temporal say differently about a case, or why nobody moves it; empty when all is well."""
    handle = client.get_workflow_handle(workflow_id(case.number), result_type=CaseOutcome)
    try:
        description = await patiently(handle.describe, f"{case.number}: how does it stand?")
    except RPCError:
        return f"{case.number} ({case.stage}) has no workflow"
    running = description.status is WorkflowExecutionStatus.RUNNING
    if running == case.final:
        return f"{case.number} is {case.stage} in the store and {description.status} in Temporal"
    if not running:
        outcome = await patiently(handle.result, f"{case.number}: how did it end?")
        same = outcome.stage == case.stage
        return "" if same else f"{case.number} ended as {outcome.stage}, the store has {case.stage}"
    return _between(case, description)


def _between(case: KeptCase, description: WorkflowExecutionDescription) -> str:
    if case.progress is None:
        return f"{case.number} was never taken up"
    said = description.typed_search_attributes
    ours, theirs = _shown(case.progress), (said.get(STAGE), said.get(STEP), said.get(WAITING_FOR))
    if ours != theirs:
        return f"{case.number}: the store has {ours}, Temporal {theirs}"
    return "" if case.progress.tasks else f"{case.number} waits in {case.stage} for nobody"


def _shown(progress: Progress) -> tuple[str, int, list[str] | None]:
    return progress.stage.value, progress.seq, list(waiting_names(progress)) or None


def idle_money(engine: Engine) -> list[str]:
    """Pools with money in them while somebody queues for it."""
    left = pools(ledger_entries(engine))
    queued: dict[int, int] = {}
    for line in voucher_lines(engine):
        if line.status == "queued" and line.is_open:
            queued[line.year] = queued.get(line.year, 0) + 1
    return [
        f"{count} cases queue while the pool of {year} has {left[f'{VOUCHER_POOL}/{year}']}"
        for year, count in queued.items()
        if left.get(f"{VOUCHER_POOL}/{year}")
    ]
