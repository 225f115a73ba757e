"""Acts that reach a case in one moment: those behind one that ends it, or changes a decision, are answered and leave nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError

from adapters.store.audit.reconciliation import read_recorded
from adapters.store.cases.ended_cases import ended_case
from domain.case.acts.act import Act
from domain.case.acts.signing import AddSigner
from domain.case.contests.contested import Contestable
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.catalogue.registry import load_catalogue
from domain.departments import APPLICANT, FINANCE_BUREAU
from domain.ledger.reconciliation import reconcile
from tests.workflows.contesting import answer, contest
from tests.workflows.office import Office
from tests.workflows.recovering import DECISION, reopen, repay
from tests.workflows.starting import start_with
from tests.workflows.walked_case import WalkedCase

STOP = {"scope": "case", "reason": "核查。", "clause": "附则(四)"}


async def at_once(
    case: WalkedCase, verb: str, *acts: Act, begin: Callable[[Act], Awaitable[Progress]] | None = None
) -> list[Any]:
    """Send acts so that those behind the first come while its verb is being done; ``begin`` sends the first."""
    sent: list[asyncio.Future[Progress]] = []
    loop = asyncio.get_running_loop()

    async def send_rest() -> None:
        if not sent:
            for act in acts[1:]:
                sent.append(asyncio.ensure_future(case.send(act)))
                await asyncio.sleep(0.1)  # so that they come in this order; no answer tells when one has come

    case.office.before(verb, lambda _: asyncio.run_coroutine_threadsafe(send_rest(), loop).result(20))
    first = await asyncio.gather((begin or case.send)(acts[0]), return_exceptions=True)
    case.office.before(verb, lambda _: None)
    return [*first, *await asyncio.gather(*sent, return_exceptions=True)]


def refused(came: Any) -> str:
    """Why an act was refused."""
    assert isinstance(came, WorkflowUpdateFailedError)
    return str(came.cause)


async def contested_redemption(office: Office) -> tuple[WalkedCase, str]:
    """A voucher that goes on, with a refused redemption that is contested."""
    case = await office.file("settlement_voucher")
    await case.grant((await case.walk(Stage.VOUCHER)).tasks[0])
    await case.act("review_redemption", redemption=1, decision="reject", reason="发票不在有效期内。")
    return case, await contest(case, Contestable.REDEMPTION, "1")


async def contested_stop(office: Office) -> tuple[WalkedCase, str]:
    """A case before its payment, with a contested stop."""
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("stop_payment", **STOP)
    return case, await contest(case, Contestable.STOP)


def changing(case: WalkedCase, reference: str) -> Act:
    """What is contested is changed."""
    said = {"reconsideration": reference, "decision": "change", "reason": "经复核。"}
    return case.make("answer_reconsideration", by=f"{case.plan.lead}-afresh", **said)


async def contested_amount(office: Office) -> tuple[WalkedCase, str]:
    """A case before its payment, with a contested amount."""
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    return case, await contest(case, Contestable.AMOUNT)


async def contested_recovery(office: Office) -> tuple[WalkedCase, str]:
    """A case of which a part came back under a contested decision."""
    case = await office.file("compute_centre_construction")
    await case.walk()
    await reopen(case, amount="1000000.00")
    await repay(case, "1000000.00")
    return case, await contest(case, Contestable.RECOVERY, "R1")


async def test_a_redemption_behind_an_answer_that_changes_is_given_back(office: Office) -> None:
    case, reference = await contested_redemption(office)
    case.redeemed = 0
    redeem = case.make("redeem", "applicant", **await case.content("redeem", ""))
    came = await at_once(
        case, "change_stop", case.make("stop_payment", **STOP), changing(case, reference), redeem
    )
    assert [isinstance(each, Progress) for each in came] == [True, True, False]
    assert "本次办理未生效" in refused(came[2])
    progress = await case.progress()
    assert [task.acts for task in progress.tasks] == [("review_redemption",)]
    await case.act("lift_stop", scope="case", reason="核查完毕。")
    case.shift = "-afresh"
    await case.act("review_redemption", redemption=1, decision="approve", verified_paid="1000.00")
    assert (await case.walk(Stage.VOUCHER)).tasks[0].acts == ("redeem",)
    assert reconcile(read_recorded(office.engine), load_catalogue()) == ()


async def test_a_review_behind_a_lifted_stop_is_dealt_with(office: Office) -> None:
    case, reference = await contested_stop(office)
    stop = case.make("stop_payment", **{**STOP, "scope": "unit"})
    review = case.make("review", decision="reject", reason="不符。")
    came = await at_once(case, "change_stop", stop, changing(case, reference), review)
    assert [type(each) for each in came] == [Progress] * 3
    assert came[2].stage is Stage.REJECTED


async def test_a_decision_is_not_taken_back_twice(office: Office) -> None:
    case, reference = await contested_amount(office)
    correct = case.make("correct_decision", reason="金额有误。")
    came = await at_once(
        case, "change_stop", case.make("stop_payment", **STOP), changing(case, reference), correct
    )
    assert came[1].stage is Stage.LEAD_REVIEW
    assert "案件正在" in refused(came[2])
    assert case.timeline().count("decision_corrected") == 1


async def test_what_is_owed_after_an_answer_is_not_recovered_behind_it(office: Office) -> None:
    case, reference = await contested_recovery(office)
    recover = case.make("decide_recovery", by="second", **{**DECISION, "amount": "500000.00"})
    came = await at_once(case, "reverse_recovery", changing(case, reference), recover)
    assert came[0].stage is Stage.FUND_DOCUMENT
    assert "案件正在" in refused(came[1])


async def test_a_case_that_was_refused_is_not_terminated_as_well(office: Office) -> None:
    case, reference = await contested_stop(office)
    stop = case.make("stop_payment", **{**STOP, "scope": "unit"})
    acts = (
        case.make("review", decision="reject", reason="不符。"),
        case.make("terminate", reason="弄虚作假。"),
    )
    came = await at_once(case, "change_stop", stop, *acts)
    assert came[1].stage is Stage.REJECTED
    assert "不能终止办理" in refused(came[2])
    assert (await answer(case, reference, "uphold")).final
    assert "terminated" not in case.timeline()


async def test_what_comes_behind_an_act_that_does_not_take_a_case_up_is_answered(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk()
    begun = ended_case(office.engine, case.plan.case_number)
    assert begun is not None
    too_much = case.make("decide_recovery", **{**DECISION, "amount": "99000000.00"})
    stop = case.make("stop_payment", **STOP)
    begin = partial(start_with, case, "recovery", begun)
    came = await at_once(case, "reclaim", too_much, stop, begin=begin)
    assert "案件已结束" in refused(came[1])
    assert (await case.handle.result()).stage is Stage.CLOSED


async def test_nobody_is_asked_to_sign_while_objections_are_settled(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    for task in (await case.walk(Stage.SIGN_OFF)).tasks:
        await case.act("sign_off", task.party, decision="object", reason="投资额存疑。")
    by = case.actor(case.plan.lead, "add_signer")
    add = AddSigner(id="add", by=by, digest="d", party="education", reason="请会签。")
    settle = case.make("settle", decision="proceed", reason="已核实。")
    came = await at_once(case, "change_stop", case.make("stop_payment", **STOP), add, settle)
    assert "不能加签" in refused(came[1])
    assert came[2].stage is Stage.PUBLIC_NOTICE


@pytest.mark.parametrize("kind", ["review", "answer_reconsideration"])
async def test_what_comes_behind_the_end_while_an_answer_is_awaited(office: Office, kind: str) -> None:
    case, reference = await contested_stop(office)
    upheld = {"reconsideration": reference, "decision": "uphold", "reason": "经复核。"}
    behind = {"review": {"decision": "approve"}, "answer_reconsideration": upheld}[kind]
    stop = case.make("stop_payment", **{**STOP, "scope": "unit"})
    acts = (
        case.make("terminate", reason="弄虚作假。"),
        case.make(kind, by=f"{case.plan.lead}-new", **behind),
    )
    _, first, second = await at_once(case, "change_stop", stop, *acts)
    assert first.stage is Stage.REJECTED
    if kind == "review":
        assert "案件已结束" in refused(second)
        assert not first.final
        second = await answer(case, reference, "uphold")
    assert second.final
    assert (await case.handle.result()).stage is Stage.REJECTED


@pytest.mark.parametrize("turning", ["correct_decision", "decide_recovery"])
async def test_who_was_refused_behind_a_turn_of_the_case_has_not_done_the_act(
    office: Office, turning: str
) -> None:
    years = turning == "decide_recovery"
    case = await office.file("compute_centre_operation" if years else "compute_centre_construction")
    if years:
        await case.walk(Stage.INSTALMENTS, "2")
    await case.walk(Stage.FUND_DOCUMENT)
    issue = case.make("issue_fund_document", FINANCE_BUREAU, by="wang", **await case.split())
    said = {**DECISION, "amount": "1000.00"} if years else {"reason": "金额有误。"}
    turn = case.make(turning, by=f"{case.plan.lead}-turning", **said)
    _, turned, issued = await at_once(case, "change_stop", case.make("stop_payment", **STOP), turn, issue)
    assert isinstance(turned, Progress)
    assert "本次办理未生效" in refused(issued)
    if years:
        await case.act("reverse_recovery", reason="有误。")
    await case.act("lift_stop", scope="case", reason="核查完毕。")
    case.shift = "-again"
    payment = (await case.walk(Stage.PAYMENT)).tasks[0].subject
    await case.act("return_payment", FINANCE_BUREAU, payment=payment, reason="账户已销户。")
    other = {"payee": "payee-2", "is_other": True, "reason": "集团统一收款。"}
    await case.act("provide_payee", APPLICANT, **other)
    checked = await case.act("check_payee", FINANCE_BUREAU, by="wang", decision="accept")
    assert checked.stage is Stage.PAYMENT
