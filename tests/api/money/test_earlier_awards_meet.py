"""Awards from before meet cases as awards of this system do: years are instalments, a person is one person, an heir is the heir."""

from typing import Any

import pytest
from sqlalchemy import event, text

from adapters.store.engine import open_session
from adapters.store.money.earlier_awards import earlier_of
from adapters.store.reach import Engine
from adapters.store.writing import Session
from domain.case.record.money_steps import ProjectFindingRequest
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessed, Assessment
from domain.case.roles import Actor, Role
from domain.case.verbs import ASSESS_AWARD, FIND_SAME_PROJECT
from domain.catalogue.registry import load_catalogue
from tests.activities.casework import AT, Casework
from tests.api.asking import OTHER_UNIT, UNIT, problem_of
from tests.api.earlier_desk import Desk
from tests.api.earlier_desk import desk as desk
from tests.api.earlier_desk import engine as engine

OTHER_NAME = "霸州灵犀装备有限公司"
CENTRE = {"award_base_key": "云枢智算中心", "document_number": "廊发改〔2027〕3号"}
OPERATION = "compute_centre_operation"


def _base(code: str, key: str, unit: str = UNIT) -> str:
    return load_catalogue().policies[-1].type(code).award_base.of_year(unit=unit, year=2026, key=key)


def _operated(casework: Casework, commissioned_on: str = "2026-03-01") -> str:
    facts = {"commissioned_on": commissioned_on}
    return casework.file("LF2026-0102-00001", OPERATION, facts, award_base=_base(OPERATION, "云枢智算中心"))


def _claimed(casework: Casework, number: str, year: int, cost: str) -> Assessed:
    asked = Assessment(
        case_number=number,
        seq=10 + year,
        at=AT,
        phase="instalment",
        subject=str(year),
        verified_facts={"operating_cost": cost},
    )
    return casework.do(ASSESS_AWARD, asked)


@pytest.mark.parametrize(
    ("year", "commissioned_on", "amounts"),
    [
        (2026, "2026-03-01", ("972000.00", "3000000.00", "3000000.00")),
        (2025, "2026-03-01", ("972000.00", "3000000.00", "3000000.00")),
        (2026, "2026-01-01", ("972000.00", "3000000.00", "3000000.00")),
    ],
)
async def test_a_year_that_was_paid_on_paper_is_that_year_and_the_others_are_claimed(
    desk: Desk, engine: Engine, year: int, commissioned_on: str, amounts: tuple[str, ...]
) -> None:
    """1.2: 1,000,000 of year 1 came on paper."""
    earlier = {**CENTRE, "amount": "1000000.00", "year": year, "granted_on": "2026-06-01"}
    await desk.confirmed(earlier, measure=OPERATION)
    casework = Casework(engine)
    number = _operated(casework, commissioned_on)
    costs = ("9860000.00", "16200000.00", "15000000.00")
    done = [_claimed(casework, number, n, cost) for n, cost in enumerate(costs, start=1)]
    assert [str(each.amount) for each in done] == list(amounts), [each.refusal for each in done]


async def test_a_year_that_was_paid_whole_on_paper_is_not_paid_again(desk: Desk, engine: Engine) -> None:
    await desk.confirmed({**CENTRE, "amount": "3000000.00", "year": 2026}, measure=OPERATION)
    casework = Casework(engine)
    number = _operated(casework)
    refused = _claimed(casework, number, 1, "9860000.00").refusal
    assert refused is not None
    assert "同一项目已享受不低于本项的政策" in refused.why
    assert str(_claimed(casework, number, 2, "9860000.00").amount) == "1972000.00"


async def test_years_on_paper_are_one_item_against_another_measure(desk: Desk, engine: Engine) -> None:
    """5.2 on the same platform: the year on paper and the year of this system come to more."""
    await desk.confirmed({**CENTRE, "amount": "600000.00", "year": 2026}, measure=OPERATION)
    casework = Casework(engine)
    number = _operated(casework)
    laboratory = casework.file(
        "LF2026-0502-00001",
        "national_research_platform",
        {"platform_kind": "key_laboratory"},
        award_base=_base("national_research_platform", "云枢智算中心"),
    )
    asked = Assessment(case_number=laboratory, seq=1, at=AT, phase="filing")
    assert str(casework.do(ASSESS_AWARD, asked).amount) == "400000.00"
    assert (
        str(_claimed(casework, number, 2, "9860000.00").amount) == "1572000.00"
    )  # 600,000 + 1,972,000 − 1,000,000


async def test_two_awards_that_say_the_same_are_two(desk: Desk, engine: Engine) -> None:
    """Two years of one document on one platform, 400,000 each, before an award of another measure."""
    rows = [
        {**CENTRE, "amount": "400000.00", "year": year, "granted_on": "2026-06-01"} for year in (2024, 2025)
    ]
    await desk.confirmed(*rows, measure="compute_centre_construction")
    casework = Casework(engine)
    base = _base("national_research_platform", "云枢智算中心")
    facts = {"platform_kind": "key_laboratory"}
    number = casework.file("LF2026-0502-00001", "national_research_platform", facts, award_base=base)
    asked = Assessment(case_number=number, seq=1, at=AT, phase="filing")
    assert str(casework.do(ASSESS_AWARD, asked).amount) == "200000.00"


BY_UNIT_AND_YEAR = {"m2.same_purpose": "by_unit_and_year"}


@pytest.mark.parametrize(
    ("readings", "year", "amount"),
    [(BY_UNIT_AND_YEAR, 2026, "80000.00"), ({}, 2026, "480000.00"), (BY_UNIT_AND_YEAR, 2025, "480000.00")],
)
async def test_vouchers_on_paper_are_compared_as_those_of_this_system(
    desk: Desk, engine: Engine, readings: dict[str, str], year: int, amount: str
) -> None:
    """400,000 under 2.3 for one contract on paper, then 800,000 × 60 % under 2.2 for another."""
    paper = {"award_base_key": "合同一", "amount": "400000.00", "year": year, "granted_on": "2026-01-06"}
    await desk.confirmed(paper, measure="compute_usage_voucher")
    casework, code = Casework(engine), "major_project_voucher"
    facts = {
        "programme_kind": "bottleneck",
        "programme_level": "national",
        "is_lead_unit": True,
        "compute_cost": "800000.00",
    }
    number = casework.file(
        "LF2026-0202-00001", code, facts, award_base=_base(code, "合同二"), readings=readings
    )
    assert str(_assessed(casework, number).amount) == amount


# ---- 11.1 as the person's


PERSON = {"m11_1.recipient": "person"}
TALENT = {"talent_kind": "academician", "compute_cost": "2400000.00"}


def _talent(casework: Casework, number: str, unit: str, readings: dict[str, str] = PERSON) -> str:
    base = _base("talent_compute", "T-001")
    return casework.file(number, "talent_compute", TALENT, unit=unit, award_base=base, readings=readings)


def _assessed(casework: Casework, number: str, seq: int = 1) -> Assessed:
    return casework.do(ASSESS_AWARD, Assessment(case_number=number, seq=seq, at=AT, phase="filing"))


@pytest.mark.parametrize(("readings", "amount"), [(PERSON, "900000.00"), ({}, "1200000.00")])
async def test_what_a_person_had_on_paper_through_another_unit_counts_for_the_person(
    desk: Desk, engine: Engine, readings: dict[str, str], amount: str
) -> None:
    earlier = {
        "unit": OTHER_UNIT,
        "unit_name": OTHER_NAME,
        "award_base_key": "T－001",
        "amount": "300000.00",
        "document_number": "廊工信〔2025〕9号",
    }
    await desk.confirmed(earlier, measure="talent_compute", desk="gxj")
    casework = Casework(engine)
    found = _assessed(casework, _talent(casework, "LF2026-1101-00001", UNIT, readings))
    assert str(found.amount) == amount, found.refusal


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_a_person_has_on_paper_changes_for_no_unit_that_is_calculated_meanwhile(
    desk: Desk, engine: Engine
) -> None:
    """Whoever confirms or withdraws holds the unit and the person until it is done, as an assessment does."""
    paper = {"unit": OTHER_UNIT, "unit_name": OTHER_NAME, "award_base_key": "T-001"}
    names = (f"unit:{OTHER_UNIT}", f"base:{_base('talent_compute', 'T-001', OTHER_UNIT)}")
    held: list[tuple[bool, ...]] = []

    def look(_: Session) -> None:
        take = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
        with engine.connect() as other:
            held.append(tuple(not other.scalar(take, {"name": name}) for name in names))

    event.listen(Session, "before_commit", look)
    try:
        kept = await desk.confirmed(paper, measure="talent_compute", desk="gxj")
        why = {"reason": "录入有误。", "document_number": "更正1号"}
        await desk.post(f"/awards/{kept['awards'][0]['id']}/withdraw", why, "gxj")
    finally:
        event.remove(Session, "before_commit", look)
    assert [each for each in held if any(each)] == [(True, True), (True, True)]


async def test_a_finding_of_the_unit_counts_beside_what_the_person_has(engine: Engine) -> None:
    """A platform of another measure that is found to be the same project: the higher of both holds for the person too."""
    casework = Casework(engine)
    grant = casework.file(
        "LF2026-0502-00001",
        "national_research_platform",
        {"platform_kind": "key_laboratory"},
        award_base=_base("national_research_platform", "云枢实验室"),
        stage=Stage.LEAD_REVIEW.value,
    )
    assert str(_assessed(casework, grant).amount) == "1000000.00"
    talent = _talent(casework, "LF2026-1101-00001", UNIT)
    found = ProjectFindingRequest(
        case_number=talent,
        seq=2,
        at=AT,
        other_case=grant,
        decision="same",
        reason="为同一算力投入。",
        by=Actor(account="gxj", role=Role.OFFICIAL, party="industry_and_information"),
    )
    assert casework.do(FIND_SAME_PROJECT, found).refusal is None
    assert str(_assessed(casework, talent, 3).amount) == "200000.00"


# ---- succession


async def test_an_award_is_not_entered_again_under_the_unit_that_has_ended(
    desk: Desk, engine: Engine
) -> None:
    await desk.confirmed({"year": 2026})
    await desk.merge()
    again = await desk.enter({"year": 2026}, dry_run=True)
    assert [row["result"] for row in again.json()["rows"]] == ["known"]
    problem_of(await desk.enter({"year": 2026}), 422, "invalid-input")
    with open_session(engine) as session:
        assert [each.document_number for each in earlier_of(session, OTHER_UNIT)] == ["廊发改〔2025〕12号"]


@pytest.mark.parametrize("is_confirmed_before", [False, True])
async def test_what_is_entered_under_the_unit_that_has_ended_is_its_heir_s_from_the_start(
    desk: Desk, engine: Engine, is_confirmed_before: bool
) -> None:
    if not is_confirmed_before:
        await desk.merge()
    kept: dict[str, Any] = await desk.confirmed({"document_number": "廊发改〔2025〕13号"})
    if is_confirmed_before:
        await desk.merge()
    else:
        assert [award["unit"] for award in kept["awards"]] == [OTHER_UNIT]
    with open_session(engine) as session:
        (found,) = earlier_of(session, OTHER_UNIT)
        assert (found.award_base, earlier_of(session, UNIT)) == (f"settlement:{OTHER_UNIT}", [])
    withdrawn = await desk.post(
        f"/awards/{found.id}/withdraw", {"reason": "录入有误。", "document_number": "更正1号"}, "fgw"
    )
    assert withdrawn.status_code == 200, withdrawn.text
    with open_session(engine) as session:
        assert earlier_of(session, OTHER_UNIT) == []
