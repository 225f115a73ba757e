"""An account that comes with a later claim and is not accepted: case and store agree on the one in use, which each claim confirms."""

from typing import Any

import pytest
from sqlmodel import col, select

from adapters.store.audit.reconciliation import read_recorded
from adapters.store.engine import open_session
from adapters.store.payments.payees import AccountsOfCase, accounts_of
from adapters.store.schema import Payment
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.catalogue.registry import load_catalogue
from domain.departments import APPLICANT, FINANCE_BUREAU
from domain.ledger.reconciliation import reconcile
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase

OTHERS: dict[str, Any] = {"payee": "payee-2", "is_other": True, "reason": "集团统一收款。"}


def accounts(case: WalkedCase) -> AccountsOfCase:
    """As the store tells them from the acts."""
    with open_session(case.office.engine) as session:
        return accounts_of(session, case.plan.case_number)


async def with_another_account(office: Office, decision: str) -> tuple[WalkedCase, Progress]:
    """A second year that is claimed to an account of another name, which a finance officer accepts or not."""
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, "2")
    await case.ring()
    assert accounts(case) == AccountsOfCase(in_use="payee-1")
    claim = {"instalment": 2, **await case.content("claim_instalment", "2"), **OTHERS}
    await case.act("claim_instalment", APPLICANT, **claim)
    await case.act("review_instalment", instalment=2, decision="approve")
    while (await case.progress()).tasks[0].acts != ("check_payee",):
        await case.grant((await case.progress()).tasks[0])
    assert accounts(case) == AccountsOfCase(in_use="payee-1", named="payee-2")
    return case, await case.act("check_payee", FINANCE_BUREAU, decision=decision, reason="户名不符。")


@pytest.mark.parametrize(
    ("decision", "stage", "in_use"),
    [("accept", Stage.FUND_DOCUMENT, "payee-2"), ("return", Stage.PAYEE_DETAILS, "payee-1")],
)
async def test_case_and_store_agree_on_the_account_in_use(
    office: Office, decision: str, stage: Stage, in_use: str
) -> None:
    case, checked = await with_another_account(office, decision)
    assert checked.stage is stage
    assert accounts(case) == AccountsOfCase(in_use=in_use)
    if decision == "return":
        await case.act("provide_payee", APPLICANT, payee="payee-3")
        assert accounts(case) == AccountsOfCase(in_use="payee-3")
    assert (await case.end()).stage is Stage.CLOSED


@pytest.mark.long
async def test_after_an_excused_lapse_the_account_is_that_of_the_new_claim(office: Office) -> None:
    case, _ = await with_another_account(office, "return")
    while "instalment_missed" not in case.timeline():
        await case.ring()
    await case.act("excuse_lapse", by=f"{case.plan.lead}-excusing", reason="系统停机。")
    asked = await case.progress()
    assert (asked.tasks[0].acts, asked.tasks[0].subject) == (("claim_instalment",), "2")
    claim = {"instalment": 2, **await case.content("claim_instalment", "2"), "payee": "payee-3"}
    await case.act("claim_instalment", APPLICANT, **claim)
    case.shift = "-again"
    await case.walk(Stage.PAYMENT)
    assert accounts(case) == AccountsOfCase(in_use="payee-3")
    with open_session(office.engine) as session:
        paid_to = [payment.payee for payment in session.exec(select(Payment).order_by(col(Payment.id)))]
    assert paid_to == ["payee-1", "payee-3"]


async def test_an_account_refused_after_a_return_replaces_none(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    payment = (await case.walk(Stage.PAYMENT)).tasks[0].subject
    await case.act("return_payment", FINANCE_BUREAU, payment=payment, reason="账户已销户。")
    await case.act("provide_payee", APPLICANT, **OTHERS)
    await case.act("check_payee", FINANCE_BUREAU, decision="return", reason="户名不符。")
    assert accounts(case) == AccountsOfCase(in_use="payee-1")
    await case.act("provide_payee", APPLICANT, payee="payee-3")
    assert accounts(case) == AccountsOfCase(in_use="payee-3")


@pytest.mark.long
async def test_a_year_that_is_made_good_is_corrected_by_itself(office: Office) -> None:
    case, _ = await with_another_account(office, "return")
    while "instalment_missed" not in case.timeline():
        await case.ring()
    await case.act("excuse_lapse", by=f"{case.plan.lead}-excusing", reason="系统停机。")
    case.shift = "-again"
    while (await case.progress()).stage is not Stage.FUND_DOCUMENT:
        await case.grant((await case.progress()).tasks[0])
    back = await case.act("correct_decision", reason="金额有误。")
    assert (back.stage, back.tasks[0].acts, back.tasks[0].subject) == (
        Stage.INSTALMENTS,
        ("review_instalment",),
        "2",
    )
    case.shift = "-corrected"
    assert (await case.end()).stage is Stage.CLOSED
    assert reconcile(read_recorded(office.engine), load_catalogue()) == ()
