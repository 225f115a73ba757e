"""A contested decision is changed in a case that stands at its end: nothing else ends it or sends it back meanwhile."""

from typing import Any

import pytest

from adapters.store.audit.reconciliation import read_recorded
from domain.case.contests.contested import Contestable
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.ledger.reconciliation import reconcile
from tests.workflows.contesting import answer, contest
from tests.workflows.office import Office
from tests.workflows.recovering import DECISION, mails, reopen, repay
from tests.workflows.walked_case import WalkedCase

STOP = {"scope": "case", "reason": "核查。", "clause": "附则(四)"}


async def refused_redemption(office: Office) -> WalkedCase:
    """A voucher whose first redemption was refused."""
    case = await office.file("settlement_voucher")
    await case.grant((await case.walk(Stage.VOUCHER)).tasks[0])
    await case.act("review_redemption", redemption=1, decision="reject", reason="发票不在有效期内。")
    return case


async def review_anew(case: WalkedCase, redemption: int, decision: str) -> Stage:
    """A contested redemption is reviewed by somebody else."""
    said: dict[str, Any] = {"redemption": redemption, "decision": decision, "verified_paid": "1000.00"}
    by = f"{case.plan.lead}-afresh"
    return (await case.act("review_redemption", by=by, **said, reason="经核实。")).stage


@pytest.mark.long
async def test_what_is_reviewed_anew_at_the_end_of_a_case_is_not_ended_or_corrected(office: Office) -> None:
    case = await refused_redemption(office)
    reference = await contest(case, Contestable.REDEMPTION, "1")
    while await case.stage() is not Stage.CLOSED:
        await case.ring()
    await answer(case, reference, "change")
    for kind, party in (("terminate", ""), ("correct_decision", ""), ("withdraw", "applicant")):
        assert (await case.refused(kind, party, by="another", reason="x")).kind == "wrong-stage"
    assert await review_anew(case, 1, "reject") is Stage.CLOSED
    assert (await case.handle.result()).stage is Stage.CLOSED
    assert case.timeline()[-1] == "redemption_refused"


@pytest.mark.long
async def test_the_lapse_of_a_case_is_not_changed_while_something_else_is_reviewed_anew(
    office: Office,
) -> None:
    case = await refused_redemption(office)
    while not (await case.progress()).final:
        await case.ring()
    ended_at = await case.now()
    lapse = await contest(case, Contestable.LAPSE)
    await case.skip_to(ended_at)
    redemption = await contest(case, Contestable.REDEMPTION, "1")
    await case.act("stop_payment", **STOP)
    assert (await answer(case, redemption, "change")).stage is Stage.QUEUED_FOR_QUOTA
    said = {"reconsideration": lapse, "decision": "change", "reason": "经复核。"}
    refusal = await case.refused("answer_reconsideration", by="afresh", **said)
    assert "暂不能改变原决定" in refusal.what
    await case.act("lift_stop", scope="case", reason="核查完毕。")
    assert await review_anew(case, 1, "reject") is Stage.CLOSED
    assert (await answer(case, lapse, "change")).stage is Stage.VOUCHER
    assert reconcile(read_recorded(office.engine), load_catalogue()) == ()


async def test_an_amount_is_changed_while_its_own_redemption_is_in_hand(office: Office) -> None:
    case = await refused_redemption(office)
    first = await contest(case, Contestable.REDEMPTION, "1")
    await case.walk(Stage.FUND_DOCUMENT)
    other = await contest(case, Contestable.AMOUNT, "2")
    await case.walk(Stage.VOUCHER)
    await answer(case, first, "change")
    assert await review_anew(case, 1, "approve") is Stage.FUND_DOCUMENT
    own = await contest(case, Contestable.AMOUNT, "1")
    said = {"decision": "change", "reason": "经复核。", "by": f"{case.plan.lead}-third"}
    refusal = await case.refused("answer_reconsideration", reconsideration=other, **said)
    assert "该笔资金已下达" in refusal.what
    back = await case.act("answer_reconsideration", reconsideration=own, **said)
    assert (back.stage, back.tasks[0].subject) == (Stage.VOUCHER, "1")


async def test_what_was_recovered_stays_so_when_something_else_is_changed(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk()
    await reopen(case)
    await contest(case, Contestable.AMOUNT)
    await repay(case, str(DECISION["amount"]))
    await case.act("stop_payment", **STOP)
    after = await answer(case, await contest(case, Contestable.STOP), "change")
    assert (after.stage, after.stops) == (Stage.RECOVERED, ())


async def test_a_stop_is_not_lifted_for_one_that_was_lifted_before(office: Office) -> None:
    case, other = (
        await office.file("compute_centre_construction"),
        await office.file("compute_centre_operation", 1),
    )
    await case.walk(Stage.LEAD_REVIEW)
    await other.walk(Stage.LEAD_REVIEW)
    of_unit = {**STOP, "scope": "unit"}
    await case.act("stop_payment", **of_unit)
    reference = await contest(case, Contestable.STOP)
    await other.act("lift_stop", scope="unit", reason="核查完毕。")
    await case.act("stop_payment", **{**of_unit, "reason": "另有线索。"})
    after = await answer(case, reference, "change")
    assert [stop.scope for stop in after.stops] == ["unit"]
    assert "另有停止拨付决定" in mails(case, "contest_moot")[0]
    again = await answer(case, await contest(case, Contestable.STOP), "change")
    assert (again.stops, case.timeline()[-1]) == ((), "stop_lifted")
