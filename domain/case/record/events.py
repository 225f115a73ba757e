"""What can happen in a case: each event with its Chinese title and whether the applicant is written to.

The event's value is the name of its mail folder in ``templates/mail``. No mail for steps that an
applicant cannot see.
"""

from enum import StrEnum


class Event(StrEnum):
    """One kind of thing that happens in a case."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    ACCEPTED_BY_SILENCE = "accepted_by_silence"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENTED = "supplemented"
    NOT_ACCEPTED = "not_accepted"
    APPROVED = "approved"
    RETURNED = "returned"
    AMOUNT_ENTERED = "amount_entered"
    AMOUNT_RETURNED = "amount_returned"
    HEAD_ASKED = "head_asked"
    SAMPLE_DRAWN = "sample_drawn"
    REJECTED = "rejected"
    EXPERTS_ASKED = "experts_asked"
    SCORED = "scored"
    SIGNED_OFF = "signed_off"
    AGREED_BY_SILENCE = "agreed_by_silence"
    SIGNER_ADDED = "signer_added"
    OBSERVER_ADDED = "observer_added"
    OBJECTED = "objected"
    SETTLED = "settled"
    PROJECT_FOUND = "project_found"
    DECISION_CORRECTED = "decision_corrected"
    BATCH_AWAITED = "batch_awaited"
    NOT_SELECTED = "not_selected"
    NOTICE_PUBLISHED = "notice_published"
    OBJECTION_RAISED = "objection_raised"
    OBJECTION_DISMISSED = "objection_dismissed"
    OBJECTION_UPHELD = "objection_upheld"
    OBJECTION_ALSO_DISMISSED = "objection_also_dismissed"
    ACCEPTANCE_AWAITED = "acceptance_awaited"
    ACCEPTANCE_REPORTED = "acceptance_reported"
    ACCEPTANCE_REPORT_RETURNED = "acceptance_report_returned"
    ACCEPTANCE_RECORDED = "acceptance_recorded"
    INSTALMENT_AWAITED = "instalment_awaited"
    INSTALMENT_OPENED = "instalment_opened"
    INSTALMENT_CLAIMED = "instalment_claimed"
    INSTALMENT_RETURNED = "instalment_returned"
    INSTALMENT_REFUSED = "instalment_refused"
    INSTALMENT_MISSED = "instalment_missed"
    VOUCHER_QUEUED = "voucher_queued"
    VOUCHER_HELD = "voucher_held"
    VOUCHER_ISSUED = "voucher_issued"
    VOUCHER_EXPIRED = "voucher_expired"
    REDEMPTION_CLAIMED = "redemption_claimed"
    REDEMPTION_REFUSED = "redemption_refused"
    PAYEE_ASKED = "payee_asked"
    PAYEE_DIFFERS = "payee_differs"
    PAYEE_DETAILS_RETURNED = "payee_details_returned"
    FUNDS_AWAITED = "funds_awaited"
    FUNDS_AWAITED_AGAIN = "funds_awaited_again"
    AMOUNT_ADJUSTED = "amount_adjusted"
    PAYMENT_ORDERED = "payment_ordered"
    PAYMENT_RETURNED = "payment_returned"
    PAID = "paid"
    PAYMENT_NETTED = "payment_netted"
    PAYMENT_STOPPED = "payment_stopped"
    STOP_LIFTED = "stop_lifted"
    RECOVERY_DECIDED = "recovery_decided"
    REPAYMENT_RECORDED = "repayment_recorded"
    RECOVERY_NETTED = "recovery_netted"
    RECOVERY_OVERDUE = "recovery_overdue"
    RECOVERY_REVERSED = "recovery_reversed"
    RECOVERED = "recovered"
    RECONSIDERATION_REQUESTED = "reconsideration_requested"
    DECISION_CONTESTED = "decision_contested"
    DECISION_UPHELD = "decision_upheld"
    CONTEST_WITHDRAWN = "contest_withdrawn"
    CONTEST_MOOT = "contest_moot"
    TOPPED_UP = "topped_up"
    TOP_UP_RETURNED = "top_up_returned"
    LISTED = "listed"
    ANSWERED = "answered"
    APPLICANT_REMINDED = "applicant_reminded"
    OFFICE_REMINDED = "office_reminded"
    APPLICANT_URGED = "applicant_urged"
    OFFICE_URGED = "office_urged"
    ESCALATED = "escalated"
    TERM_EXTENDED = "term_extended"
    EXTENSION_CORRECTED = "extension_corrected"
    CLOCK_PAUSED = "clock_paused"
    CLOCK_RESUMED = "clock_resumed"
    TERMS_MOVED = "terms_moved"
    NOTICE_UNDELIVERED = "notice_undelivered"
    NOTICE_DELIVERED = "notice_delivered"
    STILL_IN_PROGRESS = "still_in_progress"
    LAPSED = "lapsed"
    LAPSE_EXCUSED = "lapse_excused"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


TITLES: dict[Event, str] = {
    Event.SUBMITTED: "申请已收到",
    Event.ACCEPTED: "申请已受理",
    Event.ACCEPTED_BY_SILENCE: "形式审查期满未告知补正，申请视为受理",
    Event.SUPPLEMENT_REQUESTED: "请补正材料",
    Event.SUPPLEMENTED: "补正材料已收到",
    Event.NOT_ACCEPTED: "不予受理",
    Event.APPROVED: "牵头审核通过",
    Event.RETURNED: "审核退回，请补正",
    Event.AMOUNT_ENTERED: "金额已录入，待另一人确认",
    Event.AMOUNT_RETURNED: "金额未获确认，重新审核",
    Event.HEAD_ASKED: "待负责人审批",
    Event.SAMPLE_DRAWN: "已抽中，拨付前由另一人复核",
    Event.REJECTED: "不予支持",
    Event.EXPERTS_ASKED: "进入专家评审",
    Event.SCORED: "专家评审完成",
    Event.SIGNED_OFF: "部门已会签",
    Event.AGREED_BY_SILENCE: "会签期满未提意见，记为沉默",
    Event.SIGNER_ADDED: "增加会签单位",
    Event.OBSERVER_ADDED: "已抄送有关单位",
    Event.OBJECTED: "部门提出异议",
    Event.SETTLED: "会签异议已处理",
    Event.PROJECT_FOUND: "已认定是否同一项目",
    Event.DECISION_CORRECTED: "决定已更正，重新审核",
    Event.BATCH_AWAITED: "等待批次遴选",
    Event.NOT_SELECTED: "未入选本批次",
    Event.NOTICE_PUBLISHED: "开始公示",
    Event.OBJECTION_RAISED: "公示收到异议",
    Event.OBJECTION_DISMISSED: "异议不成立",
    Event.OBJECTION_UPHELD: "异议成立，退回审核",
    Event.OBJECTION_ALSO_DISMISSED: "另一异议不成立",
    Event.ACCEPTANCE_AWAITED: "等待验收或约定事项达成",
    Event.ACCEPTANCE_REPORTED: "验收（或约定事项达成）情况已收到",
    Event.ACCEPTANCE_REPORT_RETURNED: "验收（或约定事项达成）情况已退回，继续等待",
    Event.ACCEPTANCE_RECORDED: "验收（或约定事项）结果已登记",
    Event.INSTALMENT_AWAITED: "等待年度期满",
    Event.INSTALMENT_OPENED: "可以申请年度兑现",
    Event.INSTALMENT_CLAIMED: "年度兑现申请已收到",
    Event.INSTALMENT_RETURNED: "年度材料请补正",
    Event.INSTALMENT_REFUSED: "本年度不予兑现",
    Event.INSTALMENT_MISSED: "本年度逾期未申请",
    Event.VOUCHER_QUEUED: "算力券额度排队",
    Event.VOUCHER_HELD: "拨付已停止，暂不发放算力券",
    Event.VOUCHER_ISSUED: "算力券已发放",
    Event.VOUCHER_EXPIRED: "算力券已到期",
    Event.REDEMPTION_CLAIMED: "兑付申请已收到",
    Event.REDEMPTION_REFUSED: "兑付申请未通过",
    Event.PAYEE_ASKED: "请确认收款信息",
    Event.PAYEE_DIFFERS: "收款信息待核对",
    Event.PAYEE_DETAILS_RETURNED: "收款信息未通过核对，请更正",
    Event.FUNDS_AWAITED: "等待资金安排",
    Event.FUNDS_AWAITED_AGAIN: "重新安排资金",
    Event.AMOUNT_ADJUSTED: "应付金额有调整",
    Event.PAYMENT_ORDERED: "资金已下达，拨付中",
    Event.PAYMENT_RETURNED: "银行退票，请更正收款信息",
    Event.PAID: "资金已拨付",
    Event.PAYMENT_NETTED: "应付款项已抵扣",
    Event.PAYMENT_STOPPED: "已停止拨付",
    Event.STOP_LIFTED: "停止拨付决定已解除",
    Event.RECOVERY_DECIDED: "决定追回款项",
    Event.REPAYMENT_RECORDED: "退回款项已登记",
    Event.RECOVERY_NETTED: "已抵扣应追回款",
    Event.RECOVERY_OVERDUE: "退回款项已逾期",
    Event.RECOVERY_REVERSED: "追回决定已撤销",
    Event.RECOVERED: "款项已全部追回",
    Event.RECONSIDERATION_REQUESTED: "复核申请已受理",
    Event.DECISION_CONTESTED: "已受理对决定的复核申请",
    Event.DECISION_UPHELD: "复核维持原决定",
    Event.CONTEST_WITHDRAWN: "复核申请已撤回",
    Event.CONTEST_MOOT: "复核终止：原决定此前已解除",
    Event.TOPPED_UP: "决定补足差额",
    Event.TOP_UP_RETURNED: "补足差额未获同意，恢复原状",
    Event.LISTED: "已列入创新产品名录",
    Event.ANSWERED: "转办事项已答复",
    Event.APPLICANT_REMINDED: "期限提醒",
    Event.OFFICE_REMINDED: "已提醒承办部门",
    Event.APPLICANT_URGED: "提醒您办理",
    Event.OFFICE_URGED: "牵头部门已催办",
    Event.ESCALATED: "已上报督办",
    Event.TERM_EXTENDED: "期限已延长",
    Event.EXTENSION_CORRECTED: "延期已更正",
    Event.CLOCK_PAUSED: "办理期限中止计时",
    Event.CLOCK_RESUMED: "办理期限恢复计时",
    Event.TERMS_MOVED: "期限已按公布的放假安排调整",
    Event.NOTICE_UNDELIVERED: "通知无法送达",
    Event.NOTICE_DELIVERED: "通知已送达，期限重新起算",
    Event.STILL_IN_PROGRESS: "您的申请仍在办理中",
    Event.LAPSED: "逾期未补正，案件关闭",
    Event.LAPSE_EXCUSED: "准予补办",
    Event.WITHDRAWN: "申请已撤回",
    Event.TERMINATED: "案件已终止",
}

UNSEEN = frozenset(
    {
        Event.SUPPLEMENTED,
        Event.AMOUNT_ENTERED,
        Event.AMOUNT_RETURNED,
        Event.HEAD_ASKED,
        Event.SAMPLE_DRAWN,
        Event.TOP_UP_RETURNED,
        Event.PAYEE_DIFFERS,
        Event.SCORED,
        Event.SIGNED_OFF,
        Event.SIGNER_ADDED,
        Event.OBSERVER_ADDED,
        Event.AGREED_BY_SILENCE,
        Event.OBJECTED,
        Event.SETTLED,
        Event.PROJECT_FOUND,
        Event.OBJECTION_ALSO_DISMISSED,
        Event.INSTALMENT_AWAITED,
        Event.VOUCHER_HELD,
        Event.OFFICE_REMINDED,
        Event.OFFICE_URGED,
        Event.ESCALATED,
        Event.NOTICE_UNDELIVERED,
    }
)
"""Events of which the applicant gets no mail: internal, or an echo of the applicant's own act."""

MAILED = tuple(event for event in Event if event not in UNSEEN)
"""Events of which the applicant gets a mail."""

OF_TERMS = frozenset(
    {
        Event.TERM_EXTENDED,
        Event.EXTENSION_CORRECTED,
        Event.CLOCK_PAUSED,
        Event.CLOCK_RESUMED,
        Event.TERMS_MOVED,
        Event.NOTICE_UNDELIVERED,
        Event.NOTICE_DELIVERED,
        Event.APPLICANT_REMINDED,
        Event.OFFICE_REMINDED,
        Event.ESCALATED,
        Event.STILL_IN_PROGRESS,
        Event.LAPSED,
    }
)
"""What happens to terms, or is brought by them; the case stays where it is, but for the last."""
