"""What a run of a case is begun with from outside: certified, for the case as the store knows it now."""

from datetime import UTC, datetime

from adapters.store.cases.ended_cases import last_step
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from domain.case.authenticity.authenticator import Keyring
from domain.case.authenticity.beginnings import certified_beginning
from domain.case.record.progress import CaseInput


def begun_at_the_door(engine: Engine, keyring: Keyring, workflow: str, given: CaseInput) -> CaseInput:
    """With the authenticator that the run will ask for, which holds until the case makes a step."""
    with open_session(engine) as session:
        steps_before = last_step(session, given.plan.case_number)
    return certified_beginning(keyring, workflow, given, steps_before, datetime.now(UTC))
