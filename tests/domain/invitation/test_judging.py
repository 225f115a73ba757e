"""Whom the law grants something is invited; every other row gets its reasons."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.calculator.award import Prior, PriorAward
from domain.calculator.calculate import NOTHING_BEFORE
from domain.calculator.sheet import resolve_readings
from domain.calendar import WorkingCalendar
from domain.catalogue.registry import load_catalogue
from domain.departments import locality_of
from domain.invitation.invited import ListSource, end_of, filing_ends, reminder_day, wrong_reply_by
from domain.invitation.judging import InvitationJudge, Knowledge, RowResult
from domain.invitation.reading import ListRow
from domain.units.unit import RegisteredUnit, UnitEntry, UnitField

POLICY = load_catalogue().policies[-1]
TODAY = date(2026, 11, 23)
UNIT, OTHER = "91131071MAFAKE019W", "91131081MAFAKE086A"
BASE = f"revenue:{UNIT}:2025"
FACTS = {
    "sector": "software",
    "revenue_year": 2025,
    "revenue": "520000000.00",
    "highest_prior_revenue": "96000000.00",
}

READINGS = resolve_readings(POLICY, {"m7.year_in_force": "filing_day"})
"""Under it the list of a year can be made while the next one runs."""


def registered(code: str, email: str) -> RegisteredUnit:
    values = {
        UnitField.NAME: "廊坊云枢智算科技有限公司",
        UnitField.LOCALITY: "kfq",
        UnitField.CONTACT_EMAIL: email,
    }
    since = date(2024, 1, 1)
    entries = tuple(UnitEntry(field=field, value=value, since=since) for field, value in values.items())
    return RegisteredUnit(code=code, registered_at=datetime(2026, 1, 1, tzinfo=UTC), entries=entries)


def judge(
    code: str = "revenue_milestone",
    addresses: Mapping[str, str] = {UNIT: "yunshu@example.com"},
    cases: Mapping[tuple[str, str], str] = {},
    invitations: Mapping[tuple[str, str], str] = {},
    prior: Prior = NOTHING_BEFORE,
) -> InvitationJudge:
    units = {code: registered(code, email) for code, email in addresses.items()}
    known = Knowledge(
        unit_of=units.get,
        case_on=lambda unit, base: cases.get((unit, base), ""),
        invitation_on=lambda unit, base: invitations.get((unit, base), ""),
        prior_of=lambda _unit, _base, _facts: prior,
    )
    return InvitationJudge(POLICY, POLICY.type(code), TODAY, READINGS, known)


def row(number: int = 1, **changes: Any) -> ListRow:
    content = {
        "unit": UNIT,
        "unit_name": "廊坊云枢智算科技有限公司",
        "locality": "廊坊开发区",
        "facts": FACTS,
    }
    return ListRow(row=number, place=f"items[{number - 1}]", **{**content, **changes})


def test_who_is_eligible_is_invited_with_the_amount_and_its_sheet() -> None:
    verdict = judge().verdict(row())
    assert (verdict.result, verdict.amount) == (RowResult.INVITED, Decimal("5000000.00"))
    assert verdict.invited is not None
    assert (verdict.invited.locality, verdict.invited.award_base) == ("kfq", BASE)
    assert verdict.invited.contact_email == "yunshu@example.com"
    assert verdict.invited.sheet[-1].result == Decimal("5000000.00")


def test_every_wrong_cell_is_named_at_once() -> None:
    wrong = row(
        unit="91131071MAFAKE019X",
        unit_name="",
        locality="北京",
        contact_email="nobody",
        facts={"sector": "hardware", "revenue_year": 2026, "revenue": "-1", "colour": "red"},
    )
    verdict = judge().verdict(wrong)
    assert verdict.result is RowResult.WRONG
    assert {fault.path for fault in verdict.faults} == {
        *(f"items[0].{name}" for name in ("unit", "unit_name", "locality", "contact_email")),
        *(
            f"items[0].facts.{name}"
            for name in ("sector", "revenue_year", "revenue", "highest_prior_revenue", "colour")
        ),
    }


def test_who_is_not_eligible_gets_every_reason_of_the_law() -> None:
    low = {
        "sector": "software",
        "revenue_year": 2025,
        "revenue": "90000000.00",
        "prior_revenue": "89000000.00",
    }
    verdict = judge("revenue_growth").verdict(row(facts=low))
    assert verdict.result is RowResult.NOT_ELIGIBLE
    assert {reason.code for reason in verdict.reasons} == {"revenue_too_small", "growth_too_slow"}
    assert all(reason.quote for reason in verdict.reasons)


def test_what_is_there_already_comes_before_the_law() -> None:
    there = judge(cases={(UNIT, BASE): "LF2026-0702-00001"}).verdict(row())
    assert (there.result, there.reference) == (RowResult.HAS_CASE, "LF2026-0702-00001")
    invited = judge(invitations={(UNIT, BASE): "i1"}).verdict(row())
    assert (invited.result, invited.reference) == (RowResult.ALREADY_INVITED, "i1")


def test_a_unit_stands_on_a_list_once() -> None:
    judging = judge()
    assert judging.verdict(row(1)).result is RowResult.INVITED
    second = judging.verdict(row(2))
    assert (second.result, "第 1 行" in second.words) == (RowResult.DUPLICATE, True)


def test_a_wrong_row_does_not_stand_in_the_way_of_a_right_one() -> None:
    judging = judge()
    assert judging.verdict(row(1, locality="")).result is RowResult.WRONG
    assert judging.verdict(row(2)).result is RowResult.INVITED


@pytest.mark.parametrize(
    ("addresses", "given", "result", "address"),
    [
        ({}, "", RowResult.UNKNOWN_UNIT, None),
        ({}, "a@example.com", RowResult.INVITED, "a@example.com"),
        ({UNIT: "b@example.com"}, "a@example.com", RowResult.INVITED, "a@example.com"),
        ({UNIT: ""}, "", RowResult.INVITED, ""),
    ],
)
def test_a_unit_is_reached_by_the_list_or_as_it_is_registered(
    addresses: Mapping[str, str], given: str, result: RowResult, address: str | None
) -> None:
    verdict = judge(addresses=addresses).verdict(row(contact_email=given))
    assert verdict.result is result
    assert (verdict.invited.contact_email if verdict.invited else None) == address


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"unit_name": "霸州灵犀装备有限公司"}, "unit_name"),
        ({"unit_name": "廊坊云枢智算科技有限公司（北京）"}, "unit_name"),
        ({"locality": "霸州市"}, "locality"),
    ],
)
def test_a_list_agrees_with_the_registry(changes: dict[str, str], path: str) -> None:
    verdict = judge().verdict(row(1, **changes))
    assert verdict.result is RowResult.WRONG
    assert [fault.path for fault in verdict.faults] == [f"items[0].{path}"]
    stranger = judge(addresses={}).verdict(row(1, contact_email="a@example.com", **changes))
    assert stranger.result is RowResult.INVITED


def test_a_list_may_spell_the_registered_name_otherwise() -> None:
    verdict = judge().verdict(row(unit_name="廊坊云枢 智算科技有限公司"))
    assert verdict.invited is not None
    assert verdict.invited.unit_name == "廊坊云枢智算科技有限公司"


def test_what_a_unit_has_already_is_taken_off() -> None:
    """就高: under 7.2 and 7.3 of one year the higher counts; what is held under the other is deducted."""
    held = PriorAward(
        case_number="LF2026-0703-00001",
        code="revenue_growth",
        name="营收增长奖励",
        amount=Decimal("3000000.00"),
        paid=Decimal("3000000.00"),
    )
    verdict = judge(prior=Prior(same_base=(held,))).verdict(row())
    assert verdict.amount == Decimal("2000000.00")


def test_a_project_must_be_named_where_the_type_asks_for_it() -> None:
    facts = {"platform_kind": "key_laboratory"}
    bare = judge("national_research_platform").verdict(row(facts=facts))
    assert [fault.path for fault in bare.faults] == ["items[0].award_base_key"]
    named = judge("national_research_platform").verdict(row(facts=facts, award_base_key="云枢实验室"))
    assert named.invited is not None
    assert named.invited.award_base == "platform:云枢实验室"


def test_what_has_no_amount_yet_and_what_never_has_one_are_told_apart() -> None:
    later = judge("compute_centre_operation").verdict(
        row(facts={"commissioned_on": "2026-03-01"}, award_base_key="云枢一期")
    )
    never = judge("financing_support").verdict(
        row(facts={"need": "credit_loan", "description": "扩产需要流动资金。"})
    )
    assert (later.words, never.words) == ("金额在后续阶段计算。", "本事项不涉及资金。")


def test_localities_are_known_by_code_and_name() -> None:
    assert (locality_of("131081"), locality_of("霸州市"), locality_of("北京")) == ("131081", "131081", None)


def test_the_reminder_falls_three_working_days_before_the_last_day() -> None:
    calendar = WorkingCalendar()
    assert reminder_day(calendar, date(2026, 12, 11)) == date(2026, 12, 8)
    assert reminder_day(calendar, date(2026, 12, 12)) == date(2026, 12, 8)  # a Saturday counts for nothing
    assert calendar.working_days_between(reminder_day(calendar, date(2026, 10, 12)), date(2026, 10, 12)) == 3
    assert end_of(date(2026, 12, 11)).isoformat() == "2026-12-12T00:00:00+08:00"


@pytest.mark.parametrize(
    ("reply_by", "words"),
    [
        (date(1, 1, 1), "至少须留"),
        (date(2026, 11, 20), "至少须留"),
        (date(2026, 11, 27), "至少须留"),
        (date(2026, 11, 30), ""),
        (date(2027, 5, 22), ""),
        (date(2027, 5, 23), "180"),
        (date(2029, 1, 1), "申报截止日"),
        (date(9999, 12, 31), "申报截止日"),
    ],
)
def test_a_unit_has_time_to_confirm_and_filing_is_still_open(reply_by: date, words: str) -> None:
    assert filing_ends(POLICY, POLICY.type("revenue_milestone")) == date(2029, 12, 31)
    ends = filing_ends(POLICY, POLICY.type("national_research_platform"))
    assert ends == date(2028, 12, 31)
    wrong = wrong_reply_by(WorkingCalendar(), TODAY, reply_by, ends)
    assert (words in wrong) if words else wrong == ""


def test_a_source_is_quoted_once() -> None:
    assert ListSource(title="《名单》", number="廊工信〔2026〕8号").words == "《名单》（廊工信〔2026〕8号）"
