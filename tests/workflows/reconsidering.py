"""Asking that a refused case be judged again, as the API begins it."""

from typing import Any

from adapters.store.cases.reconsiderations import case_to_reconsider
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from tests.workflows.starting import start_with
from tests.workflows.walked_case import WalkedCase

REASON = "审计报告已补充，建设投资额属实。"


async def ask_again(case: WalkedCase, **content: Any) -> Progress:
    """Request a reconsideration; from now on other people than before act for every office."""
    act = case.make("request_reconsideration", "applicant", **{"reason": REASON, **content})
    begun = case_to_reconsider(case.office.engine, case.plan.case_number)
    assert begun is not None
    answer = await start_with(case, case.plan.code, begun, act)
    case.shift = "-second"
    return answer


async def refuse(case: WalkedCase) -> None:
    """Walk to the lead review and be refused there."""
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("review", decision="reject", reason="投资额证据不足。")
