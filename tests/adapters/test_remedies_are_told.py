"""Every refusal states reasons, clause and remedies, alike in the mail's text, its HTML and its letter."""

import pytest

from adapters.mail.render import render
from domain.case.record.events import MAILED, Event
from domain.case.remedies import OPENING_REMEDIES, REFUSING
from domain.letters import LETTERS
from tests.adapters.mail.mails import facts
from tests.adapters.telling import GIVEN, REASON, tellings

ALL = pytest.mark.parametrize("event", sorted(REFUSING), ids=lambda event: event.value)


def test_every_refusal_has_a_letter() -> None:
    assert set(LETTERS) >= REFUSING


@ALL
def test_a_refusal_tells_reason_clause_and_remedies_everywhere(event: Event) -> None:
    wanted = (
        "".join(REASON.split()),
        "第1条",
        "按照建设投资额的10%给予补助",
        "60日内依法申请行政复议（复议机关：廊坊市人民政府）",
        "6个月内依法向人民法院提起行政诉讼",
        "之日，为收到之日",
        "满15日视为送达",
    )
    for where, words in tellings(event).items():
        assert [word for word in wanted if word not in words] == [], where


@pytest.mark.parametrize("event", sorted(MAILED), ids=lambda event: event.value)
def test_a_mail_names_remedies_exactly_where_its_service_begins_their_days(event: Event) -> None:
    """A decision that may be appealed against is served; a mere notice names none."""
    mail = render(facts(event, **GIVEN))
    told = {"如不服本决定" in mail.text, "如不服本决定" in mail.html}
    assert told == {event in OPENING_REMEDIES}


def test_that_all_is_back_is_a_notice() -> None:
    assert [where for where, words in tellings(Event.RECOVERED).items() if "如不服" in words] == []


@pytest.mark.parametrize(
    "event", [Event.NOT_ACCEPTED, Event.REJECTED, Event.NOT_SELECTED, Event.TERMINATED], ids=str
)
def test_the_offices_own_reconsideration_is_told_while_it_is_open(event: Event) -> None:
    for where, words in tellings(event).items():
        assert "之日起60日内，先在系统中对本决定申请复核" in words, where
    for where, words in tellings(event, may_reconsider=False).items():
        assert "对本决定申请复核" not in words, where


@pytest.mark.parametrize(
    "event",
    [Event.ACCEPTED, Event.NOT_ACCEPTED, Event.REJECTED, Event.NOT_SELECTED, Event.TERMINATED],
    ids=str,
)
def test_the_outcome_of_a_reconsideration_says_so(event: Event) -> None:
    for where, words in tellings(event).items():
        assert "复核申请的处理结果" in words, where
    for where, words in tellings(event, is_reconsidered=False).items():
        assert "复核申请的处理结果" not in words, where


def test_a_request_for_reconsideration_is_acknowledged() -> None:
    for where, words in tellings(Event.RECONSIDERATION_REQUESTED, reason="审计报告已补充。").items():
        for word in ("由牵头部门其他人员重新办理，原经办人员回避", "审计报告已补充。", "行政诉讼"):
            assert word in words, where


def test_what_is_upheld_keeps_the_days_of_the_decision_that_stands() -> None:
    for where, words in tellings(Event.DECISION_UPHELD).items():
        for word in (
            "".join(REASON.split()),
            "对原决定申请行政复议（复议机关：廊坊市人民政府）、提起行政诉讼的期限",
            "自原决定送达之日起算，不因复核延长",
        ):
            assert word in words, where
        assert not any(word in words for word in ("收到本决定", "60日", "6个月", "视为送达")), where
