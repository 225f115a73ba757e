"""What a lapse took is made good where the case stood, and no money is lost on the way."""

from decimal import Decimal
from typing import Any

import pytest

from adapters.store.audit.reconciliation import read_recorded
from adapters.store.engine import open_session
from adapters.store.money.ledger import balance
from adapters.store.schema import VoucherRow
from commands.acts.reopening import opening_of
from domain.calendar import shanghai_date
from domain.case.contests.contested import Contestable
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.ledger.accounts import Account
from domain.ledger.entries import Place
from domain.ledger.reconciliation import reconcile
from tests.workflows.contesting import answer, contest
from tests.workflows.money.test_pool import leave_in_pool
from tests.workflows.office import Office
from tests.workflows.recovering import money
from tests.workflows.starting import start_with
from tests.workflows.walked_case import WalkedCase

FACE = Decimal("500000.00")
STOP: dict[str, Any] = {"scope": "case", "reason": "核查。", "clause": "附则(四)"}


def books_are_sound(case: WalkedCase) -> None:
    """Ledger, awards, payments and files agree."""
    assert reconcile(read_recorded(case.office.engine), load_catalogue()) == ()


async def let_lapse(case: WalkedCase) -> None:
    """Let every term pass until the case has ended."""
    while not (await case.progress()).final:
        await case.ring()


async def change(case: WalkedCase, against: Contestable, number: str = "") -> None:
    """Contest what ended, and have it changed."""
    ended_at = await case.now()
    reference = await contest(case, against, number)
    await case.skip_to(ended_at)
    await answer(case, reference, "change")
    case.shift += "-again"


async def excuse(case: WalkedCase) -> None:
    """The lead lets it be made good."""
    act = case.make("excuse_lapse", by=f"{case.plan.lead}-excusing", reason="系统停机。")
    opening = opening_of(case.office.engine, case.plan.case_number, act)
    assert opening is not None
    await start_with(case, opening.kind, opening.given, act)
    case.shift += "-again"


@pytest.mark.parametrize("missed", [(3,), pytest.param((2, 3), marks=pytest.mark.long), (1, 2, 3)], ids=str)
@pytest.mark.parametrize("made_good", ["contested", "excused"])
async def test_a_last_year_that_was_missed_is_claimed_after_the_end(
    office: Office, missed: tuple[int, ...], made_good: str
) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, str(missed[0]))
    await let_lapse(case)
    before = Decimal(money(case, Account.PAID)[0])
    await (change(case, Contestable.LAPSE, "3") if made_good == "contested" else excuse(case))
    open_again = await case.progress()
    assert (open_again.stage, open_again.final) == (Stage.INSTALMENTS, False)
    assert (open_again.tasks[0].acts, open_again.tasks[0].subject) == (("claim_instalment",), "3")
    ended = await case.walk()
    assert (ended.stage, ended.final) == (Stage.CLOSED, True)
    assert Decimal(money(case, Account.PAID)[0]) > before
    assert money(case, Account.PROMISED) == ("0.00",)
    books_are_sound(case)


@pytest.mark.long
async def test_a_year_is_excused_while_the_end_waits_for_who_contested_it(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, "3")
    amount = await contest(case, Contestable.AMOUNT, "2")
    while await case.stage() is not Stage.CLOSED:
        await case.ring()
    await contest(case, Contestable.LAPSE, "3")
    await answer(case, amount, "uphold")
    await case.act("excuse_lapse", by=f"{case.plan.lead}-excusing", reason="系统停机。")
    assert (await case.progress()).tasks[0].acts == ("claim_instalment",)
    assert (await case.walk()).final
    books_are_sound(case)


def voucher(case: WalkedCase) -> tuple[str, Decimal]:
    """How the voucher stands, and what is left in the pool."""
    with open_session(case.office.engine) as session:
        pool = Place(account=Account.POOL, holder="voucher/2026")
        return session.get_one(VoucherRow, case.plan.case_number).status, balance(session, pool)


async def redeemed(office: Office, share: Decimal) -> WalkedCase:
    """A voucher of which so much was redeemed, and approved."""
    case = await office.file("settlement_voucher")
    await case.walk(Stage.VOUCHER)
    invoice = case.invoice(shanghai_date(await case.now())).model_copy(update={"amount": share})
    await case.act("redeem", "applicant", invoices=(invoice,))
    await case.act("review_redemption", redemption=1, decision="approve", verified_paid=share)
    assert await case.stage() is Stage.PAYEE_DETAILS
    return case


@pytest.mark.parametrize("share", [FACE, Decimal("300000.00")], ids=["whole", "in_part"])
@pytest.mark.parametrize("ended", ["lapsed", "terminated", "withdrawn"])
async def test_what_was_redeemed_and_is_not_paid_goes_back_to_the_pool(
    office: Office, share: Decimal, ended: str
) -> None:
    case = await redeemed(office, share)
    full = voucher(case)[1] + FACE
    if ended == "lapsed":
        await let_lapse(case)
    elif ended == "withdrawn":
        await case.act("withdraw", "applicant")
    else:
        await case.walk(Stage.FUND_DOCUMENT)
        await case.act("terminate", reason="不符。")
    assert voucher(case) == ("cancelled", full)
    assert money(case, Account.ISSUED, Account.PROMISED) == ("0.00", "0.00")
    books_are_sound(case)


async def test_a_voucher_that_lapsed_after_it_was_redeemed_whole_is_issued_anew(office: Office) -> None:
    case = await redeemed(office, FACE)
    await let_lapse(case)
    await excuse(case)
    again = await case.progress()
    assert (again.stage, again.tasks[0].acts, again.amount) == (Stage.VOUCHER, ("redeem",), FACE)
    assert money(case, Account.ISSUED, Account.PROMISED) == (str(FACE), "0.00")
    case.redeemed = 0
    assert (await case.walk()).final
    assert money(case, Account.ISSUED, Account.PROMISED) == ("0.00", "0.00")
    books_are_sound(case)


async def test_a_voucher_that_was_paid_whole_stays_used(office: Office) -> None:
    case = await redeemed(office, FACE)
    await case.walk()
    assert voucher(case)[0] == "used"


async def refused_and_expired(office: Office, *, stopped: bool = False) -> WalkedCase:
    """A voucher that has expired after its one redemption was refused."""
    case = await office.file("settlement_voucher")
    await case.grant((await case.walk(Stage.VOUCHER)).tasks[0])
    await case.act("review_redemption", redemption=1, decision="reject", reason="不符。")
    if stopped:
        await case.act("stop_payment", **STOP)
    await let_lapse(case)
    return case


async def test_a_redemption_that_is_reviewed_anew_waits_for_a_stop(office: Office) -> None:
    case = await refused_and_expired(office, stopped=True)
    await change(case, Contestable.REDEMPTION, "1")
    held = await case.progress()
    assert (held.stage, held.final, held.tasks) == (Stage.QUEUED_FOR_QUOTA, False, ())
    await case.act("lift_stop", scope="case", reason="属实。")
    assert (await case.walk(Stage.VOUCHER)).tasks[0].acts == ("review_redemption",)
    assert (await case.walk()).final
    assert Decimal(money(case, Account.PAID)[0]) == Decimal(case.scenario.invoices[0])
    books_are_sound(case)


async def test_a_redemption_that_is_reviewed_anew_queues_where_the_pool_has_nothing_left(
    office: Office,
) -> None:
    case = await refused_and_expired(office)
    leave_in_pool(office, "0.00", (await case.now()).year)
    await change(case, Contestable.REDEMPTION, "1")
    queued = await case.progress()
    assert (queued.stage, queued.final) == (Stage.QUEUED_FOR_QUOTA, False)
    assert case.timeline()[-1] == "voucher_queued"


async def test_nothing_is_left_of_a_voucher_whose_contested_redemption_ends_early(office: Office) -> None:
    case = await refused_and_expired(office)
    full = voucher(case)[1]
    await change(case, Contestable.REDEMPTION, "1")
    assert (await case.refused("terminate", reason="不符。")).kind == "wrong-stage"
    await case.walk(Stage.PAYEE_DETAILS)
    await let_lapse(case)
    assert (await case.progress()).final
    assert voucher(case) == ("expired", full)
    assert money(case, Account.ISSUED, Account.PROMISED) == ("0.00", "0.00")
    books_are_sound(case)
