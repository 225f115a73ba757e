"""Who issues the fund document of a payment does not confirm it; of another payment of the same case the same person may."""

import asyncio
import uuid

import pytest
from temporalio.client import WorkflowUpdateFailedError

from domain.calendar import shanghai_date
from domain.case.acts.payment import ConfirmPayment, IssueFundDocument
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.roles import Actor, Role
from tests.workflows.office import Office
from tests.workflows.recovering import BUREAU
from tests.workflows.walked_case import WalkedCase

ONE_OFF, VOUCHER, YEARS = "compute_centre_construction", "settlement_voucher", "compute_centre_operation"


async def issue(case: WalkedCase, account: str, for_account: str = "") -> str:
    """Issue the fund document; the payment that is ordered."""
    by = Actor(account=account, role=Role.FINANCE, party=BUREAU, for_account=for_account)
    act = IssueFundDocument(id=uuid.uuid4().hex, by=by, digest="d", **await case.split())
    return (await case.send(act)).tasks[0].subject


async def confirmation(case: WalkedCase, payment: str, account: str, for_account: str = "") -> ConfirmPayment:
    """Somebody says that the payment has arrived."""
    by = Actor(account=account, role=Role.FINANCE, party=BUREAU, for_account=for_account)
    day = shanghai_date(await case.now())
    return ConfirmPayment(id=uuid.uuid4().hex, by=by, digest="d", payment=payment, paid_on=day)


async def kept_off(case: WalkedCase, payment: str, account: str, for_account: str = "") -> None:
    """The confirmation is refused with what the person did, and the payment goes on waiting."""
    refusal = await case.refusal_of(await confirmation(case, payment, account, for_account))
    assert refusal.kind == "conflict-of-roles"
    assert "下达这笔资金的文件" in refusal.why
    assert await case.stage() is Stage.PAYMENT


@pytest.mark.parametrize(
    ("issuer", "confirmer"),
    [(("wang", ""), ("wang", "")), (("li", "wang"), ("wang", "")), (("wang", ""), ("li", "wang"))],
    ids=["oneself", "whose_deputy_issued", "as_deputy_of_who_issued"],
)
async def test_who_issues_does_not_confirm(
    office: Office, issuer: tuple[str, str], confirmer: tuple[str, str]
) -> None:
    case = await office.file(ONE_OFF)
    await case.walk(Stage.FUND_DOCUMENT)
    payment = await issue(case, *issuer)
    await kept_off(case, payment, *confirmer)
    ended = await case.send(await confirmation(case, payment, "zhao"))
    assert ended.final


@pytest.mark.parametrize("code", [VOUCHER, YEARS])
async def test_for_the_next_payment_the_two_may_change_places(office: Office, code: str) -> None:
    case = await office.file(code)
    await case.walk(Stage.FUND_DOCUMENT)
    first = await issue(case, "wang")
    await kept_off(case, first, "wang")
    await case.send(await confirmation(case, first, "li"))
    await case.walk(Stage.FUND_DOCUMENT)
    second = await issue(case, "li")
    await kept_off(case, second, "li")
    assert (await case.send(await confirmation(case, second, "wang"))).stage is not Stage.PAYMENT


@pytest.mark.long
async def test_what_the_bank_returned_is_confirmed_by_who_did_not_issue_its_document(office: Office) -> None:
    """In a later year another person has issued a document; what counts is that of the returned payment."""
    case = await office.file(YEARS)
    await case.walk(Stage.FUND_DOCUMENT)
    first = await issue(case, "wang")
    await case.act("return_payment", BUREAU, by="wang", payment=first, reason="户名不符")
    again = (await case.act("provide_payee", "applicant", payee="payee-2")).tasks[0].subject
    await kept_off(case, again, "wang")
    await case.send(await confirmation(case, again, "li"))
    await case.walk(Stage.FUND_DOCUMENT)
    await case.send(await confirmation(case, await issue(case, "li"), "wang"))
    back = await case.act(
        "return_payment", BUREAU, by="li", payment=again, was_paid=True, reason="账户已销户"
    )
    assert back.stage is Stage.PAYMENT_RETURNED
    late = (await case.act("provide_payee", "applicant", payee="payee-3")).tasks[0].subject
    await kept_off(case, late, "wang")
    assert (await case.send(await confirmation(case, late, "li"))).stage is Stage.INSTALMENTS


async def test_of_two_confirmations_at_once_that_of_another_person_counts(office: Office) -> None:
    case = await office.file(ONE_OFF)
    await case.walk(Stage.FUND_DOCUMENT)
    payment = await issue(case, "wang")
    acts = [await confirmation(case, payment, account) for account in ("wang", "li", "wang", "zhao")]
    came = await asyncio.gather(*map(case.send, acts), return_exceptions=True)
    assert [type(each) for each in (came[0], came[2])] == [WorkflowUpdateFailedError] * 2
    assert sum(isinstance(each, Progress) for each in came) == 1
    assert case.timeline().count("paid") == 1
