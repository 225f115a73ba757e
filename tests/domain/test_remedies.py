"""Remedies: their last days by the calendar, and who may ask that a case be judged again."""

from datetime import date

import pytest

from domain.calendar import WorkingCalendar
from domain.case.acts.fresh_eyes import fresh_eyes, who_decided
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.remedies import (
    REFUSING,
    RemedyDays,
    RemedyKind,
    against_reconsideration,
    may_be_reconsidered,
    remedies_of,
    six_months,
    sixty_days,
)
from domain.errors import ConflictOfRoles, NotEligible, WrongStage

REJECTED_ON = date(2026, 12, 2)
CALENDAR = WorkingCalendar()
SERVED = RemedyDays(since=REJECTED_ON)


@pytest.mark.parametrize(
    ("served_on", "last_of_sixty", "last_of_six_months"),
    [
        (date(2025, 8, 29), date(2025, 10, 28), date(2026, 2, 28)),
        (date(2026, 12, 31), date(2027, 3, 1), date(2027, 6, 30)),
        (date(2027, 8, 31), date(2027, 11, 1), date(2028, 2, 29)),
        (date(2026, 8, 3), date(2026, 10, 8), date(2027, 2, 3)),
        (date(2026, 4, 1), date(2026, 6, 1), date(2026, 10, 8)),
    ],
)
def test_the_day_of_service_is_not_counted_and_a_last_day_is_worked(
    served_on: date, last_of_sixty: date, last_of_six_months: date
) -> None:
    found = (sixty_days(served_on, CALENDAR).on, six_months(served_on, CALENDAR).on)
    assert found == (last_of_sixty, last_of_six_months)


@pytest.mark.parametrize(
    ("lead", "authority"),
    [("development_and_reform", "廊坊市人民政府"), ("peoples_bank", "中国人民银行河北省分行")],
)
def test_an_administrative_review_goes_to_whom_the_law_names(lead: str, authority: str) -> None:
    first, second = remedies_of(SERVED, lead, CALENDAR, may_be_reconsidered=False)
    assert (first.kind, first.authority) == (RemedyKind.ADMINISTRATIVE_REVIEW, authority)
    assert (second.kind, second.until) == (RemedyKind.SUIT, date(2027, 6, 2))


def test_a_reconsideration_comes_first_where_it_is_open() -> None:
    kinds = [remedy.kind for remedy in remedies_of(SERVED, "commerce", CALENDAR, may_be_reconsidered=True)]
    assert kinds == [RemedyKind.RECONSIDERATION, RemedyKind.ADMINISTRATIVE_REVIEW, RemedyKind.SUIT]


@pytest.mark.parametrize(
    ("ended", "begun", "may"),
    [
        (Stage.NOT_ACCEPTED, (), True),
        (Stage.REJECTED, (), True),
        (Stage.NOT_ACCEPTED, (Stage.COMPLETENESS_CHECK,), False),
        (Stage.REJECTED, (Stage.COMPLETENESS_CHECK,), True),
        (Stage.REJECTED, (Stage.COMPLETENESS_CHECK, Stage.LEAD_REVIEW), False),
        (Stage.CLOSED, (), False),
        (Stage.WITHDRAWN, (), False),
        (Stage.RECOVERED, (), False),
    ],
)
def test_each_decision_is_reconsidered_once(ended: Stage, begun: tuple[Stage, ...], may: bool) -> None:
    assert may_be_reconsidered(ended, begun) is may


def check_reconsideration(ended: Stage, begun: tuple[Stage, ...], today: date) -> None:
    for refusal in against_reconsideration(ended, SERVED, begun, today, CALENDAR):
        raise refusal


def test_a_late_request_is_told_what_remains() -> None:
    check_reconsideration(Stage.REJECTED, (), date(2027, 2, 1))
    with pytest.raises(NotEligible) as late:
        check_reconsideration(Stage.REJECTED, (), date(2027, 2, 2))
    assert late.value.facts.remedy == "可以不晚于2027年6月2日依法向人民法院提起行政诉讼。"
    with pytest.raises(NotEligible) as too_late:
        check_reconsideration(Stage.REJECTED, (), date(2027, 6, 3))
    assert "重新申请" in too_late.value.facts.remedy


def test_what_a_reconsideration_decided_is_final_in_the_office() -> None:
    with pytest.raises(WrongStage, match="不能再次申请复核"):
        check_reconsideration(Stage.REJECTED, (Stage.LEAD_REVIEW,), REJECTED_ON)
    with pytest.raises(WrongStage, match="没有可以复核的决定"):
        check_reconsideration(Stage.CLOSED, (), REJECTED_ON)


def test_who_decided_is_kept_apart_and_who_signed_is_not() -> None:
    done = {"review": ("a", "b"), "check_completeness": ("a",), "sign_off": ("c",), "file": ("d",)}
    excluded = who_decided(done)
    assert excluded == ("a", "b")
    for kind in ("review", "check_completeness", "sign_off", "terminate", "review_instalment"):
        (refusal,) = fresh_eyes(kind, "a", excluded)
        assert isinstance(refusal, ConflictOfRoles)
    assert not list(fresh_eyes("review", "c", excluded))
    assert not list(fresh_eyes("stop_payment", "a", excluded))


def test_every_event_that_refuses_is_known() -> None:
    told = {"refused", "rejected", "missed", "expired", "terminated", "lapsed", "stopped"}
    named = {event for event in Event if told & set(event.value.split("_"))}
    assert named | {Event.NOT_ACCEPTED, Event.NOT_SELECTED} <= REFUSING
