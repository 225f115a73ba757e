"""The verbs of a case: what its workflow asks the activities to do. Each is done once for case and ``seq``."""

from typing import Final

from domain.case.authenticity.acts import Authenticity, AuthenticityAsked
from domain.case.authenticity.beginnings import BeginningAsked
from domain.case.record.money_steps import (
    BankReturn,
    BankReturned,
    BatchRequest,
    BatchResult,
    PaymentOrder,
    PaymentOrdered,
    PaymentResult,
    ProductListing,
    ProjectFindingRequest,
    ProjectFound,
    Receivable,
    ReceivableAsked,
    Reclaim,
    Reclaimed,
    Redemption,
    RedemptionRequest,
    Repayment,
    Reversal,
    Reversed,
    SampleDraw,
    SampleDrawn,
    StopChange,
    StopChanged,
    ToppedUp,
    TopUpRequest,
    VoucherEnd,
    VoucherIssued,
    VoucherRequest,
)
from domain.case.record.steps import Assessed, Assessment, Progress, Reckoning, Ring, Step
from domain.case.signatures import Recalled, SignatureRecall
from domain.case.time.urging import Urged, Urging
from domain.verb import Done, Verb

CHECK_AUTHENTICITY: Final = Verb("check_authenticity", AuthenticityAsked, Authenticity, "核对真实性")
CHECK_BEGINNING: Final = Verb("check_beginning", BeginningAsked, Authenticity, "核对流程来源")
ENTER_STAGE: Final = Verb("enter_stage", Step, Progress, "记录进展")
RING: Final = Verb("ring", Ring, Progress, "提醒")
RECKON_TERMS: Final = Verb("reckon_terms", Reckoning, Progress, "重新核对期限和停拨")
ASSESS_AWARD: Final = Verb("assess_award", Assessment, Assessed, "核算金额")
FIND_SAME_PROJECT: Final = Verb("find_same_project", ProjectFindingRequest, ProjectFound, "认定是否同一项目")
RECALL_SIGNATURES: Final = Verb("recall_signatures", SignatureRecall, Recalled, "核对会签依据")
URGE: Final = Verb("urge", Urging, Urged, "催办")
SELECT_IN_BATCH: Final = Verb("select_in_batch", BatchRequest, BatchResult, "批次遴选")
LIST_PRODUCT: Final = Verb("list_product", ProductListing, Done, "列入名录")

ISSUE_VOUCHER: Final = Verb("issue_voucher", VoucherRequest, VoucherIssued, "发放算力券")
RELEASE_VOUCHER: Final = Verb("release_voucher", VoucherEnd, Done, "释放算力券额度")
ASSESS_REDEMPTION: Final = Verb("assess_redemption", RedemptionRequest, Redemption, "核算兑付金额")

DRAW_SAMPLE: Final = Verb("draw_sample", SampleDraw, SampleDrawn, "抽查")
ORDER_PAYMENT: Final = Verb("order_payment", PaymentOrder, PaymentOrdered, "下达拨付指令")
SETTLE_PAYMENT: Final = Verb("settle_payment", PaymentResult, Done, "登记拨付结果")
RETURN_PAID: Final = Verb("return_paid", BankReturn, BankReturned, "登记到账后退票")
TOP_UP: Final = Verb("top_up", TopUpRequest, ToppedUp, "核算应补足的差额")
CHANGE_STOP: Final = Verb("change_stop", StopChange, StopChanged, "变更停拨")

RECLAIM: Final = Verb("reclaim", Reclaim, Reclaimed, "登记追回决定")
RECORD_REPAYMENT: Final = Verb("record_repayment", Repayment, Receivable, "登记退回款项")
TELL_RECEIVABLE: Final = Verb("tell_receivable", ReceivableAsked, Receivable, "核对应追回余额")
REVERSE_RECOVERY: Final = Verb("reverse_recovery", Reversal, Reversed, "撤销追回")
