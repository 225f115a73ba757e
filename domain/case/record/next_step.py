"""What comes next on each road, in the words of the status sentence."""

from domain.case.record.stages import Stage
from domain.case.turns import Turn
from domain.catalogue.schema import Shape

USUALLY: dict[Stage, str] = {
    Stage.COMPLETENESS_CHECK: "受理后进入牵头审核",
    Stage.SUPPLEMENT: "补正后继续审查",
    Stage.LEAD_REVIEW: "审核通过后进入部门会签",
    Stage.EXPERT_REVIEW: "评审后进入部门会签",
    Stage.SIGN_OFF: "会签完成后公示",
    Stage.AWAITING_ACCEPTANCE: "验收后公示核定金额",
    Stage.BATCH_SELECTION: "入选后公示",
    Stage.QUEUED_FOR_QUOTA: "有额度时发放算力券",
    Stage.PUBLIC_NOTICE: "公示期满无异议后安排资金",
    Stage.OBJECTION_FINDING: "异议不成立的继续办理，成立的退回审核",
    Stage.PAYEE_DETAILS: "确认后由财政部门下达资金",
    Stage.FUND_DOCUMENT: "资金下达后拨付",
    Stage.PAYMENT: "到账后办结",
    Stage.PAYMENT_RETURNED: "更正收款信息后重新拨付",
    Stage.INSTALMENTS: "年度审核通过后拨付",
    Stage.VOUCHER: "兑付审核通过后拨付",
    Stage.RECOVERY: "款项全部退回后办结",
}

INSTEAD: dict[Shape, dict[Stage, str]] = {
    Shape.REFERRAL: {
        Stage.COMPLETENESS_CHECK: "受理后转有关部门答复",
        Stage.LEAD_REVIEW: "答复后办结",
    },
    Shape.RANKED_BATCH: {
        Stage.LEAD_REVIEW: "审核通过后进入专家评审",
        Stage.SIGN_OFF: "会签完成后参加批次遴选",
    },
    Shape.POST_ACCEPTANCE: {Stage.SIGN_OFF: "会签完成后等待验收"},
    Shape.VOUCHER: {
        Stage.PUBLIC_NOTICE: "公示期满无异议后发放算力券",
        Stage.PAYMENT: "到账后余额可继续兑付",
    },
    Shape.LISTING: {Stage.PUBLIC_NOTICE: "公示期满无异议后列入名录"},
    Shape.MULTI_YEAR: {
        Stage.PUBLIC_NOTICE: "公示期满无异议后按年兑现",
        Stage.PAYMENT: "到账后进入下一补助年度，最后一年到账后办结",
    },
}
"""Where a road differs from the usual one."""

FIRST: dict[str, str] = {
    "instalment_year": "期满后由申请单位申请年度兑现",
    "claim_instalment": "申请后由牵头部门审核",
    "redeem": "申请兑付后由牵头部门审核",
    "settle": "处理后继续办理、重新审核或不予支持",
}
"""Where a stage has more than one step: what comes next, by the act or the day that is awaited first."""


def next_step(shape: Shape, stage: Stage, turns: tuple[Turn, ...] = ()) -> str:
    """What comes next for a case in a stage that waits for these turns; empty when nothing does."""
    awaited = [*turns[0].acts, turns[0].asked.name if turns[0].asked else ""] if turns else []
    for name in awaited:
        if name in FIRST:
            return FIRST[name]
    return INSTEAD.get(shape, {}).get(stage) or USUALLY.get(stage, "")
