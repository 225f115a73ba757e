"""What comes next on each procedure, in the words of the status sentence."""

from domain.case.acts.registry import rules_of
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.catalogue.schema import Procedure

USUALLY: dict[Stage, str] = {
    Stage.COMPLETENESS_CHECK: "受理后进入牵头审核",
    Stage.SUPPLEMENT: "补正后继续审查",
    Stage.LEAD_REVIEW: "审核通过后进入部门会签",
    Stage.EXPERT_REVIEW: "评审后进入部门会签",
    Stage.SIGN_OFF: "会签完成后公示",
    Stage.AWAITING_ACCEPTANCE: "验收或约定事项达成后公示核定金额",
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
    Stage.RECOVERY: "款项全部退回后结清追回",
}

INSTEAD: dict[Procedure, dict[Stage, str]] = {
    Procedure.REFERRAL: {
        Stage.COMPLETENESS_CHECK: "受理后转有关部门答复",
        Stage.LEAD_REVIEW: "答复后办结",
    },
    Procedure.RANKED_BATCH: {
        Stage.LEAD_REVIEW: "审核通过后进入专家评审",
        Stage.SIGN_OFF: "会签完成后参加批次遴选",
    },
    Procedure.POST_ACCEPTANCE: {Stage.SIGN_OFF: "会签完成后等待验收或约定事项达成"},
    Procedure.VOUCHER: {
        Stage.PUBLIC_NOTICE: "公示期满无异议后发放算力券",
        Stage.PAYMENT: "到账后余额可继续兑付",
    },
    Procedure.LISTING: {Stage.PUBLIC_NOTICE: "公示期满无异议后列入名录"},
    Procedure.MULTI_YEAR: {
        Stage.PUBLIC_NOTICE: "公示期满无异议后按年兑现",
        Stage.PAYMENT: "到账后进入下一补助年度，最后一年到账后办结",
    },
}
"""Where a procedure differs from the usual one."""

AFTER_A_DAY: dict[str, str] = {"instalment_year": "期满后由申请单位申请年度兑现"}
"""What comes next where a day is awaited, by the name of its term."""


def next_step(procedure: Procedure, stage: Stage, tasks: tuple[UserTask, ...] = ()) -> str:
    """What comes next for a case in a stage that waits for these tasks; empty when nothing does."""
    return (tasks and _after(tasks[0])) or INSTEAD.get(procedure, {}).get(stage) or USUALLY.get(stage, "")


def _after(task: UserTask) -> str:
    """Where a stage has more than one step: what comes next, by the act or the day that is awaited first."""
    told = [follows for kind in task.acts if (follows := rules_of(kind).follows)]
    return told[0] if told else AFTER_A_DAY.get(task.asked.name if task.asked else "", "")
