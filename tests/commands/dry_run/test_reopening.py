"""A case that has ended is tried with a new run, as the act would begin it."""

from decimal import Decimal
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError

from commands.acts.reopening import opening_of
from commands.dry_run.effects import Effects
from domain.case.record.stages import Stage
from domain.ledger.accounts import Account
from tests.commands.dry_run.previewed_case import PreviewedCase, Written, refusal_in, told
from tests.workflows.office import Office
from tests.workflows.reconsidering import REASON, ask_again, refuse
from tests.workflows.recovering import DECISION, reopen

ONE_OFF = "compute_centre_construction"


async def foreseen_of(case: PreviewedCase, kind: str, party: str = "", **content: Any) -> Effects:
    act = case.make(kind, party, **content)
    return await case.foresee(act, opening_of(case.office.engine, case.plan.case_number, act))


async def test_a_recovery_from_an_ended_case_is_as_its_preview_said(office: Office) -> None:
    case = PreviewedCase.like(await office.file(ONE_OFF))
    await case.end()
    foreseen, before = await foreseen_of(case, "decide_recovery", **DECISION), Written(case)
    assert foreseen.after is not None
    assert foreseen.after.stage is Stage.RECOVERY
    assert [(entry.target.account, entry.amount) for entry in foreseen.money] == [
        (Account.RECEIVABLE, Decimal("4000000.00"))
    ]
    assert [letter.title for letter in foreseen.letters] == ["奖补资金追回决定书"]
    await reopen(case)
    await case.same(foreseen, before)


async def test_a_recovery_of_more_than_was_paid_is_refused_alike(office: Office) -> None:
    case = PreviewedCase.like(await office.file(ONE_OFF))
    await case.end()
    greedy = {**DECISION, "amount": Decimal("10000000.01")}
    foreseen, before = await foreseen_of(case, "decide_recovery", **greedy), Written(case)
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await reopen(case, **greedy)
    assert foreseen == Effects(refusal=refusal_in(failed.value))
    assert before.since() == told(Effects())


async def test_a_reconsideration_is_as_its_preview_said(office: Office) -> None:
    case = PreviewedCase.like(await office.file(ONE_OFF))
    await refuse(case)
    foreseen = await foreseen_of(case, "request_reconsideration", "applicant", reason=REASON)
    before = Written(case)
    await ask_again(case)
    await case.same(foreseen, before)
    assert "复核受理通知书" in [letter.title for letter in foreseen.letters]
