"""What was paid too little is paid: looked at before, returned, set off, stopped."""

from decimal import Decimal
from typing import Any

import pytest

from adapters.store.audit.reconciliation import read_recorded
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from domain.ledger.accounts import Account
from domain.ledger.differences import DifferenceKind
from domain.ledger.reconciliation import reconcile
from tests.maps.played_office import PlayedCase, PlayedOffice
from tests.maps.test_ways import owe
from tests.maps.test_ways_of_one_procedure import ask_to_pay
from tests.maps.walking import Walk, Ways
from tests.workflows.overseen import overseen
from tests.workflows.recovering import mails, money

pytestmark = pytest.mark.long

CONSTRUCTION, STATED = "compute_centre_construction", "leading_goose"
MORE = {
    CONSTRUCTION: {"audited_investment": "98000000.00"},
    STATED: {"amount": "9500000.00", "selection_document": "廊工信〔2027〕3号"},
}
OF_WHOM = pytest.mark.parametrize("is_other", [False, True], ids=["of_the_unit", "of_somebody_else"])


async def topped_up(
    office: PlayedOffice, code: str = CONSTRUCTION, policy: Policy | None = None
) -> PlayedCase:
    """A case that has ended, whose amount was too low; the top-up is decided."""
    case = await office.file(code, policy=policy)
    if code == CONSTRUCTION:
        await Walk(case, {}).walk(Stage.LEAD_REVIEW)
        less: dict[str, Any] = {"verified_facts": {"audited_investment": "50000000.00"}, "expert_score": 80}
        await case.act("review", decision="approve", reason="部分投资不予认定。", **less)
    await Walk(case, {}).walk()
    await case.top_up(**MORE[code])
    return case


@OF_WHOM
async def test_a_difference_comes_back(office: PlayedOffice, *, is_other: bool) -> None:
    case = await topped_up(office)
    case.other_payee = is_other
    ways: Ways = {
        "confirm_payment": ["return_payment"],
        "provide_payee": [None, "wait"] if is_other else ["wait"],
        "check_payee": ["return"],
    }
    await Walk(case, ways, late=True).walk()
    assert (await case.stage(), case.timeline()[-1]) == (Stage.CLOSED, "paid")


@OF_WHOM
async def test_a_difference_that_came_back_waits_for_a_stop(office: PlayedOffice, *, is_other: bool) -> None:
    case = await topped_up(office)
    case.other_payee = is_other
    walking = Walk(case, {"confirm_payment": ["return_payment"]})
    await walking.walk(Stage.PAYMENT_RETURNED)
    await case.act("stop_payment", reason="核查。", clause="附则(四)")
    await walking.walk(Stage.FUND_DOCUMENT)
    await case.act("lift_stop", reason="属实。")
    await walking.walk()
    assert (await case.stage(), case.timeline()[-1]) == (Stage.CLOSED, "paid")


@pytest.mark.parametrize(
    ("returned", "is_other"),
    [(False, False), (True, False), (True, True)],
    ids=["at_once", "after_the_bank_returned_it", "after_the_bank_returned_it_to_somebody_else"],
)
async def test_a_difference_is_set_off_whole(office: PlayedOffice, *, returned: bool, is_other: bool) -> None:
    case = await topped_up(office)
    case.other_payee = is_other
    walking = Walk(case, {"confirm_payment": ["return_payment"] if returned else []})
    await walking.walk(Stage.PAYMENT_RETURNED if returned else Stage.FUND_DOCUMENT)
    await owe(office, case.scenario.applicant, "10000000.00")
    await walking.walk()
    assert (await case.stage(), case.timeline()[-1]) == (Stage.CLOSED, "payment_netted")


@pytest.mark.parametrize(
    ("other", "event", "amount"),
    [
        ("national_research_platform", "paid", "8800000.00"),  # one million of the 9.8 million was had there
        (CONSTRUCTION, "amount_adjusted", "5000000.00"),  # ten million were
    ],
)
async def test_a_difference_is_what_is_left_beside_what_was_found_to_be_one_project_before_it_is_ordered(
    office: PlayedOffice, other: str, event: str, amount: str
) -> None:
    case = await topped_up(office)
    beside = await office.file(other, applicant=case.scenario.applicant, base="云枢实验室")
    await Walk(beside, {}).walk()
    number = beside.plan.case_number
    await case.act("find_same_project", decision="same", other_case=number, reason="经核对。")
    await ask_to_pay(case)
    await Walk(case, {}).walk()
    ended = await case.progress()
    assert (ended.stage, ended.amount, case.timeline()[-1]) == (Stage.CLOSED, Decimal(amount), event)
    assert money(case, Account.PAID, Account.PROMISED) == (amount, "0.00")
    told = mails(case, event)[-1]
    assert ("不再拨付" in told, "重新下达" in told) == (event == "amount_adjusted", False)
    left_to_recovery = {DifferenceKind.HIGHER_OF} if event == "amount_adjusted" else set()
    found = reconcile(read_recorded(office.engine), load_catalogue())
    assert {each.kind for each in found} == left_to_recovery


LOOKED_AT: dict[str, Ways] = {
    "agreed": {},
    "sent_back_by_the_head": {"approve_as_head": ["return"]},
    "sent_back_at_the_check": {"check_sample": ["return"]},
    "sent_back_where_it_is_confirmed": {"confirm_amount": ["return"]},
}
EYES = {
    (CONSTRUCTION, "lead", "every"): ("agreed", "sent_back_by_the_head", "sent_back_at_the_check"),
    (CONSTRUCTION, "lead", "none"): ("agreed",),
    (CONSTRUCTION, "none", "every"): ("agreed", "sent_back_at_the_check"),
    (STATED, "lead", "every"): ("agreed", "sent_back_where_it_is_confirmed"),
    (STATED, "none", "every"): ("agreed",),
    (STATED, "none", "none"): ("agreed", "sent_back_where_it_is_confirmed"),
}


@pytest.mark.parametrize(
    ("code", "head", "sample", "way"), [(*who, way) for who, ways in EYES.items() for way in ways]
)
async def test_whoever_looks_at_an_amount_looks_at_the_difference(
    office: PlayedOffice, code: str, head: str, sample: str, way: str
) -> None:
    case = await topped_up(office, code, overseen(head, sample))
    await Walk(case, LOOKED_AT[way], late=True).walk()
    assert case.timeline()[-1] == ("paid" if way == "agreed" else "top_up_returned")
