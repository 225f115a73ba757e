"""Which acts a list may carry, and why the others are done case by case."""

import pytest

from domain.bulk.rules import (
    BULK_RULES,
    MOST_SHARED,
    check_decision,
    check_list,
    check_shared,
    check_subject,
    rule_of,
    title_of,
)
from domain.case.acts.registry import ACTS, BY_KIND
from domain.case.acts.rules import CaseByCase
from domain.errors import InvalidInput, NotAllowed

WHY_NOT = {act.kind: act.rules.bulk.value for act in ACTS if isinstance(act.rules.bulk, CaseByCase)}


def test_every_act_is_either_done_in_bulk_or_says_why_not() -> None:
    of_people = {kind for kind, rule in BULK_RULES.items() if rule.is_of_people}
    assert of_people == {"claim", "release", "reassign"}
    assert {kind: rule.decisions for kind, rule in BULK_RULES.items() if kind not in of_people} == {
        "check_completeness": ("accept",),
        "sign_off": ("agree", "no_opinion"),
        "issue_fund_document": (),
        "confirm_payment": (),
        "urge": (),
    }
    assert set(BY_KIND) - set(BULK_RULES) == set(WHY_NOT)


def test_everything_has_a_chinese_name() -> None:
    assert [title_of(kind) for kind in ("sign_off", "reassign")] == ["会签", "转交待办"]


@pytest.mark.parametrize("kind", sorted(WHY_NOT))
def test_an_act_of_one_case_is_refused_with_its_reason_and_the_way_out(kind: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        rule_of(kind)
    facts = refused.value.facts
    assert facts.what == f"“{BY_KIND[kind].label}”不能批量办理。"
    assert WHY_NOT[kind] in facts.why
    assert "形式审查（check_completeness）" in facts.remedy


@pytest.mark.parametrize("kind", ["refuse_all", "", "CheckCompleteness", "x" * 500])
def test_an_unknown_act_is_told_by_field(kind: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rule_of(kind)
    assert [field.path for field in refused.value.facts.fields] == ["act"]


@pytest.mark.parametrize(
    ("kind", "decision", "is_granted"),
    [
        ("check_completeness", "accept", True),
        ("check_completeness", "supplement", False),
        ("check_completeness", "refuse", False),
        ("sign_off", "agree", True),
        ("sign_off", "no_opinion", True),
        ("sign_off", "object", False),
        ("sign_off", ["agree"], False),
        ("sign_off", None, True),  # the form of the act misses it
        ("confirm_payment", "refuse", True),  # an act without decisions; its form refuses the stray field
    ],
)
def test_a_list_only_grants(kind: str, decision: object, is_granted: bool) -> None:
    rule = rule_of(kind)
    if is_granted:
        check_decision(rule, decision)
        return
    with pytest.raises(NotAllowed) as refused:
        check_decision(rule, decision)
    assert "不利影响" in refused.value.facts.why


def test_every_decision_that_is_granted_has_a_name() -> None:
    names = {name for act in ACTS for name in act.rules.decisions}
    assert {each for rule in BULK_RULES.values() for each in rule.decisions} <= names


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ([("A", ""), ("B", "")], []),
        ([("A", "P1"), ("A", "P2")], []),
        ([("A", ""), ("B", ""), ("A", "")], ["items[2].case_number"]),
        ([("A", "P1")] * 3, ["items[1].case_number", "items[2].case_number"]),
    ],
)
def test_each_case_and_subject_stands_once(keys: list[tuple[str, str]], wrong: list[str]) -> None:
    if not wrong:
        check_list(keys)
        return
    with pytest.raises(InvalidInput) as refused:
        check_list(keys)
    assert [field.path for field in refused.value.facts.fields] == wrong
    assert all("与第 1 项重复" in field.message for field in refused.value.facts.fields)


def test_an_act_about_a_payment_names_it() -> None:
    check_subject(rule_of("confirm_payment"), "LF2026-0101-00001-P1")
    check_subject(rule_of("sign_off"), "")
    with pytest.raises(InvalidInput) as refused:
        check_subject(rule_of("confirm_payment"), "")
    assert refused.value.facts.fields[0].message == "为必填项，须写明支付编号"


def test_what_is_shared_burdens_nobody_and_is_not_too_large() -> None:
    rule = rule_of("sign_off")
    check_shared(rule, {"decision": "agree", "reason": "同意"})
    with pytest.raises(NotAllowed):
        check_shared(rule, {"decision": "object", "reason": "理由"})
    with pytest.raises(InvalidInput) as refused:
        check_shared(rule, {"decision": "agree", "reason": "长" * MOST_SHARED})
    assert [field.path for field in refused.value.facts.fields] == ["body"]
