"""Which names are near, in what two cases are alike, and which cases are one project."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.normal_form import normal_form
from domain.same_project import (
    ComparedCase,
    Likeness,
    ProjectDecision,
    ProjectFinding,
    is_near,
    is_suspect,
    likenesses,
    one_project,
)

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云枢一期智算中心", "云枢智算中心一期项目"),
        ("廊坊云枢智算中心", "云枢智算中心"),
        ("云枢大模型", "云枢大语言模型"),
        ("智能传感器专项", "智能传感器攻关专项"),
        ("焊接机器人LX-8", "焊接机器人LX8型"),
        ("云枢算力中心", "云数算力中心"),
        ("云枢一期", "云枢"),
        ("服务合同2026-018", "2026018"),
        ("云枢平台V1.1", "云枢平台V11"),
        ("2026-1-12", "2026-11-2"),
    ],
)
def test_names_that_may_mean_one_thing_are_near(one: str, other: str) -> None:
    assert is_near(normal_form(one), normal_form(other))
    assert is_near(normal_form(other), normal_form(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云枢一期", "云枢二期"),
        ("云枢V1.1", "云枢V1.2"),
        ("服务合同2026-018", "服务合同2026-027"),
        ("焊接机器人LX-8", "焊接机器人LX-9"),
        ("智算实训基地", "智算全国重点实验室"),
        ("空港智慧物流", "云枢大模型"),
        ("2026018", "2026"),
    ],
)
def test_what_is_numbered_or_called_otherwise_is_not_near(one: str, other: str) -> None:
    assert not is_near(normal_form(one), normal_form(other))


def test_equal_bases_are_one_without_a_finding_and_an_account_alone_says_nothing() -> None:
    one = ComparedCase(base="platform:云枢", key="云枢", costs=frozenset({Decimal(5)}), account="62170001")
    assert likenesses(one, one) == (Likeness.BASE,)
    assert not is_suspect((Likeness.BASE,))
    alike = likenesses(one, ComparedCase(base="scene:a", key="空港", account="62170001"))
    assert (alike, is_suspect(alike)) == ((Likeness.ACCOUNT,), False)
    alike = likenesses(one, ComparedCase(base="project:云枢", key="云枢", costs=frozenset({Decimal(5)})))
    assert (alike, is_suspect(alike)) == ((Likeness.NAME, Likeness.COST), True)
    assert likenesses(one, ComparedCase(base="settlement:u")) == ()


def _finding(one: str, other: str, decision: ProjectDecision) -> ProjectFinding:
    return ProjectFinding(
        case_number=one, other_case=other, decision=decision, reason=f"{one}{other}", party="p", at=AT
    )


def test_the_last_finding_of_two_counts_whichever_made_it() -> None:
    bases = {"A": "a", "B": "b"}
    same, other = _finding("A", "B", "same"), _finding("B", "A", "not_the_same")
    assert one_project("A", bases, [same]) == {"B": "AB"}
    assert one_project("B", bases, [same, other]) == {}
    assert one_project("B", bases, [same, other, same]) == {"A": "AB"}


NUMBERS = "ABCDEF"
PAIRS = st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)).filter(lambda pair: pair[0] != pair[1])
FINDINGS = st.lists(
    st.builds(
        lambda pair, decision: _finding(pair[0], pair[1], decision),
        PAIRS,
        st.sampled_from(["same", "not_the_same"]),
    )
)
BASES = st.fixed_dictionaries({number: st.sampled_from("xyzuvw") for number in NUMBERS})


@given(BASES, FINDINGS)
def test_what_is_one_with_one_is_one_with_all(bases: dict[str, str], findings: list[ProjectFinding]) -> None:
    groups = {number: {number, *one_project(number, bases, findings)} for number in NUMBERS}
    for number, group in groups.items():
        assert all(groups[other] == group for other in group), number
        assert {other for other in NUMBERS if bases[other] == bases[number]} <= group
    latest = {finding.pair: finding for finding in findings}
    for finding in latest.values():
        if finding.decision == "same":
            assert finding.other_case in groups[finding.case_number]
