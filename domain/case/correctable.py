"""When an approval may still be taken back and made again (更正)."""

from collections.abc import Iterator
from typing import Final

from domain.case.record.stages import Stage
from domain.errors import WrongStage

BEFORE_MONEY: Final = frozenset(
    {
        *(Stage.EXPERT_REVIEW, Stage.SIGN_OFF, Stage.PUBLIC_NOTICE, Stage.OBJECTION_FINDING),
        *(Stage.BATCH_SELECTION, Stage.AWAITING_ACCEPTANCE, Stage.QUEUED_FOR_QUOTA),
        *(Stage.PAYEE_DETAILS, Stage.FUND_DOCUMENT, Stage.INSTALMENTS, Stage.VOUCHER),
    }
)
"""Stages between the lead's approval of an application and the first payment order."""

BEFORE_THIS_MONEY: Final = frozenset({Stage.PAYEE_DETAILS, Stage.FUND_DOCUMENT})
"""Where what is to be paid next is approved and not ordered yet; after a payment that alone is taken back."""


def against_correction(
    stage: Stage, *, has_paid: bool, is_paying: bool, is_recovering: bool, has_review: bool = True
) -> Iterator[WrongStage]:
    """Why a decision is not taken back: there is none, its money is on its way or arrived, or it is being recovered."""
    if is_recovering:
        yield WrongStage("案件正在追回资金，不能更正决定。", remedy="请先办结或撤销追回。")
    elif is_paying:
        yield WrongStage(
            "资金已下达，不能更正决定。",
            why="更正须在拨付指令发出之前。",
            remedy="请等待本次拨付完成；多付的可以决定追回，少付的补足差额。",
        )
    elif not has_review:
        yield WrongStage(
            "案件办结后又因其他事项恢复办理，原核准决定不再更正。",
            why="更正针对尚未办结的核准决定。",
            remedy="对本次事项有不同意见的，请在审核意见中提出；少付的补足差额，多付的决定追回。",
        )
    elif stage not in BEFORE_MONEY:
        yield WrongStage(
            f"案件目前处于“{stage.value}”，没有可以更正的决定。",
            why="更正针对牵头部门已经作出、尚未下达资金的核准决定。",
            remedy="尚在审核的，请直接在审核意见中更正。",
        )
    elif has_paid and stage not in BEFORE_THIS_MONEY:
        yield WrongStage(
            "依据原决定已拨付资金，不能更正决定。",
            why="更正须在拨付指令发出之前。",
            remedy="多付的可以决定追回，少付的补足差额。",
        )
