"""A refused case that is judged again, on both databases: not final, no difference, and its chain unbroken."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from pydantic import JsonValue

from adapters.store.audit.reconciliation import read_cases, read_recorded
from adapters.store.cases.reconsiderations import case_to_reconsider, how_it_ended
from adapters.store.engine import open_engine
from domain.case.acts.review import CheckCompleteness
from domain.case.filing import plan_case
from domain.case.record.events import Event
from domain.case.record.progress import RECONSIDERATION
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessment, RecordedAct
from domain.case.roles import Actor, Role
from domain.case.verbs import ASSESS_AWARD, ENTER_STAGE
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.validation import validate_facts
from domain.ledger.reconciliation import reconcile
from domain.ledger.workflow_agreement import SeenWorkflow, agreement
from tests.activities.casework import AT, Casework, lead_task, step

NUMBER = "LF2026-0101-00001"
FACTS = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}
LEAD = "development_and_reform"


@pytest.fixture
def casework(database_url: str) -> Iterator[Casework]:
    """A migrated store and the verbs on it."""
    engine = open_engine(database_url)
    yield Casework(engine)
    engine.dispose()


def decided(identifier: str, kind: str, account: str, for_account: str = "") -> RecordedAct:
    """An act of somebody at the lead."""
    by = Actor(account=account, role=Role.OFFICIAL, party=LEAD, for_account=for_account)
    content: dict[str, JsonValue] = {"refer_to": ""} if kind == CheckCompleteness.kind else {}
    return RecordedAct(id=identifier, kind=kind, by=by, digest="d", outcome="", reason="", content=content)


def assess(casework: Casework, seq: int) -> None:
    """The lead assesses."""
    assessed = casework.do(
        ASSESS_AWARD, Assessment(case_number=NUMBER, seq=seq, at=AT, phase="filing", verified_facts=None)
    )
    assert assessed.amount == Decimal("10000000.00")


@pytest.fixture
def refused(casework: Casework) -> Casework:
    """A case that was assessed and then refused."""
    policy = load_catalogue().policies[0]
    subsidy = policy.type("compute_centre_construction")
    typed = validate_facts(subsidy, FACTS, (Phase.FILING,), AT.date())
    plan = plan_case(policy, subsidy, NUMBER, "kfq", typed, {})
    casework.file(NUMBER, subsidy.code, FACTS, plan=plan.model_dump(mode="json"))
    checked = decided("a1", "check_completeness", "li")
    reviewed = decided("a2", "review", "wang", for_account="zhao")
    enter = partial(casework.do, ENTER_STAGE)
    enter(step(NUMBER, 1, Stage.LEAD_REVIEW, Event.ACCEPTED, acts=(checked,), tasks=(lead_task("review"),)))
    assess(casework, 2)
    enter(step(NUMBER, 3, Stage.SIGN_OFF, Event.APPROVED, acts=(reviewed,), amount=Decimal("10000000.00")))
    enter(step(NUMBER, 4, Stage.REJECTED, Event.REJECTED, amount=Decimal("10000000.00"), final=True))
    return casework


def test_the_new_run_knows_who_decided_and_goes_on_counting(refused: Casework) -> None:
    begun = case_to_reconsider(refused.engine, NUMBER)
    assert begun is not None
    state = begun.state
    assert (state.checkpoint, state.seq, state.excluded) == (RECONSIDERATION, 4, ("li", "wang", "zhao"))
    assert state.progress is not None
    assert (state.progress.final, state.progress.tasks[0].acts) == (False, ("request_reconsideration",))
    ended = how_it_ended(refused.engine, NUMBER)
    assert ended is not None
    assert (ended.stage, ended.begun) == (Stage.REJECTED, ())


def test_a_case_that_is_judged_again_is_open_everywhere_and_no_difference(refused: Casework) -> None:
    def differences() -> object:
        return reconcile(read_recorded(refused.engine), load_catalogue())

    assert differences() == ()
    later = AT + timedelta(days=3)
    refused.do(
        ENTER_STAGE,
        step(
            NUMBER,
            5,
            Stage.LEAD_REVIEW,
            Event.RECONSIDERATION_REQUESTED,
            at=later,
            tasks=(lead_task("review"),),
            amount=Decimal("10000000.00"),
        ),
    )
    assert (refused.case(NUMBER).final, refused.case(NUMBER).stage) == (False, "牵头审核中")
    assert differences() == ()
    case = read_cases(refused.engine, [NUMBER])[NUMBER]
    seen = SeenWorkflow(case_number=NUMBER, stage="牵头审核中", seq=5)
    assert agreement(case, seen) is None
    assert case_to_reconsider(refused.engine, NUMBER) is None
    assess(refused, 6)
    assert differences() == ()
