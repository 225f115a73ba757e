"""Stops of payment stay with the unit they stand against, reach its successor, and go on holding back the cases that pass on."""

from decimal import Decimal
from typing import Any

import pytest

from domain.case.record.stages import Stage
from domain.errors import RefusalFacts
from tests.workflows.money.test_stops import STOP
from tests.workflows.office import Office
from tests.workflows.recovering import BUREAU, mails
from tests.workflows.registering import DOCUMENT, HEIR, Registry
from tests.workflows.registering import registry as registry
from tests.workflows.walked_case import UNITS, WalkedCase

CENTRE, EQUIPMENT = "compute_centre_construction", "first_equipment"


async def at_money(office: Office, applicant: int, code: str = CENTRE) -> WalkedCase:
    """A case of a unit that waits for its fund document."""
    case = await office.file(code, applicant, base=f"{code}-{applicant}")
    await case.walk(Stage.FUND_DOCUMENT)
    return case


async def divide(registry: Registry, *cases: WalkedCase) -> None:
    numbers = [case.plan.case_number for case in cases]
    body: dict[str, Any] = {"successor": HEIR, "on": "2026-11-01", **DOCUMENT}
    await registry.put("fgw", f"{UNITS[1]}/division", cases=numbers, **body)


async def refusal(case: WalkedCase) -> RefusalFacts:
    """Why money is not ordered."""
    return await case.refused("issue_fund_document", BUREAU, **await case.split())


async def is_held(case: WalkedCase) -> bool:
    return "停止" in (await refusal(case)).what


@pytest.mark.long
@pytest.mark.parametrize("through", ["passing", "staying"])
async def test_a_divided_unit_stays_stopped_and_so_does_what_passes(
    office: Office, registry: Registry, through: str
) -> None:
    passing, staying = await at_money(office, 1), await at_money(office, 1, EQUIPMENT)
    await registry.found_heir()
    of_heir = await at_money(office, 2)
    set_by = passing if through == "passing" else staying
    await set_by.act("stop_payment", scope="unit", **STOP)
    await divide(registry, passing)
    assert [await is_held(case) for case in (passing, staying)] == [True, True]
    assert (await of_heir.grant((await of_heir.progress()).tasks[0])).stage is Stage.PAYMENT
    await set_by.act("lift_stop", scope="unit", reason="未发现问题。")
    assert (await staying.grant((await staying.progress()).tasks[0])).stage is Stage.PAYMENT
    assert "承继" in (await refusal(passing)).what


@pytest.mark.long
async def test_a_stop_that_is_set_after_the_division_leaves_what_has_passed(
    office: Office, registry: Registry
) -> None:
    passing, staying = await at_money(office, 1), await at_money(office, 1, EQUIPMENT)
    await registry.found_heir()
    await divide(registry, passing)
    await staying.act("stop_payment", scope="unit", **STOP)
    assert await is_held(staying)
    assert "承继" in (await refusal(passing)).what


@pytest.mark.long
async def test_a_stop_of_the_heir_reaches_what_passes_to_it_alone(office: Office, registry: Registry) -> None:
    passing, staying = await at_money(office, 1), await at_money(office, 1, EQUIPMENT)
    await registry.found_heir()
    of_heir = await at_money(office, 2)
    await of_heir.act("stop_payment", scope="unit", **STOP)
    await divide(registry, passing)
    assert await is_held(passing)
    assert (await staying.grant((await staying.progress()).tasks[0])).stage is Stage.PAYMENT


@pytest.mark.parametrize(
    ("whose", "lifted"),
    [
        ("same department", "after"),
        ("another department", "before"),
        pytest.param("same department", "before", marks=pytest.mark.long),
        pytest.param("another department", "after", marks=pytest.mark.long),
    ],
)
async def test_of_two_stopped_units_that_merge_one_stop_is_lifted_alone(
    office: Office, registry: Registry, lifted: str, whose: str
) -> None:
    """Lifted before, the other unit's stays; lifted after, each department lifts what it set on the one unit that is left."""
    merged = await at_money(office, 1)
    await registry.found_heir()
    of_heir = await at_money(office, 2, CENTRE if whose == "same department" else EQUIPMENT)
    await merged.act("stop_payment", scope="unit", **STOP)
    await of_heir.act("stop_payment", scope="unit", **STOP)
    if lifted == "before":
        await of_heir.act("lift_stop", scope="unit", reason="未发现问题。")
    await registry.merge()
    if lifted == "after":
        await of_heir.act("lift_stop", scope="unit", reason="未发现问题。")
    held = not (lifted == "after" and whose == "same department")
    if held:
        assert [await is_held(case) for case in (merged, of_heir)] == [True, True]
        await merged.act("lift_stop", scope="unit", reason="未发现问题。")
    assert (await of_heir.grant((await of_heir.progress()).tasks[0])).stage is Stage.PAYMENT
    assert "承继" in (await refusal(merged)).what


@pytest.mark.parametrize("how", ["division", "merger"])
async def test_money_of_a_case_that_passed_goes_to_an_account_that_its_new_unit_named(
    office: Office, registry: Registry, how: str
) -> None:
    case = await at_money(office, 1)
    number = case.plan.case_number
    await registry.found_heir()
    await (divide(registry, case) if how == "division" else registry.merge())
    shown = (await registry.get("heir", f"applications/{number}")).json()
    assert shown["former_names"] == ["廊坊云枢智算科技有限公司"]
    assert "承继单位确认" in (await refusal(case)).what
    asked = await case.progress()
    assert (asked.stage, [task.acts for task in asked.tasks]) == (Stage.PAYEE_DETAILS, [("provide_payee",)])
    again = await case.act("provide_payee", "applicant", payee="payee-of-heir")
    assert (again.stage, again.amount) == (Stage.FUND_DOCUMENT, Decimal("10000000.00"))
    assert (len(mails(case, "funds_awaited")), len(mails(case, "funds_awaited_again"))) == (1, 1)
    assert (await case.end()).stage is Stage.CLOSED


@pytest.mark.long
@pytest.mark.parametrize("how", ["division", "merger"])
async def test_a_year_that_is_claimed_by_the_new_unit_asks_for_no_account_again(
    office: Office, registry: Registry, how: str
) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, subject="2")
    await registry.found_heir()
    await (divide(registry, case) if how == "division" else registry.merge())
    await case.walk(Stage.FUND_DOCUMENT)
    assert (await case.grant((await case.progress()).tasks[0])).stage is Stage.PAYMENT
