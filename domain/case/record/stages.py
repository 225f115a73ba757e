"""Stages as applicants see them, and how a case can end."""

from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """The stage of a case; the value is the Chinese word shown everywhere."""

    DRAFT = "草稿"
    COMPLETENESS_CHECK = "形式审查中"
    SUPPLEMENT = "待补正"
    NOT_ACCEPTED = "不予受理"
    LEAD_REVIEW = "牵头审核中"
    SIGN_OFF = "部门会签中"
    EXPERT_REVIEW = "专家评审中"
    AWAITING_ACCEPTANCE = "待验收"
    BATCH_SELECTION = "批次遴选中"
    QUEUED_FOR_QUOTA = "额度排队"
    PUBLIC_NOTICE = "公示中"
    OBJECTION_FINDING = "异议核查中"
    PAYEE_DETAILS = "待确认收款信息"
    FUND_DOCUMENT = "待资金安排"
    PAYMENT = "拨付中"
    PAYMENT_RETURNED = "退票"
    INSTALMENTS = "分年兑现中"
    VOUCHER = "待兑付"
    CLOSED = "已办结"
    REJECTED = "不予支持"
    WITHDRAWN = "已撤回"
    RECOVERY = "追回中"
    RECOVERED = "已追回"


ON_NOTICE = frozenset({Stage.PUBLIC_NOTICE, Stage.OBJECTION_FINDING})
"""Stages in which the case stands on the public page."""

ENDED: Final = frozenset({Stage.CLOSED, Stage.NOT_ACCEPTED, Stage.REJECTED, Stage.WITHDRAWN, Stage.RECOVERED})
"""Stages in which a case ends; while a decision is reconsidered afterwards it stays there."""

WITHOUT_SUPPORT: Final = (Stage.NOT_ACCEPTED, Stage.REJECTED, Stage.WITHDRAWN, Stage.RECOVERED)
"""Where cases end of which nothing stands in the way of another."""
