"""Both sides of every edge in time, of each of the 24 types: the event, or the day of filing, inside the validity or outside."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.calculator.calculate import calculate
from domain.catalogue.facts import FactKind, Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import SubsidyType
from domain.errors import InvalidInput

POLICY = load_catalogue().policy("langfang-ai-2026")
FIRST, LAST, CLOSED = POLICY.released_on, POLICY.valid_until, POLICY.filing_until
DAY = timedelta(days=1)
SOON_AFTER = {"m2_1.when": "any_time"}
"""2.1 has an edge of its own, the 31 March after; its cases stand in cases/measure_02.toml."""

BY_EVENT = [each for each in POLICY.types.values() if each.validity]
BY_FILING = [each for each in POLICY.types.values() if not each.validity]


def reasons_of(subsidy: SubsidyType, facts: dict[str, Any], on: date) -> set[str]:
    award = calculate(POLICY, subsidy.code, facts, on=on, readings=SOON_AFTER)
    return {reason.code for reason in award.reasons}


def filed(subsidy: SubsidyType) -> dict[str, Any]:
    """What the catalogue gives as an example, whole."""
    facts: dict[str, Any] = {fact.name: fact.shown_example for fact in subsidy.facts_for((Phase.FILING,))}
    return facts


def happened(subsidy: SubsidyType, day: date) -> dict[str, Any]:
    """The example with its event on a day, or in the year of the day; what follows the event follows it."""
    validity, facts = subsidy.validity, filed(subsidy)
    assert validity is not None
    fact = subsidy.fact(validity.fact)
    if validity.item:
        return facts | {fact.name: [entry | {validity.item: day.isoformat()} for entry in facts[fact.name]]}
    value = day.isoformat() if fact.kind is FactKind.DATE else day.year
    begun = {"construction_started_on": value} if "construction_started_on" in facts else {}
    return facts | begun | {fact.name: value}


@pytest.mark.parametrize("subsidy", BY_EVENT, ids=lambda each: each.number)
@pytest.mark.parametrize(
    ("day", "is_inside"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)]
)
def test_the_event_lies_inside_the_validity(subsidy: SubsidyType, day: date, is_inside: bool) -> None:
    on = max(CLOSED if day.year > LAST.year else day, date(day.year + 1, 1, 1))
    on = min(on, CLOSED)
    try:
        found = reasons_of(subsidy, happened(subsidy, day), on)
    except InvalidInput:  # a year that is not over when filing closes
        assert not is_inside
        return
    assert ("outside_validity" not in found) is is_inside, found


@pytest.mark.parametrize("subsidy", BY_EVENT, ids=lambda each: each.number)
@pytest.mark.parametrize(("on", "is_open"), [(CLOSED, True), (CLOSED + DAY, False)])
def test_what_was_earned_inside_is_filed_until_twelve_months_after(
    subsidy: SubsidyType, on: date, is_open: bool
) -> None:
    found = reasons_of(subsidy, happened(subsidy, LAST), on)
    assert ("filing_closed" not in found) is is_open
    assert "outside_validity" not in found


@pytest.mark.parametrize("subsidy", BY_FILING, ids=lambda each: each.number)
@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (FIRST - DAY, "not_yet_in_force"),
        (FIRST, ""),
        (LAST, ""),
        (LAST + DAY, "policy_expired"),
        (CLOSED, "policy_expired"),
        (CLOSED + DAY, "filing_closed"),
    ],
)
def test_what_has_no_event_is_filed_inside_the_validity(subsidy: SubsidyType, on: date, reason: str) -> None:
    facts = filed(subsidy)
    if subsidy.rule.kind == "stated":
        facts |= {name: None for name in facts if not subsidy.fact(name).required}
    about_days = {"not_yet_in_force", "policy_expired", "filing_closed"}
    assert reasons_of(subsidy, facts, on) & about_days == ({reason} if reason else set())


def test_every_type_is_judged_by_one_of_both() -> None:
    assert len(BY_EVENT) + len(BY_FILING) == 24
    assert {each.number for each in BY_EVENT} == {
        *("1.1", "1.2", "2.1", "6.1", "6.2", "7.2", "7.3", "8.2", "10", "13.2")
    }


YEARLY = [each for each in POLICY.types.values() if any(fact.must_be_over for fact in each.facts)]


@pytest.mark.parametrize("subsidy", YEARLY, ids=lambda each: each.number)
def test_a_year_is_told_when_it_is_over_and_not_on_its_last_day(subsidy: SubsidyType) -> None:
    facts = filed(subsidy)
    (year,) = (fact.name for fact in subsidy.facts if fact.must_be_over)
    assert not reasons_of(subsidy, facts | {year: 2026}, date(2027, 1, 1)) & {"outside_validity"}
    with pytest.raises(InvalidInput) as refused:
        reasons_of(subsidy, facts | {year: 2026}, date(2026, 12, 31))
    assert [field.path for field in refused.value.facts.fields] == [f"facts.{year}"]
    ahead = calculate(POLICY, subsidy.code, facts | {year: 2026}, on=date(2026, 12, 31), planned=True)
    assert any(line.step == "尚未发生" for line in ahead.lines)


OPEN = [
    (each, choice.name)
    for each in POLICY.types.values()
    for choice in each.facts
    if "other" in choice.choices and any(choice.name in fact.required_when for fact in each.facts)
]


@pytest.mark.parametrize(("subsidy", "choice"), OPEN, ids=lambda each: getattr(each, "number", each))
def test_an_open_list_takes_what_it_does_not_name_with_a_name(subsidy: SubsidyType, choice: str) -> None:
    (name,) = (fact.name for fact in subsidy.facts if choice in fact.required_when)
    facts = filed(subsidy)
    assert not reasons_of(subsidy, facts | {choice: "other", name: "另一种"}, date(2026, 6, 1))
    for nothing in (None, " ", "\u200b"):
        with pytest.raises(InvalidInput) as refused:
            reasons_of(subsidy, facts | {choice: "other", name: nothing}, date(2026, 6, 1))
        assert [field.path for field in refused.value.facts.fields] == [f"facts.{name}"]


def test_open_lists_are_those_of_the_law() -> None:
    named = {each.number for each, _ in OPEN}
    assert named >= {"5.2", "11.1", "13.1"}
