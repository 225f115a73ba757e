"""Changed numbers: each by its path, refused by name when it does not exist or cannot be."""

from decimal import Decimal

import pytest

from domain.catalogue.registry import load_catalogue
from domain.errors import InvalidInput
from simulation.policy_changes import Change, changed_policy, numbers_of

POLICY = load_catalogue().policy("langfang-ai-2026")
CENTRE = "types.compute_centre_construction.rule"


def changes(**asked: str) -> list[Change]:
    return [Change(path=path, value=value) for path, value in asked.items()]


def test_nothing_changed_is_the_policy_itself() -> None:
    assert changed_policy(POLICY, []) is POLICY


def test_numbers_and_readings_are_changed_and_nothing_else() -> None:
    asked = {f"{CENTRE}.rate": "0.12", f"{CENTRE}.cap.amount": "8000000.00", "readings.m2.pool_partial": "no"}
    found = changed_policy(POLICY, changes(**asked))
    rule = found.type("compute_centre_construction").rule
    assert rule.kind == "rate"
    assert rule.cap
    assert (rule.rate, rule.cap.amount) == (Decimal("0.12"), Decimal(8_000_000))
    assert found.readings["m2.pool_partial"].default == "no"
    before, after = numbers_of(POLICY), numbers_of(found)
    assert {path for path in before if before[path] != after[path]} == asked.keys()


def test_what_all_vouchers_share_is_one_number() -> None:
    path = "types.settlement_voucher.voucher.pool_per_year"
    found = changed_policy(POLICY, changes(**{path: "20000000.00"}))
    pools = {each.voucher.pool_per_year for each in found.types.values() if each.voucher}
    assert pools == {Decimal(20_000_000)}
    other = path.replace("settlement", "compute_usage")
    with pytest.raises(InvalidInput) as refused:
        changed_policy(POLICY, changes(**{path: "20000000.00", other: "30000000.00"}))
    assert {field.path for field in refused.value.facts.fields} == {path, other}


@pytest.mark.parametrize("path", numbers_of(POLICY))
def test_every_number_can_be_set_to_what_it_is(path: str) -> None:
    value = numbers_of(POLICY)[path]
    assert numbers_of(changed_policy(POLICY, changes(**{path: value}))) == numbers_of(POLICY)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (f"{CENTRE}.rate", "1.5"),
        (f"{CENTRE}.rate", "0"),
        (f"{CENTRE}.rate", "12%"),
        (f"{CENTRE}.rate", "0.1234567891"),
        (f"{CENTRE}.rate", "1e-12"),
        (f"{CENTRE}.cap.amount", "800万"),
        (f"{CENTRE}.cap.amount", "-1"),
        (f"{CENTRE}.cap.amount", "NaN"),
        ("types.foundation_model.batch.quota", "0"),
        ("types.foundation_model.batch.quota", "2.5"),
        ("types.major_project_investment.conditions.started_too_late.years", "1000000000"),
        ("readings.m2.pool_partial", "maybe"),
        ("valid_until", "2025-01-01"),
        ("released_on", "tomorrow"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(path: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        changed_policy(POLICY, [*changes(**{path: value}), Change(path=f"{CENTRE}.cap.amount", value="1.00")])
    assert path in {field.path for field in refused.value.facts.fields}
    assert (
        "允许" in refused.value.facts.fields[0].message or "同一数值" in refused.value.facts.fields[0].message
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "types",
        f"{CENTRE}.kind",
        f"{CENTRE}.quote",
        "types.free_lunch.rule.rate",
        "readings.m99",
        "types.settlement_voucher.voucher.is_settlement",
        "terms.payment.working_days",
        "text",
    ],
)
def test_a_path_that_does_not_exist_is_refused_by_name(path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        changed_policy(POLICY, [Change(path=path, value="1")])
    assert [field.path for field in refused.value.facts.fields] == [path]


def test_dates_that_contradict_each_other_are_refused_together() -> None:
    asked = changes(valid_until="2029-06-30", filing_until="2029-03-31")
    with pytest.raises(InvalidInput):
        changed_policy(POLICY, asked)
    assert changed_policy(POLICY, changes(valid_until="2029-06-30")).valid_until.year == 2029
