"""Earlier work is kept: what was received on paper, confirmed or accepted stays so."""

from typing import Any

import pytest

from domain.case.earlier_work import (
    DocumentOnFile,
    EarlierAct,
    OpenItem,
    brought_since,
    items_standing,
    kept_on_paper,
    kept_points,
)

REPORT = {"item": "r", "problem": "未盖章", "name": "审计报告"}
FORM = {"item": "form", "problem": "不完整"}
OLD, NEW = DocumentOnFile(id="1", code="p"), DocumentOnFile(id="2", code="r")


def act(kind: str, decision: str = "", **content: Any) -> EarlierAct:
    return EarlierAct(kind=kind, content={"decision": decision, **content})


def check(decision: str, **content: Any) -> EarlierAct:
    return act("check_completeness", decision, **content)


ASKED = check("supplement", received_on_paper=["p", "q", "r"], defects=[REPORT, FORM], on_file=["1"])


def test_papers_are_kept_but_for_those_that_a_notice_named() -> None:
    assert kept_on_paper([ASKED]) == ("p", "q")
    assert kept_on_paper([ASKED, check("accept", received_on_paper=["p", "q", "r"])]) == ("p", "q", "r")
    assert kept_on_paper([ASKED, act("review", "return", defects=[{"item": "q", "problem": "…"}])]) == ("p",)


def test_confirmed_points_are_kept_until_one_is_taken_back() -> None:
    first = act("review", "return", checklist={"a": True, "b": False, "c": True})
    assert kept_points([first]) == ("a", "c")
    assert kept_points([first, act("review", "return", checklist={"a": False, "b": True})]) == ("b", "c")


def test_who_judges_a_reconsideration_confirms_every_point_and_keeps_the_papers() -> None:
    first = act("review", "return", checklist={"a": True})
    asked = act("request_reconsideration")
    assert kept_points([first, asked]) == ()
    assert kept_points([first, act("request_reconsideration", against="amount")]) == ("a",)
    assert kept_points([first, asked, act("review", "return", checklist={"b": True})]) == ("b",)
    assert kept_on_paper([check("accept", received_on_paper=["p"]), asked]) == ("p",)
    assert items_standing([ASKED, asked], [OLD], ["p", "r"]).accepted == ("p",)


def test_what_came_after_the_last_notice_was_brought_by_the_applicant() -> None:
    assert brought_since([], [OLD, NEW]) == ()
    assert brought_since([ASKED], [OLD, NEW]) == ("r",)
    later = check("supplement", on_file=["1", "2"])
    assert brought_since([ASKED, later], [OLD, NEW]) == ()
    assert brought_since([ASKED, later], [OLD, NEW], "review") == ()


@pytest.mark.parametrize(
    ("kind", "content", "subject"),
    [
        ("review_instalment", {"instalment": 2}, "2"),
        ("review_redemption", {"redemption": 3}, "3"),
        ("decide_top_up", {"number": "2"}, "2"),
        ("decide_top_up", {"number": ""}, ""),
        ("review", {}, ""),
    ],
)
def test_an_act_is_about_the_year_or_redemption_that_it_names(
    kind: str, content: dict[str, Any], subject: str
) -> None:
    assert act(kind, **content).subject == subject


def test_a_year_of_support_looks_at_its_own_notices() -> None:
    one = act("review_instalment", "return", instalment=1, on_file=["1"])
    assert brought_since([one], [OLD, NEW], "review_instalment", "1") == ("r",)
    assert brought_since([one], [OLD, NEW], "review_instalment", "2") == ()


def test_before_the_first_decision_nothing_is_accepted() -> None:
    standing = items_standing([act("supplement")], [OLD], ["p", "q", "r"])
    assert (standing.accepted, standing.open) == ((), ())


def test_a_notice_accepts_what_it_does_not_name() -> None:
    standing = items_standing([ASKED], [OLD], ["p", "q", "r"])
    assert standing.accepted == ("p", "q")
    assert standing.open == (
        OpenItem(item="r", title="审计报告", problems=("未盖章",)),
        OpenItem(item="form", title="form", problems=("不完整",)),
    )


def test_what_the_applicant_replaced_or_changed_is_answered() -> None:
    standing = items_standing([ASKED, act("supplement", brought=["form"])], [OLD, NEW], ["p", "q", "r"])
    assert [item.is_answered for item in standing.open] == [True, True]


def test_an_answer_to_an_earlier_notice_answers_no_later_one() -> None:
    again = check("supplement", defects=[FORM], on_file=["1", "2"])
    standing = items_standing(
        [ASKED, act("supplement", brought=["form"]), again], [OLD, NEW], ["p", "q", "r"]
    )
    assert [(item.item, item.is_answered) for item in standing.open] == [("form", False)]
    assert standing.accepted == ("p", "q", "r")


def test_an_approval_accepts_everything_and_a_refusal_nothing_more() -> None:
    assert items_standing([ASKED, check("accept")], [OLD], ["p", "r"]).accepted == ("p", "r")
    assert items_standing([ASKED, check("refuse")], [OLD], ["p", "r"]).accepted == ("p",)
