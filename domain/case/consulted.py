"""Who may still be asked to sign (加签): told by the door and the case alike."""

from collections.abc import Iterator
from typing import Final

from domain.case.acts.review import ApproveAsHead
from domain.case.record.plan import CasePlan
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.errors import WrongStage

BEFORE_ALL_SIGNED: Final = frozenset(
    {
        *(Stage.COMPLETENESS_CHECK, Stage.SUPPLEMENT, Stage.LEAD_REVIEW),
        *(Stage.EXPERT_REVIEW, Stage.SIGN_OFF),
    }
)
"""Stages in which somebody can be added to those who sign."""


def against_signer(
    stage: Stage, party: str, plan: CasePlan, tasks: tuple[UserTask, ...]
) -> Iterator[WrongStage]:
    """Why a party is not asked to sign: it signs already, it is the lead itself, or everybody has signed."""
    if party in (plan.lead, *plan.co_signers):
        yield WrongStage("该单位已在牵头或会签单位之列，无须加签。", remedy="请查看案件详情中的会签单位。")
    elif any("settle" in task.acts for task in tasks):
        yield WrongStage(
            "各部门均已会签，正在处理会签异议，不能加签。",
            remedy="请先处理会签异议；需要其他部门意见的，可以决定重新审核，届时加签。",
        )
    elif stage not in BEFORE_ALL_SIGNED or any(ApproveAsHead.kind in task.acts for task in tasks):
        yield WrongStage(
            f"案件目前处于“{stage.value}”，会签已经结束，不能加签。",
            remedy="确需其他部门意见的，可以先更正决定，重新审核时加签；只需告知的，请抄送。",
        )
