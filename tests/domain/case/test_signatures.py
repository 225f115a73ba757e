"""Whose signature stands: only a change of what a department relies on calls it back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.case.signatures import (
    Documents,
    Grounds,
    Signature,
    SignatureVerdict,
    changes,
    grounds_of,
    judge,
    note_of,
)
from domain.catalogue.registry import load_catalogue

POLICY = load_catalogue().policies[0]
EQUIPMENT = POLICY.type("first_equipment")
TESTING = POLICY.type("security_testing")
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
FACTS = {"unit_price": "8850000.00"}
DOCUMENTS: Documents = {"8.1-1": ("aa",), "8.1-2": ("bb",), "8.1-3": ("cc",)}


def signed(party: str, decision: str = "agree", **changed: Any) -> Signature:
    facts, documents = changed.get("facts", FACTS), changed.get("documents", DOCUMENTS)
    return Signature(
        party=party, decision=decision, at=AT, seq=5, grounds=grounds_of(EQUIPMENT, party, facts, documents)
    )


def again(facts: dict[str, Any], documents: dict[str, tuple[str, ...]]) -> list[str]:
    """Who of the first equipment's signers signs again."""
    signers = (*EQUIPMENT.co_departments, "kfq")
    verdicts = [
        judge(EQUIPMENT, party, signed(party), grounds_of(EQUIPMENT, party, facts, documents))
        for party in signers
    ]
    return [verdict.party for verdict in verdicts if verdict.signs_again]


def test_nothing_changed_nobody_signs_again() -> None:
    assert again(FACTS, DOCUMENTS) == []


def test_a_changed_price_calls_back_commerce_and_the_locality_which_relies_on_everything() -> None:
    assert again({"unit_price": "8800000.00"}, DOCUMENTS) == ["commerce", "kfq"]


def test_another_way_of_writing_a_figure_is_no_change() -> None:
    assert again({"unit_price": "8850000"}, DOCUMENTS) == []


@pytest.mark.parametrize(
    ("code", "parties"),
    [
        ("8.1-1", ["market_regulation", "development_and_reform", "science_and_technology", "kfq"]),
        ("8.1-2", ["commerce", "kfq"]),
        ("8.1-3", ["science_and_technology", "cyberspace", "kfq"]),
    ],
)
def test_a_replaced_document_calls_back_those_who_rely_on_it(code: str, parties: list[str]) -> None:
    assert again(FACTS, {**DOCUMENTS, code: (*DOCUMENTS[code], "dd")}) == parties


def test_a_document_that_was_not_there_before_is_a_change() -> None:
    before = Grounds(documents={"8.1-1": ("aa",)})
    now = Grounds(documents={"8.1-1": ("aa",), "8.1-3": ("cc",)})
    assert changes(EQUIPMENT, before, now) == ("《用户使用报告》",)


def test_the_same_file_uploaded_once_more_is_no_change() -> None:
    assert again(FACTS, {**DOCUMENTS, "8.1-1": ("aa", "aa")}) == []


def test_a_list_is_compared_entry_by_entry() -> None:
    fee: dict[str, Any] = {"product_kind": "server", "fee": "100.00", "passed": True}
    before, same = Grounds(facts={"tests": [fee]}), Grounds(facts={"tests": [{**fee, "fee": "100"}]})
    assert changes(TESTING, before, same) == ()
    assert changes(TESTING, before, Grounds(facts={"tests": [{**fee, "passed": False}]})) == ("“安全性测试”",)


def test_an_objection_never_stands_and_without_a_signature_one_is_needed() -> None:
    now = grounds_of(EQUIPMENT, "commerce", FACTS, DOCUMENTS)
    assert judge(EQUIPMENT, "commerce", signed("commerce", "object"), now).signs_again
    assert judge(EQUIPMENT, "commerce", None, now).signs_again
    assert not judge(EQUIPMENT, "commerce", signed("commerce", "no_opinion"), now).signs_again


def test_the_amount_calls_nobody_back() -> None:
    assert "amount" not in grounds_of(EQUIPMENT, "kfq", FACTS, DOCUMENTS).facts


def test_the_record_says_who_signs_again_and_why_and_whose_signature_stands() -> None:
    changed, stands = "所依据的“单台销售价格(不含税)”有变化", "所依据的数据和材料没有变化"
    verdicts = (
        SignatureVerdict(party="a", signs_again=True, why=changed),
        SignatureVerdict(party="b", signs_again=False, why=stands),
        SignatureVerdict(party="c", signs_again=True, why=changed),
    )
    names = {"a": "市商务局", "b": "市科技局", "c": "廊坊开发区"}
    assert note_of(verdicts, names) == (
        f"重新会签：市商务局、廊坊开发区（{changed}）。会签仍然有效：市科技局（{stands}）。"
    )
    assert note_of(verdicts[1:2], names).startswith("各部门的会签意见均仍然有效，无须重新会签。")


@pytest.mark.parametrize("code", POLICY.types)
def test_in_every_type_each_change_calls_back_exactly_those_who_rely_on_it(code: str) -> None:
    subsidy = POLICY.types[code]
    facts: dict[str, Any] = {fact.name: "old" for fact in subsidy.facts}
    documents: Documents = {document.code: ("old",) for document in subsidy.documents}
    everyone = {*subsidy.co_departments, *subsidy.relies_on, "kfq"}
    for name in (*facts, *documents):
        new_facts = {**facts, name: "new"} if name in facts else facts
        new_documents = {**documents, name: ("new",)} if name in documents else documents
        called = set()
        for party in everyone:
            before = Signature(
                party=party,
                decision="agree",
                at=AT,
                seq=1,
                grounds=grounds_of(subsidy, party, facts, documents),
            )
            now = grounds_of(subsidy, party, new_facts, new_documents)
            if judge(subsidy, party, before, now).signs_again:
                called.add(party)
        listed = {party for party, on in subsidy.relies_on.items() if name in (*on.facts, *on.documents)}
        assert called == listed | (everyone - set(subsidy.relies_on)), name
