"""What a unit is to pay back is set off against its next payment, of whatever case."""

import asyncio
from decimal import Decimal

import pytest

from domain.case.record.stages import Stage
from domain.ledger.accounts import Account
from tests.workflows.office import Office
from tests.workflows.recovering import BUREAU, DECISION, decide, mails, money, reopen
from tests.workflows.walked_case import WalkedCase

ACCOUNTS = (Account.PAID, Account.RECEIVABLE, Account.RECOVERED)


async def owing(office: Office, amount: str) -> WalkedCase:
    """A case that has ended, of which so much is to be set off."""
    case = await office.file("compute_centre_construction")
    await case.end()
    assert (await reopen(case, amount=Decimal(amount), means="netting")).stage is Stage.RECOVERY
    return case


async def until(case: WalkedCase, event: str) -> None:
    """Wait until a case that was told of a netting has recorded it."""
    async with asyncio.timeout(20):
        while event not in case.timeline():
            await asyncio.sleep(0.05)


async def test_a_part_of_a_payment_is_set_off_and_the_bank_moves_the_rest(office: Office) -> None:
    debtor = await owing(office, "400000.00")
    other = await office.file("core_technology")
    await other.walk(Stage.PAYMENT)
    assert money(other, Account.ORDERED, Account.PAID) == ("450000.00", "400000.00")
    told = f"应付 850,000.00 元，抵扣案件 {debtor.plan.case_number} 应追回款 400,000.00 元，实际拨付 450,000.00 元。"
    assert told in mails(other, "payment_ordered")[0]
    assert (await debtor.handle.result()).stage is Stage.RECOVERED
    assert money(debtor, *ACCOUNTS) == ("9600000.00", "0.00", "400000.00")
    assert f"{other.plan.case_number}-P1 抵扣 400,000.00 元" in mails(debtor, "recovered")[0]
    assert (await other.end()).stage is Stage.CLOSED
    assert money(other, Account.ORDERED, Account.PAID) == ("0.00", "850000.00")
    assert told in mails(other, "paid")[0]


async def test_a_payment_that_is_set_off_whole_does_not_wait_for_the_bank(office: Office) -> None:
    debtor = await owing(office, "1000000.00")
    other = await office.file("core_technology")
    await other.walk(Stage.FUND_DOCUMENT)
    done = await other.act("issue_fund_document", BUREAU, **await other.split())
    assert (done.stage, done.final) == (Stage.CLOSED, True)
    assert other.timeline()[-2:] == ["funds_awaited", "payment_netted"]
    assert "实际拨付 0.00 元" in mails(other, "payment_netted")[0]
    assert money(other, Account.ORDERED, Account.PAID) == ("0.00", "850000.00")
    await until(debtor, "recovery_netted")
    assert "尚有 150,000.00 元未收回" in mails(debtor, "recovery_netted")[0]
    assert money(debtor, *ACCOUNTS) == ("9000000.00", "150000.00", "850000.00")
    assert await debtor.stage() is Stage.RECOVERY


async def test_what_the_bank_returns_of_a_payment_is_what_it_was_to_move(office: Office) -> None:
    await owing(office, "400000.00")
    other = await office.file("core_technology")
    first = (await other.walk(Stage.PAYMENT)).tasks[0].subject
    await other.act("return_payment", BUREAU, payment=first, reason="户名不符")
    assert money(other, Account.RETURNED, Account.PAID) == ("450000.00", "400000.00")
    await other.act("provide_payee", "applicant", payee="payee-2")
    assert money(other, Account.ORDERED, Account.RETURNED) == ("450000.00", "0.00")
    assert (await other.end()).stage is Stage.CLOSED
    assert money(other, Account.PAID) == ("850000.00",)


async def test_a_reversed_netting_is_paid_to_the_unit(office: Office) -> None:
    debtor = await owing(office, "1000000.00")
    other = await office.file("core_technology")
    await other.end()
    await until(debtor, "recovery_netted")
    undone = await debtor.act("reverse_recovery", reason="复核属实")
    assert (undone.stage, undone.amount) == (Stage.FUND_DOCUMENT, Decimal("850000.00"))
    await debtor.walk()
    assert (await debtor.handle.result()).stage is Stage.CLOSED
    assert money(debtor, *ACCOUNTS) == ("10000000.00", "0.00", "0.00")


@pytest.mark.long
async def test_only_what_is_to_be_set_off_is_and_only_of_the_same_unit(office: Office) -> None:
    debtor = await office.file("compute_centre_construction")
    await debtor.end()
    await reopen(debtor, amount=Decimal("400000.00"), means="repayment")
    other = await office.file("core_technology")
    await other.walk(Stage.PAYMENT)
    assert money(other, Account.ORDERED) == ("850000.00",)
    stranger = await office.file("core_technology", applicant=2)
    await owing(office, "400000.00")
    await stranger.walk(Stage.PAYMENT)
    assert money(stranger, Account.ORDERED) == ("850000.00",)


@pytest.mark.parametrize("others", ["none", "ended", "of_another_unit", "under_way"])
async def test_a_case_that_goes_on_is_set_off_against_another_that_is_under_way(
    office: Office, others: str
) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, "2")
    if others != "none":
        applicant = 2 if others == "of_another_unit" else case.scenario.applicant
        other = await office.file("core_technology", applicant=applicant)
        if others == "ended":
            await other.act("withdraw", "applicant")
    owed = {**DECISION, "amount": Decimal("100000.00"), "means": "netting"}
    if others != "under_way":
        refused = await case.refused("decide_recovery", **owed)
        assert (refused.what, refused.kind) == ("本次不能以抵扣方式追回。", "wrong-stage")
        assert "means=repayment" in refused.remedy
        assert (await decide(case, amount=Decimal("100000.00"))).stage is Stage.RECOVERY
        return
    assert (await decide(case, **owed)).stage is Stage.RECOVERY
    await other.walk(Stage.PAYMENT)
    await until(case, "recovered")
    assert await case.stage() is Stage.INSTALMENTS
