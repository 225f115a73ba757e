"""Every refusal states reasons, clause and remedies, alike in the mail's text, its HTML and its letter."""

import html
import re
from typing import Any

import pytest

from adapters.mail.render import render
from domain.case.record.events import Event
from domain.case.remedies import REFUSING
from domain.letters import LETTERS
from tests.adapters.letters.letters import letter
from tests.adapters.letters.offices import the_typesetter
from tests.adapters.letters.reading import words_of
from tests.adapters.mail.mails import OPTIONAL, facts

REASON = "核定建设投资额 123,000,000.00 元。"
GIVEN: dict[str, Any] = {
    **OPTIONAL,
    "reason": REASON,
    "clause": "第1条",
    "quote": "按照建设投资额的10%给予补助",
    "appeal_to": "廊坊市人民政府",
    "reconsider_until": "2027年1月30日",
    "is_reconsidered": True,
}
ALL = pytest.mark.parametrize("event", sorted(REFUSING), ids=lambda event: event.value)


def tellings(event: Event, **changes: Any) -> dict[str, str]:
    """What an applicant reads of an event, without spaces: text, HTML and letter."""
    given = {**GIVEN, **changes}
    mail = render(facts(event, **given))
    in_html = html.unescape(re.sub(r"<[^>]+>", "", mail.html))
    in_letter = words_of(the_typesetter().pdf(letter(event, **given)))
    told = {"text": mail.text, "html": in_html, "letter": in_letter}
    return {name: "".join(words.split()) for name, words in told.items()}


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
    )
    for where, words in tellings(event).items():
        assert [word for word in wanted if word not in words] == [], where


@pytest.mark.parametrize(
    "event", [Event.NOT_ACCEPTED, Event.REJECTED, Event.NOT_SELECTED, Event.TERMINATED], ids=str
)
def test_the_offices_own_reconsideration_is_told_while_it_is_open(event: Event) -> None:
    for where, words in tellings(event).items():
        assert "在2027年1月30日（含当日）之前，先在系统中对本案申请复核" in words, where
    for where, words in tellings(event, reconsider_until="").items():
        assert "对本案申请复核" not in words, where


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
        for word in ("由原经办人员以外的人员重新办理", "审计报告已补充。", "行政诉讼"):
            assert word in words, where
