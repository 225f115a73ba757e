"""Recoveries and lapses are contested: what was wrong is reversed or made good, in a case that goes on and in one that has ended."""

from decimal import Decimal
from typing import Any

import pytest

from adapters.store.audit.reconciliation import read_recorded
from adapters.store.cases.ended_cases import ended_case
from domain.calendar import shanghai_date
from domain.case.acts.defects import Defect
from domain.case.contests.contested import Contestable
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.ledger.accounts import Account
from domain.ledger.reconciliation import reconcile
from tests.workflows.contesting import answer, contest
from tests.workflows.office import Office
from tests.workflows.recovering import mails, money, reopen
from tests.workflows.starting import start_with
from tests.workflows.walked_case import WalkedCase


def books_are_sound(case: WalkedCase) -> None:
    """Ledger, awards, payments and files agree."""
    assert reconcile(read_recorded(case.office.engine), load_catalogue()) == ()


RECOVER: dict[str, Any] = {
    "amount": Decimal("4000000.00"),
    "reason": "投资额虚增。",
    "clause": "附则(四)",
    "means": "repayment",
    "document_number": "廊发改追〔2026〕1号",
}


async def test_a_recovery_that_was_wrong_is_reversed_and_what_came_back_is_paid_again(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, "2")
    await case.act("decide_recovery", **{**RECOVER, "amount": Decimal("1000000.00")})
    reference = await contest(case, Contestable.RECOVERY, "R1")
    await case.act(
        "record_repayment",
        "finance_bureau",
        amount=Decimal("400000.00"),
        received_on=shanghai_date(await case.now()),
    )
    back = await answer(case, reference, "change", reason="审计结论有误。")
    assert (back.stage, back.amount) == (Stage.FUND_DOCUMENT, Decimal("400000.00"))
    assert "复核申请的处理结果" in mails(case, "recovery_reversed")[0]
    waiting = await case.walk(Stage.INSTALMENTS, "2")
    assert [task.subject for task in waiting.tasks] == ["2"]
    assert money(case, Account.PAID, Account.RECEIVABLE) == ("1972000.00", "0.00")
    books_are_sound(case)


async def test_a_recovery_that_is_complete_is_reversed_too(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk()
    begun = ended_case(office.engine, case.plan.case_number)
    assert begun is not None
    await start_with(case, "recovery", begun, case.make("decide_recovery", **RECOVER))
    await case.act(
        "record_repayment",
        "finance_bureau",
        amount=RECOVER["amount"],
        received_on=shanghai_date(await case.now()),
    )
    assert (await case.handle.result()).stage is Stage.RECOVERED
    reference = await contest(case, Contestable.RECOVERY, "R1")
    assert (await answer(case, reference, "change")).stage is Stage.FUND_DOCUMENT
    case.shift = "-again"
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID, Account.RECOVERED) == ("10000000.00", "0.00")
    books_are_sound(case)


async def test_of_a_recovery_that_was_complete_nothing_is_paid_again_where_another_case_has_it(
    office: Office,
) -> None:
    case = await office.file("compute_centre_construction", base="云枢实验室")
    await case.walk()
    begun = ended_case(office.engine, case.plan.case_number)
    assert begun is not None
    everything = {**RECOVER, "amount": Decimal("10000000.00")}
    await start_with(case, "recovery", begun, case.make("decide_recovery", **everything))
    today = shanghai_date(await case.now())
    back = {"amount": everything["amount"], "received_on": today}
    await case.act("record_repayment", "finance_bureau", **back)
    beside = await office.file(
        "compute_centre_construction", applicant=case.scenario.applicant, base="云枢实验室"
    )
    assert (await beside.walk()).amount == Decimal("10000000.00")
    reference = await contest(case, Contestable.RECOVERY, "R1")
    amount = await contest(case, Contestable.AMOUNT)
    changed = await answer(case, reference, "change")
    assert (changed.stage, case.timeline()[-1]) == (Stage.CLOSED, "recovery_reversed")
    assert (await answer(case, amount, "uphold")).stage is Stage.CLOSED
    assert (money(case, Account.PAID), money(beside, Account.PAID)) == (("0.00",), ("10000000.00",))
    books_are_sound(case)


async def test_a_recovery_stands(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, "2")
    await case.act("decide_recovery", **{**RECOVER, "amount": Decimal("1000000.00")})
    reference = await contest(case, Contestable.RECOVERY, "R1")
    stands = await answer(case, reference, "uphold")
    assert stands.stage is Stage.RECOVERY
    assert "answer_reconsideration" not in str(stands.tasks)


async def test_a_missed_year_is_made_good_after_it_was_contested(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, "1")
    while "instalment_missed" not in case.timeline():
        await case.ring()
    reference = await contest(case, Contestable.LAPSE, "1")
    await answer(case, reference, "change", reason="系统停机。")
    again = await case.progress()
    assert (again.tasks[0].acts, again.tasks[0].subject) == (("claim_instalment",), "1")
    waiting = await case.walk(Stage.INSTALMENTS, "2")
    assert [task.subject for task in waiting.tasks] == ["2"]
    assert money(case, Account.PAID) == ("1972000.00",)
    books_are_sound(case)


@pytest.mark.parametrize("decision", ["uphold", "change"])
async def test_a_case_that_a_lapse_had_ended_goes_on_or_stays_as_it_was(
    office: Office, decision: str
) -> None:
    case = await office.file("compute_centre_construction")
    defects = (Defect(item="1.1-1", problem="未盖章。"),)
    await case.act("check_completeness", decision="supplement", reason="请补正。", defects=defects)
    while not (await case.progress()).final:
        await case.ring()
    reference = await contest(case, Contestable.LAPSE)
    after = await answer(case, reference, decision)
    if decision == "uphold":
        assert (after.stage, after.final) == (Stage.CLOSED, True)
        assert (await case.handle.result()).stage is Stage.CLOSED
        return
    assert (after.stage, after.tasks[0].acts) == (Stage.SUPPLEMENT, ("supplement",))
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID) == ("10000000.00",)
    books_are_sound(case)


async def test_an_expired_voucher_goes_on_when_its_lapse_was_wrong(office: Office) -> None:
    case = await office.file("settlement_voucher")
    await case.walk(Stage.VOUCHER)
    while not (await case.progress()).final:
        await case.ring()
    ended_at = await case.now()
    reference = await contest(case, Contestable.LAPSE)
    await case.skip_to(ended_at)
    assert (await answer(case, reference, "change")).stage is Stage.VOUCHER
    again = await case.walk(Stage.VOUCHER)
    assert again.tasks[0].acts == ("redeem",)
    books_are_sound(case)


@pytest.mark.parametrize("first_is_whole", [True, False], ids=["first_came_back", "first_was_reversed"])
async def test_an_answer_about_one_recovery_reverses_no_other(
    office: Office, *, first_is_whole: bool
) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk()
    await reopen(case, amount=Decimal("1000000.00"))
    first = await contest(case, Contestable.RECOVERY, "R1")
    amount = await contest(case, Contestable.AMOUNT)
    if first_is_whole:
        day = shanghai_date(await case.now())
        await case.act("record_repayment", "finance_bureau", amount=Decimal("1000000.00"), received_on=day)
    else:
        await answer(case, first, "change")
    second: dict[str, Any] = {
        **RECOVER,
        "amount": Decimal("3000000.00"),
        "by": f"{case.plan.lead}-second",
    }
    assert (await case.act("decide_recovery", **second)).stage is Stage.RECOVERY
    said = {"reconsideration": first, "decision": "change", "reason": "有误。"}
    refusal = await case.refused("answer_reconsideration", by="afresh", **said)
    assert refusal.kind == "wrong-stage"
    assert money(case, Account.RECEIVABLE) == ("3000000.00",)
    contested = await contest(case, Contestable.RECOVERY, "R2")
    stands = await answer(case, contested, "change", by=f"{case.plan.lead}-third")
    assert stands.stage is (Stage.RECOVERED if first_is_whole else Stage.CLOSED)
    assert money(case, Account.RECEIVABLE, Account.PAID, Account.RECOVERED) == (
        ("0.00", "9000000.00", "1000000.00") if first_is_whole else ("0.00", "10000000.00", "0.00")
    )
    if first_is_whole:
        assert (await answer(case, first, "change")).stage is Stage.FUND_DOCUMENT
        case.shift = "-again"
        while (task := (await case.progress()).tasks[0]).beside is False:
            await case.grant(task)
        assert money(case, Account.PAID, Account.RECOVERED) == ("10000000.00", "0.00")
    assert (await answer(case, amount, "uphold", by=f"{case.plan.lead}-last")).final
    books_are_sound(case)
