"""How long a case waits before it is woken is counted from the last that came, however many runs it waits in."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest

from domain.case.record.progress import CaseInput
from domain.case.record.stages import Stage
from domain.catalogue.schema import Procedure
from domain.departments import APPLICANT
from tests.maps.test_interleaved import FULL, Heard
from tools.maps.beginnings import CONTESTED, LEAD, plan_of
from tools.maps.deeds import deed
from tools.maps.granted import granted_until
from workflows import runs
from workflows.procedures.reopened import PATIENCE
from workflows.stages.acceptance import A_YEAR

FILED = deed("file", APPLICANT)


def awaiting_acceptance() -> Heard:
    """A case that waits for a year at most before another run takes over, whatever comes."""
    plan = plan_of(Procedure.POST_ACCEPTANCE)
    case = Heard(plan.code, CaseInput(plan=plan))
    case.act(FILED)
    case.go_on(Stage.AWAITING_ACCEPTANCE)
    return case


def taken_up_again() -> Heard:
    """A case that had ended and is begun again without its act: it does not stay."""
    plan = plan_of(Procedure.ONE_OFF)
    ended = granted_until(Stage.CLOSED, CaseInput(plan=plan), FILED)
    case = Heard(CONTESTED, CaseInput(plan=plan, state=ended.state))
    case.signal("calendar_announced")
    return case


def hand_over(case: Heard, after: timedelta) -> None:
    """Let some time pass, and a new run go on."""
    case.at += after
    before = case.hands_over
    with patch.object(runs, "MOST_EVENTS", FULL):
        case.signal("calendar_announced")
    assert case.hands_over > before


@pytest.mark.parametrize(("begun", "patience"), [(awaiting_acceptance, A_YEAR), (taken_up_again, PATIENCE)])
def test_new_runs_do_not_begin_it_anew(begun: Callable[[], Heard], patience: timedelta) -> None:
    case = begun()
    until = case.at + patience
    try:
        for _ in range(3):
            assert until in case.timers.values()
            hand_over(case, patience / 5)
        assert until in case.timers.values()
    finally:
        case.leave()


def test_what_came_between_and_left_no_trace_begins_it_anew_in_later_runs_too() -> None:
    case = awaiting_acceptance()
    try:
        case.at += A_YEAR / 5
        case.act(deed("stop_payment", LEAD))
        until = case.at + A_YEAR
        for _ in range(3):
            assert until in case.timers.values()
            hand_over(case, A_YEAR / 5)
        assert until in case.timers.values()
    finally:
        case.leave()
