"""Whatever may be repeated, in any order, with new runs at any wait between: a case does what it does in one run."""

import json
from collections.abc import Callable, Sequence
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from temporalio.bridge.proto.workflow_commands import WorkflowCommand

from commands.dry_run.replayed_case import activity_of, is_activity
from domain.case.acts.act import Act
from domain.case.contests.contested import Contestable
from domain.case.contests.decisions import Decision
from domain.case.record.events import Event
from domain.case.record.progress import CaseInput
from domain.case.verbs import CHECK_BEGINNING
from domain.catalogue.schema import Procedure
from domain.departments import APPLICANT, PUBLIC
from tools.maps.beginnings import LEAD, plan_of
from tools.maps.deeds import contest, deed
from tools.maps.granted import Granted
from workflows import runs

FULL, ROOM = 0, 4_000
"""So many events fill a run: it hands over wherever it waits, or nowhere."""


class Heard(Granted):
    """A case that keeps what it asked for, and how many runs it took."""

    def __init__(self, kind: str, begun: CaseInput) -> None:
        self.said: list[str] = []
        self.hands_over = 0
        super().__init__(kind, begun)

    def _hear(self, commands: Sequence[WorkflowCommand]) -> None:
        for command in commands:
            if is_activity(command):
                asked = activity_of(command)
                said = json.loads(asked.arguments[0].data)
                said.pop("came", None)  # what a run began with is in it
                if asked.activity_type != CHECK_BEGINNING.name:  # which each run asks
                    self.said.append(f"{asked.activity_type} {said}")
            self.hands_over += command.HasField("continue_as_new_workflow_execution")
        super()._hear(commands)


def stop_contest(case: Granted) -> list[Act]:
    """A request to look again at a stop that the case was just told of, if it was."""
    decision = Decision(
        kind=Contestable.STOP, number="case", told_in=case.progress.seq, event=Event.PAYMENT_STOPPED
    )
    return [contest(decision, LEAD)[0]]


def answers(case: Granted, outcome: str) -> list[Act]:
    """An answer to whatever is contested first."""
    for each in case.workflow.state.contested:
        if each.is_open:
            return [deed("answer_reconsideration", LEAD, each.reference, outcome=outcome)]
    return []


DOINGS: dict[str, Callable[[Granted], list[Act]]] = {
    "stop": lambda _: [deed("stop_payment", LEAD)],
    "lift": lambda _: [deed("lift_stop", LEAD)],
    "contest": stop_contest,
    "uphold": lambda case: answers(case, "uphold"),
    "change": lambda case: answers(case, "change"),
    "pause": lambda _: [deed("pause_clock", LEAD, working_days=1)],
    "resume": lambda _: [deed("resume_clock", LEAD)],
    "extend": lambda _: [deed("extend_term", LEAD, whose=LEAD, working_days=1)],
    "urge": lambda _: [deed("urge", LEAD)],
    "project": lambda _: [deed("find_same_project", LEAD, outcome="same")],
    "signer": lambda _: [deed("add_signer", LEAD)],
    "object": lambda _: [deed("raise_objection", PUBLIC)],
    "correct": lambda _: [deed("correct_decision", LEAD)],
    "excuse": lambda _: [deed("excuse_lapse", LEAD)],
    "recover": lambda _: [deed("decide_recovery", LEAD, means="repayment")],
    "top up": lambda _: [deed("decide_top_up", LEAD)],
    "bank returns": lambda _: [deed("return_payment", "finance_bureau", "P1", was_paid=True)],
}
SIGNALS = ("calendar_announced", "standing_changed", "quota_released", "receivable_netted")
WAIT = "wait"
STEPS = st.one_of(
    st.just("grant"),
    st.just("grant"),
    st.just("grant"),
    st.just("grant"),
    st.just(WAIT),
    st.integers(1, 5).map(lambda which: f"other {which}"),
    st.sampled_from(sorted(DOINGS)),
    st.sampled_from(SIGNALS),
)


def acts_of(step: str, case: Heard) -> list[Act]:
    """What is done in a step, seen from one of the two cases; nothing where a signal comes, or time passes."""
    if step in SIGNALS or step == WAIT:
        return []
    if step in DOINGS:
        return DOINGS[step](case)
    asked = case.asked
    which = 0 if step == "grant" else int(step.split()[1])
    return asked[which % len(asked) : which % len(asked) + 1] if asked else []


def do(step: str, case: Heard, acts: list[Act]) -> None:
    """One step of a case."""
    if step in SIGNALS:
        case.signal(step)
    elif step == WAIT and case.timers:
        case.pass_time()
    for act in acts:
        case.act(act)


@pytest.mark.parametrize(
    "procedure",
    [
        Procedure.ONE_OFF,
        pytest.param(Procedure.MULTI_YEAR, marks=pytest.mark.long),
        pytest.param(Procedure.VOUCHER, marks=pytest.mark.long),
    ],
)
@settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.tuples(STEPS, st.booleans()), min_size=20, max_size=60))
def test_a_case_with_new_runs_anywhere_does_what_it_does_in_one(
    procedure: Procedure, steps: list[tuple[str, bool]]
) -> None:
    begun, first = CaseInput(plan=plan_of(procedure)), deed("file", APPLICANT)
    one, many = Heard(begun.plan.code, begun), Heard(begun.plan.code, begun)
    try:
        for case in (one, many):
            case.act(first)
        for step, hands_over in steps:
            acts = [] if one.workflow.closed else acts_of(step, one)
            for case, most in ((one, ROOM), (many, FULL if hands_over else ROOM)):
                with patch.object(runs, "MOST_EVENTS", most):
                    do(step, case, acts)
        assert many.said == one.said
        states = [case.workflow.state.model_dump(exclude={"answers"}) for case in (one, many)]
        assert states[0] == states[1]
    finally:
        one.leave()
        many.leave()
