"""What a run of a case is begun with from outside: certified, for the case as the store knows it now."""

from datetime import UTC, datetime

from temporalio.client import Client, WorkflowExecution

from adapters.store.cases.ended_cases import last_step
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from domain.case.authenticity.authenticator import Keyring
from domain.case.authenticity.beginnings import beginning_of, certified_beginning
from domain.case.record.progress import CaseInput


async def is_of_the_door(client: Client, keyring: Keyring, seen: WorkflowExecution) -> bool:
    """Whether a run was begun from outside with what the door certified.

    Raises:
        RPCError: Temporal does not answer.
    """
    handle = client.get_workflow_handle(seen.id, run_id=seen.run_id)
    history = handle.fetch_history_events(page_size=1)
    started = (await anext(history)).workflow_execution_started_event_attributes
    try:
        (given,) = await client.data_converter.decode(started.input.payloads, [CaseInput])
    except (ValueError, RuntimeError):
        return False
    beginning = beginning_of(seen.id, seen.workflow_type, given)
    return not started.continued_execution_run_id and keyring.proves(beginning, given.authenticator)


def begun_at_the_door(engine: Engine, keyring: Keyring, workflow: str, given: CaseInput) -> CaseInput:
    """With the authenticator that the run will ask for, which holds until the case makes a step."""
    with open_session(engine) as session:
        steps_before = last_step(session, given.plan.case_number)
    return certified_beginning(keyring, workflow, given, steps_before, datetime.now(UTC))
