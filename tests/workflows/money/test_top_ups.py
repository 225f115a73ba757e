"""What was paid too little is paid later: the difference alone, with a sheet and a payment of its own."""

from decimal import Decimal
from typing import Any

import pytest

from activities.payments import samples
from adapters.store.audit.reconciliation import read_recorded
from adapters.store.cases.ended_cases import ended_case
from adapters.store.engine import open_session
from adapters.store.money.awards import latest_sheet
from adapters.store.schema import CaseFile
from domain.case.contests.contested import Contestable
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from domain.ledger.accounts import Account
from domain.ledger.reconciliation import reconcile
from tests.workflows.contesting import answer, contest
from tests.workflows.office import Office
from tests.workflows.overseen import overseen
from tests.workflows.recovering import mails, money
from tests.workflows.starting import start_with
from tests.workflows.walked_case import WalkedCase

WHY: dict[str, Any] = {"reason": "复核认定的投资额高于原核定。", "document_number": "廊发改复〔2027〕2号"}
MORE: dict[str, Any] = {**WHY, "verified_facts": {"audited_investment": "98000000.00"}}


def books_are_sound(case: WalkedCase) -> None:
    """Ledger, awards, payments and files agree."""
    assert reconcile(read_recorded(case.office.engine), load_catalogue()) == ()


async def paid_too_little(office: Office, policy: Policy | None = None) -> WalkedCase:
    """5,000,000 were paid of what should have been more; the case has ended."""
    case = await office.file("compute_centre_construction", policy=policy)
    await case.walk(Stage.LEAD_REVIEW)
    verified = {"audited_investment": "50000000.00"}
    await case.act("review", decision="approve", verified_facts=verified, reason="部分投资不予认定。")
    await case.walk()
    assert money(case, Account.PAID) == ("5000000.00",)
    return case


async def top_up(case: WalkedCase, **content: Any) -> Progress:
    """Decide it in a case that has ended."""
    begun = ended_case(case.office.engine, case.plan.case_number)
    assert begun is not None
    act = case.make("decide_top_up", by=f"{case.plan.lead}-afresh", **{**MORE, **content})
    return await start_with(case, "top_up", begun, act)


async def test_the_difference_is_paid_after_the_end(office: Office) -> None:
    case = await paid_too_little(office)
    again = await top_up(case)
    assert (again.stage, again.amount) == (Stage.FUND_DOCUMENT, Decimal("4800000.00"))
    told = mails(case, "topped_up")[0]
    for word in (
        "应补足 4,800,000.00 元",
        "9,800,000.00 元 - 已拨付 5,000,000.00 元",
        WHY["document_number"],
    ):
        assert word in told
    assert (await case.refused("terminate", reason="x")).kind == "wrong-stage"
    assert (await case.refused("correct_decision", reason="x")).kind == "wrong-stage"
    with open_session(office.engine) as session:
        assert latest_sheet(session, case.plan.case_number)[-1].result == Decimal("4800000.00")
    ended = await case.walk()
    assert (ended.stage, ended.final, ended.amount) == (Stage.CLOSED, True, Decimal("9800000.00"))
    assert money(case, Account.PAID, Account.PROMISED) == ("9800000.00", "0.00")
    assert case.timeline()[-3:] == ["topped_up", "payment_ordered", "paid"]
    books_are_sound(case)
    second = await top_up(case, verified_facts={"audited_investment": "123000000.00"})
    assert second.amount == Decimal("200000.00"), "up to the cap"
    await case.walk()
    assert money(case, Account.PAID) == ("10000000.00",)
    books_are_sound(case)


async def test_where_enough_was_paid_nothing_is_due_and_the_case_stays_as_it_was(office: Office) -> None:
    case = await paid_too_little(office)
    with pytest.raises(Exception, match="Workflow update failed"):
        await top_up(case, verified_facts={"audited_investment": "50000000.00"})
    ended = await case.progress()
    assert ended.stage is Stage.CLOSED
    assert money(case, Account.PAID, Account.PROMISED) == ("5000000.00", "0.00")
    books_are_sound(case)


@pytest.mark.long
async def test_a_contested_amount_that_was_paid_is_answered_by_the_difference(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await review_year(case, 1, "9000000.00")
    await case.walk(Stage.INSTALMENTS, "2")
    await contest(case, Contestable.AMOUNT, "1")
    verified = {"operating_cost": "9860000.00"}
    by = f"{case.plan.lead}-afresh"
    again = await case.act("decide_top_up", by=by, number="1", **{**WHY, "verified_facts": verified})
    assert (again.amount, len(again.tasks)) == (Decimal("172000.00"), 1)
    waiting = await case.walk(Stage.INSTALMENTS, "2")
    assert [task.subject for task in waiting.tasks] == ["2"]
    assert waiting.amount == Decimal("1972000.00")
    assert money(case, Account.PAID) == ("1972000.00",)
    books_are_sound(case)
    await case.end()
    assert money(case, Account.PAID) == ("7972000.00",)
    books_are_sound(case)


async def review_year(case: WalkedCase, number: int, cost: str) -> None:
    """The review of a year finds this cost."""
    await case.walk(Stage.INSTALMENTS, str(number))
    while (await case.progress()).tasks[0].acts != ("review_instalment",):
        task = (await case.progress()).tasks[0]
        await (case.grant(task) if task.acts else case.ring())
    less: dict[str, Any] = {"verified_facts": {"operating_cost": cost}, "reason": "电费凭证不全。"}
    await case.act("review_instalment", instalment=number, decision="approve", **less)


@pytest.mark.long
async def test_a_year_that_awaits_its_fund_document_is_paid_its_own_amount_after_another_of_equal_amount_is_topped_up(
    office: Office,
) -> None:
    case = await office.file("compute_centre_operation")
    await review_year(case, 1, "9000000.00")
    await review_year(case, 2, "9000000.00")
    waiting = await case.walk(Stage.FUND_DOCUMENT)
    assert waiting.amount == Decimal("1800000.00")
    by = f"{case.plan.lead}-afresh"
    more = {**WHY, "verified_facts": {"operating_cost": "9860000.00"}}
    again = await case.act("decide_top_up", by=by, number="1", **more)
    assert again.amount == Decimal("172000.00")
    await case.grant(again.tasks[0])
    await case.grant((await case.progress()).tasks[0])
    resumed = await case.progress()
    assert (resumed.stage, resumed.amount) == (Stage.FUND_DOCUMENT, Decimal("1800000.00"))
    await case.walk(Stage.INSTALMENTS, "3")
    assert "amount_adjusted" not in case.timeline()
    assert money(case, Account.PAID) == ("3772000.00",)
    books_are_sound(case)


async def test_money_that_is_on_its_way_comes_first(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    refusal = await case.refused("decide_top_up", by="afresh", **MORE)
    assert refusal.what == "本案没有已拨付的资金，不能补足差额。"
    await case.grant((await case.progress()).tasks[0])
    refusal = await case.refused("decide_top_up", by="afresh", **MORE)
    assert refusal.what == "资金正在拨付，不能补足差额。"


async def test_a_difference_that_the_bank_returns_is_paid_again(office: Office) -> None:
    case = await paid_too_little(office)
    await top_up(case)
    await case.walk(Stage.PAYMENT)
    payment = (await case.progress()).tasks[0].subject
    await case.act("return_payment", "finance_bureau", payment=payment, reason="账户已销户")
    await case.walk()
    assert money(case, Account.PAID, Account.RETURNED) == ("9800000.00", "0.00")
    books_are_sound(case)


def verified_of(case: WalkedCase) -> dict[str, Any] | None:
    """The figures of the file that an office has verified."""
    with open_session(case.office.engine) as session:
        return session.get_one(CaseFile, case.plan.case_number).verified_facts


GOOSE: dict[str, Any] = {
    "verified_facts": {"amount": "9500000.00", "selection_document": "廊工信〔2027〕3号"}
}


@pytest.mark.parametrize(
    ("code", "head", "sample", "content", "asked", "due"),
    [
        ("compute_centre_construction", "lead", "none", MORE, "approve_as_head", "4800000.00"),
        ("compute_centre_construction", "finance", "none", MORE, "approve_as_head", "4800000.00"),
        ("compute_centre_construction", "none", "every", MORE, "check_sample", "4800000.00"),
        ("leading_goose", "none", "none", GOOSE, "confirm_amount", ""),
    ],
)
async def test_who_looks_at_an_amount_looks_at_what_is_topped_up(
    office: Office, code: str, head: str, sample: str, content: dict[str, Any], asked: str, due: str
) -> None:
    if code == "leading_goose":
        case = await office.file(code)
        await case.walk()
    else:
        case = await paid_too_little(office, overseen(head, sample, above="5000000.00"))
    paid = Decimal(money(case, Account.PAID)[0])
    told, verified = case.timeline(), verified_of(case)
    again = await top_up(case, **content)
    (task,) = again.tasks
    assert task.acts == (asked,)
    assert again.stage is Stage.FUND_DOCUMENT
    decider = f"{case.plan.lead}-afresh"
    refusal = await case.refused(asked, task.party, by=decider, **AGREED[asked])
    assert refusal.kind == "conflict-of-roles"
    assert "topped_up" not in case.timeline()
    back = await case.act(asked, task.party, decision="return", reason="依据不足。")
    assert (back.stage, back.final, back.amount) == (Stage.CLOSED, True, paid)
    assert money(case, Account.PROMISED, Account.PAID) == ("0.00", f"{paid:.2f}")
    assert case.timeline()[len(told) :][-1] == "top_up_returned"
    assert mails(case, "topped_up") == []
    assert verified_of(case) == verified
    books_are_sound(case)
    await top_up(case, **content)
    ended = await case.walk()
    rest = Decimal(due) if due else Decimal("9500000.00") - paid
    assert (ended.stage, ended.amount) == (Stage.CLOSED, paid + rest)
    assert verified_of(case) == {**(verified or {}), **content["verified_facts"]}
    assert money(case, Account.PAID) == (f"{paid + rest:.2f}",)
    assert f"应补足 {rest:,.2f} 元" in mails(case, "topped_up")[0]
    books_are_sound(case)


async def test_a_difference_that_was_sent_back_at_the_check_is_drawn_for_certain(office: Office) -> None:
    """One in a thousand is drawn, and this one, whatever its number is now."""
    case = await paid_too_little(office, overseen("none", "every", above="5000000.00"))
    await top_up(case)
    await case.act("check_sample", decision="return", reason="依据不足。")
    begun = ended_case(office.engine, case.plan.case_number)
    assert begun is not None
    assert begun.state.unchecked == ("",)
    seldom = begun.model_copy(update={"plan": begun.plan.model_copy(update={"sample_per_mille": 1})})
    act = case.make("decide_top_up", by=f"{case.plan.lead}-afresh", **MORE)
    again = await start_with(case, "top_up", seldom, act)
    assert [task.acts for task in again.tasks] == [("check_sample",)]
    await case.walk()
    ended = ended_case(office.engine, case.plan.case_number)
    assert ended is not None
    assert (ended.state.amount, ended.state.unchecked) == (Decimal("9800000.00"), ())


AGREED: dict[str, Any] = {
    "approve_as_head": {"decision": "approve"},
    "check_sample": {"decision": "confirm"},
    "confirm_amount": {"decision": "confirm"},
}


async def test_what_was_drawn_and_sent_back_is_drawn_for_certain_when_it_is_decided_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the case had ended in between, and under its next number."""
    numbers = iter([999, 0, 999])
    monkeypatch.setattr(samples, "drawn_number", lambda *_: next(numbers))
    case = await paid_too_little(office, overseen("none", "tenth"))
    (task,) = (await top_up(case)).tasks
    assert task.acts == ("check_sample",)
    assert (await case.act("check_sample", decision="return", reason="依据不足。")).final
    (task,) = (await top_up(case)).tasks
    assert task.acts == ("check_sample",)


async def test_what_a_head_sends_back_leaves_the_contest_open(office: Office) -> None:
    case = await paid_too_little(office, overseen("lead", "none", above="5000000.00"))
    reference = await contest(case, Contestable.AMOUNT, "")
    by = f"{case.plan.lead}-afresh"
    again = await case.act("decide_top_up", by=by, **MORE)
    assert [task.acts for task in again.tasks if not task.beside] == [("approve_as_head",)]
    back = await case.act("approve_as_head", decision="return", reason="依据不足。")
    assert [task.subject for task in back.tasks if task.beside] == [reference, reference]
    await answer(case, reference, "uphold")
    assert (await case.progress()).final
    assert money(case, Account.PAID, Account.PROMISED) == ("5000000.00", "0.00")
    books_are_sound(case)
