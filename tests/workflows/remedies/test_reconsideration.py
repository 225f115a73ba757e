"""A refused case is judged again, once, by other people than the first; whatever it ended with, it goes on sensibly."""

import asyncio
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory, WorkflowUpdateFailedError
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from adapters.store.audit.reconciliation import read_recorded
from adapters.store.cases.ended_cases import ended_case
from adapters.store.cases.reconsiderations import case_to_reconsider, how_it_ended
from adapters.store.engine import open_session
from adapters.store.schema import BatchRank
from audit.histories import fetch_history
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.catalogue.registry import load_catalogue
from domain.ledger.accounts import Account
from domain.ledger.reconciliation import reconcile
from tests.workflows.office import Office
from tests.workflows.reconsidering import REASON, ask_again, refuse
from tests.workflows.recovering import mails, money
from tests.workflows.walked_case import WalkedCase
from workflows.registry import WORKFLOWS, runner


def books_are_sound(case: WalkedCase) -> None:
    """Ledger, awards, payments and files agree."""
    assert reconcile(read_recorded(case.office.engine), load_catalogue()) == ()


async def refused_at_review(office: Office, code: str = "compute_centre_construction") -> WalkedCase:
    """A case that was refused at the lead review."""
    case = await office.file(code)
    await refuse(case)
    assert (await case.handle.result()).stage is Stage.REJECTED
    return case


async def test_a_refused_case_is_reviewed_again_and_paid(office: Office) -> None:
    case = await refused_at_review(office)
    begun = await ask_again(case)
    assert (begun.stage, begun.final, begun.tasks[0].acts) == (Stage.LEAD_REVIEW, False, ("review",))
    told = mails(case, "reconsideration_requested")[0]
    assert REASON in told
    assert "牵头部门其他人员" in told
    assert ended_case(office.engine, case.plan.case_number) is None
    assert case_to_reconsider(office.engine, case.plan.case_number) is None
    books_are_sound(case)
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID, Account.PROMISED) == ("10000000.00", "0.00")
    assert "本通知是对您复核申请的处理结果" in mails(case, "approved")[0]
    books_are_sound(case)


async def test_the_histories_of_both_proceedings_are_kept_together(office: Office, tmp_path: Path) -> None:
    case = await refused_at_review(office)
    await ask_again(case)
    await case.end()
    async with asyncio.timeout(20):  # Temporal lists a run a moment after it began
        while True:
            history = await fetch_history(office.client, case.plan.case_number, tmp_path)
            assert history.path is not None
            runs = json.loads(history.path.read_text(encoding="utf-8"))["runs"]
            if len(runs) > 1:
                break
            await asyncio.sleep(0.1)
    assert history.note == ""
    assert len({run["run_id"] for run in runs}) == 2
    for run in runs:
        replayed = WorkflowHistory.from_json(case.handle.id, run)
        await Replayer(
            workflows=WORKFLOWS, workflow_runner=runner(), data_converter=pydantic_data_converter
        ).replay_workflow(replayed)


async def test_who_decided_the_first_time_decides_nothing_now(office: Office) -> None:
    case = await refused_at_review(office)
    await ask_again(case)
    lead = case.plan.lead
    for kind, content in (
        ("review", {"decision": "approve"}),
        ("terminate", {"reason": "x"}),
    ):
        for account in (f"{lead}-review", f"{lead}-check_completeness"):
            refusal = await case.refused(kind, by=account, **content)
            assert (refusal.kind, refusal.why) == ("conflict-of-roles", "复核由原经办人员以外的人员办理。")
            assert "未参与原决定的人员" in refusal.remedy
    await case.walk(Stage.SIGN_OFF)
    signing = {"decision": "agree", "by": f"{lead}-review"}
    assert (await case.refused("sign_off", "kfq", **signing)).kind == "conflict-of-roles"
    await case.act("sign_off", "kfq", decision="agree", by="kfq-sign_off")


async def test_a_case_that_was_not_accepted_is_checked_again_and_may_be_refused_on_its_merits(
    office: Office,
) -> None:
    case = await office.file("compute_centre_construction")
    await case.act("check_completeness", decision="refuse", reason="材料不全。")
    assert "先在系统中对本决定申请复核" in mails(case, "not_accepted")[0]
    begun = await ask_again(case)
    assert (begun.stage, begun.tasks[0].acts) == (Stage.COMPLETENESS_CHECK, ("check_completeness",))
    again = f"{case.plan.lead}-check_completeness"
    assert (await case.refused("check_completeness", decision="accept", by=again)).kind == "conflict-of-roles"
    await case.walk(Stage.LEAD_REVIEW)
    assert "本通知是对您复核申请的处理结果" in mails(case, "accepted")[0]
    await case.act("review", decision="reject", reason="不符合条件。")
    ended = how_it_ended(office.engine, case.plan.case_number)
    assert ended is not None
    assert (ended.stage, ended.begun) == (Stage.REJECTED, (Stage.COMPLETENESS_CHECK,))
    assert "先在系统中对本决定申请复核" in mails(case, "rejected")[0], "the merits were not judged again yet"
    case.shift = "-third"
    begun = await ask_again(case)
    case.shift = "-third"
    assert begun.stage is Stage.LEAD_REVIEW
    assert (await case.end()).stage is Stage.CLOSED


async def test_the_second_refusal_is_final_in_the_office_and_names_what_remains(office: Office) -> None:
    case = await refused_at_review(office)
    await ask_again(case)
    await case.act("review", decision="reject", reason="复核后仍不符合。")
    assert (await case.handle.result()).stage is Stage.REJECTED
    last = mails(case, "rejected")[-1]
    assert "本通知是对您复核申请的处理结果" in last
    assert "先在系统中对本决定申请复核" not in last
    assert "60日内依法申请行政复议（复议机关：廊坊市人民政府）" in last
    ended = how_it_ended(office.engine, case.plan.case_number)
    assert ended is not None
    assert ended.begun == (Stage.LEAD_REVIEW,)
    books_are_sound(case)


async def test_promises_that_were_released_are_made_again(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    assert money(case, Account.PROMISED) == ("10000000.00",)
    await case.act("terminate", reason="主体资格存疑。")
    assert money(case, Account.PROMISED) == ("0.00",)
    books_are_sound(case)
    await ask_again(case)
    assert money(case, Account.PROMISED) == ("0.00",)
    books_are_sound(case)
    await case.walk(Stage.PUBLIC_NOTICE)
    assert money(case, Account.PROMISED) == ("10000000.00",)
    books_are_sound(case)
    assert (await case.end()).stage is Stage.CLOSED
    books_are_sound(case)
    assert case.timeline().count("notice_published") == 2


async def test_a_request_that_the_case_does_not_admit_leaves_it_as_it_ended(office: Office) -> None:
    case = await refused_at_review(office)
    before = case.timeline()
    with pytest.raises(WorkflowUpdateFailedError):
        await ask_again(case, by=f"{case.plan.lead}-review")
    await case.skip_to((await case.now()).replace(year=2035))
    assert (await case.handle.result()).stage is Stage.REJECTED
    assert case.timeline() == before
    case.shift = ""
    assert (await ask_again(case)).stage is Stage.LEAD_REVIEW


async def test_a_second_request_meets_the_reconsideration_that_runs(office: Office) -> None:
    case = await refused_at_review(office)
    await ask_again(case)
    refusal = await case.refused("request_reconsideration", "applicant", reason="再次申请")
    assert refusal.kind == "wrong-stage"


async def test_a_failed_acceptance_is_reviewed_signed_and_accepted_anew(office: Office) -> None:
    case = await office.file("core_technology")
    await case.walk(Stage.AWAITING_ACCEPTANCE)
    failed = await case.content("record_acceptance", "")
    by = (await case.progress()).tasks[0].party
    await case.act("record_acceptance", by, **{**failed, "decision": "failed"}, reason="指标未达到。")
    await ask_again(case)
    await case.walk(Stage.AWAITING_ACCEPTANCE)
    assert (await case.refused("record_acceptance", by, **failed, by=f"{by}-record_acceptance")).kind == (
        "conflict-of-roles"
    )
    assert (await case.end()).stage is Stage.CLOSED
    books_are_sound(case)


@pytest.mark.long
async def test_a_case_that_was_not_selected_takes_part_in_the_next_batch(office: Office) -> None:
    cases = [
        await office.file("foundation_model", applicant=place % 3 + 1, scenario_count=9 - place)
        for place in range(4)
    ]
    for case in cases:
        await case.walk(Stage.BATCH_SELECTION)
    for case in cases:
        await case.ring()
    assert [(await case.stage()).value for case in cases] == ["公示中"] * 3 + ["不予支持"]
    last = cases[-1]
    assert "先在系统中对本决定申请复核" in mails(last, "not_selected")[0]
    await ask_again(last)
    await last.skip_to(datetime(2026, 12, 3, tzinfo=UTC))
    waiting = await last.walk(Stage.BATCH_SELECTION)
    assert (until := waiting.tasks[0].term) is not None
    assert until.due_on.year == 2027
    with open_session(office.engine) as session:
        assert session.get(BatchRank, ("foundation_model", 2026, last.plan.case_number)) is None
    assert (await last.end()).stage is Stage.CLOSED
    books_are_sound(last)


async def second_year(case: WalkedCase) -> Progress:
    """In the second year of support, its money promised and not ordered."""
    await case.walk(Stage.INSTALMENTS, subject="2")
    return await case.walk(Stage.FUND_DOCUMENT)


@pytest.mark.long
async def test_years_of_support_that_were_settled_stay_settled(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await second_year(case)
    await case.act("terminate", reason="停止运营。")
    books_are_sound(case)
    await ask_again(case)
    books_are_sound(case)
    again = await case.walk(Stage.INSTALMENTS)
    assert [task.subject for task in again.tasks] == ["2"]
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID) == ("7972000.00",)
    assert case.timeline().count("payment_ordered") == 3
    books_are_sound(case)


async def test_a_voucher_is_issued_again_over_what_was_not_redeemed(office: Office) -> None:
    case = await office.file("settlement_voucher")
    await case.walk(Stage.PAYMENT)
    await case.grant((await case.progress()).tasks[0])
    paid, left = money(case, Account.PAID, Account.ISSUED)
    assert Decimal(paid) + Decimal(left) == Decimal("500000.00")
    await case.act("terminate", reason="迁出本市。")
    assert money(case, Account.ISSUED) == ("0.00",)
    await ask_again(case)
    books_are_sound(case)
    await case.walk(Stage.VOUCHER)
    assert money(case, Account.PAID, Account.ISSUED) == (paid, left)
    books_are_sound(case)
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID, Account.POOL) == ("500000.00", "-500000.00")
    books_are_sound(case)


@pytest.mark.parametrize(
    ("code", "closed_as"),
    [("leading_goose", Stage.CLOSED), ("product_catalogue", Stage.CLOSED), ("fiscal_support", Stage.CLOSED)],
)
async def test_the_other_procedures_go_on_from_the_review(
    office: Office, code: str, closed_as: Stage
) -> None:
    case = await office.file(code)
    content: dict[str, Any] = {"refer_to": "taxation"} if code == "fiscal_support" else {}
    await case.act("check_completeness", decision="accept", **content)
    asked = (await case.progress()).tasks[0].party
    await case.act("review", asked, decision="reject", reason="不符合条件。")
    begun = await ask_again(case)
    assert [task.party for task in begun.tasks] == [asked]
    assert (await case.end()).stage is closed_as
    books_are_sound(case)
