"""A case that had ended and is taken up again: what comes while the end waits is dealt with, and nothing is taken back."""

from decimal import Decimal
from typing import Any

import pytest

from adapters.store.audit.reconciliation import read_recorded
from domain.calendar import shanghai_date
from domain.case.contests.contested import Contestable
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.catalogue.registry import load_catalogue
from domain.ledger.accounts import Account
from domain.ledger.reconciliation import reconcile
from tests.workflows.contesting import answer, contest
from tests.workflows.office import Office
from tests.workflows.recovering import DECISION, money, reopen, send_back
from tests.workflows.walked_case import WalkedCase


def books_are_sound(case: WalkedCase) -> None:
    """Ledger, awards, payments and files agree."""
    assert reconcile(read_recorded(case.office.engine), load_catalogue()) == ()


async def go_on(case: WalkedCase) -> Progress:
    """Grant what is asked until nothing but an answer is awaited."""
    for _ in range(20):
        progress = await case.progress()
        task = next((each for each in progress.tasks if not each.beside), None)
        if progress.final or task is None:
            return progress
        await case.grant(task)
    raise AssertionError("the case does not come to rest")


@pytest.mark.parametrize(
    ("then", "content", "stage"),
    [
        ("return_payment", {"reason": "销户。", "was_paid": True}, Stage.PAYMENT_RETURNED),
        ("decide_recovery", {**DECISION, "amount": Decimal("1000000.00")}, Stage.RECOVERY),
    ],
    ids=["returned_again", "recovered"],
)
async def test_what_comes_while_the_end_waits_is_dealt_with(
    office: Office, then: str, content: dict[str, Any], stage: Stage
) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk()
    await send_back(case, f"{case.plan.case_number}-P1")
    reference = await contest(case, Contestable.AMOUNT)
    waiting = await go_on(case)
    assert (waiting.stage, waiting.final) == (Stage.CLOSED, False)
    if then == "return_payment":
        content = {**content, "payment": f"{case.plan.case_number}-P2"}
    came = await case.act(then, "finance_bureau" if then == "return_payment" else "", **content)
    assert (came.stage, came.final) == (stage, False)
    if then == "return_payment":
        assert money(case, Account.PAID, Account.RETURNED) == ("0.00", "10000000.00")
        assert (await go_on(case)).stage is Stage.CLOSED
        assert (await answer(case, reference, "uphold")).final
        assert money(case, Account.PAID, Account.RETURNED) == ("10000000.00", "0.00")
    books_are_sound(case)


async def test_a_second_recovery_is_decided_while_the_end_waits(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk()
    await reopen(case, amount=Decimal("1000000.00"))
    reference = await contest(case, Contestable.AMOUNT)
    await case.act("reverse_recovery", reason="有误。")
    assert (await go_on(case)).stage is Stage.CLOSED
    again = {**DECISION, "amount": Decimal("2000000.00"), "by": f"{case.plan.lead}-second"}
    assert (await case.act("decide_recovery", **again)).stage is Stage.RECOVERY
    assert money(case, Account.RECEIVABLE) == ("2000000.00",)
    await case.act("reverse_recovery", reason="有误。", by=f"{case.plan.lead}-third")
    assert (await answer(case, reference, "uphold")).final
    books_are_sound(case)


@pytest.mark.parametrize("whole", [True, False], ids=["recovered_whole", "after_the_reversal"])
async def test_money_owed_after_a_reversal_is_nobodys_to_take_back(office: Office, *, whole: bool) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk()
    await reopen(case)
    received = shanghai_date(await case.now())
    back = DECISION["amount"] if whole else Decimal("1000000.00")
    await case.act("record_repayment", "finance_bureau", amount=back, received_on=received)
    if whole:
        await case.handle.result()
        reference = await contest(case, Contestable.RECOVERY, "R1")
        owed = await answer(case, reference, "change")
    else:
        owed = await case.act("reverse_recovery", reason="有误。")
    assert (owed.stage, owed.amount) == (Stage.FUND_DOCUMENT, back)
    other = f"{case.plan.lead}-other"
    for kind in ("correct_decision", "terminate"):
        assert (await case.refused(kind, by=other, reason="x")).kind == "wrong-stage"
    again = await contest(case, Contestable.AMOUNT)
    with pytest.raises(Exception, match="Workflow update failed"):
        await answer(case, again, "change")
    case.shift = "-again"
    await go_on(case)
    assert (await answer(case, again, "uphold", by=f"{case.plan.lead}-last")).final
    assert money(case, Account.PAID, Account.RECOVERED) == ("10000000.00", "0.00")
    books_are_sound(case)


def said(of: str, number: int) -> dict[str, Any]:
    """Which year, or redemption, is rejected."""
    return {of: number, "decision": "reject", "reason": "不符。"}


@pytest.mark.parametrize("code", ["compute_centre_operation", "settlement_voucher"])
async def test_no_decision_is_taken_back_and_no_case_ended_where_only_what_was_contested_is_reviewed(
    office: Office, code: str
) -> None:
    case = await office.file(code)
    years = code == "compute_centre_operation"
    kind, of = ("review_instalment", "instalment") if years else ("review_redemption", "redemption")
    if years:
        await case.walk(Stage.INSTALMENTS, "1")
        for year in (1, 2, 3):
            while (await case.progress()).tasks[0].acts != (kind,):
                progress = await case.progress()
                await (case.grant(progress.tasks[0]) if progress.tasks[0].acts else case.ring())
            await case.act(kind, **said(of, year))
    else:
        await case.grant((await case.walk(Stage.VOUCHER)).tasks[0])
        await case.act(kind, **said(of, 1))
        while not (await case.progress()).final:
            await case.ring()
    ended_at = await case.now()
    number = "3" if years else "1"
    reference = await contest(case, Contestable.INSTALMENT if years else Contestable.REDEMPTION, number)
    await case.skip_to(ended_at)
    again = await answer(case, reference, "change")
    assert again.tasks[0].acts == (kind,)
    for turning in ("correct_decision", "terminate"):
        refused = await case.refused(turning, by=f"{case.plan.lead}-other", reason="x")
        assert refused.kind == "wrong-stage"
    case.shift = "-again"
    assert (await case.walk()).final
    books_are_sound(case)
