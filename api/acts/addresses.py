"""Where each act is handed in, below ``/v1/applications/{number}``, and under which heading the documentation shows it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from domain.case.acts.acceptance import RecordAcceptance, ReportAcceptance, ReturnAcceptanceReport
from domain.case.acts.act import Act
from domain.case.acts.endings import ExcuseLapse, Terminate, Withdraw
from domain.case.acts.filing import RequestReconsideration, Supplement, WithdrawReconsideration
from domain.case.acts.instalments import ClaimInstalment, ReviewInstalment
from domain.case.acts.objections import FindOnObjection, RaiseObjection
from domain.case.acts.payment import (
    CheckPayee,
    ConfirmPayment,
    IssueFundDocument,
    ProvidePayee,
    ReturnPayment,
)
from domain.case.acts.projects import FindSameProject
from domain.case.acts.recovery import (
    DecideRecovery,
    DecideTopUp,
    LiftStop,
    RecordRepayment,
    ReverseRecovery,
    StopPayment,
)
from domain.case.acts.registry import BY_KIND
from domain.case.acts.review import (
    AnswerReconsideration,
    ApproveAsHead,
    CheckCompleteness,
    CheckSample,
    ConfirmAmount,
    CorrectDecision,
    Review,
)
from domain.case.acts.signing import AddSigner, CopyCase, Settle, SignOff
from domain.case.acts.time import CorrectExtension, ExtendTerm, PauseClock, ResumeClock, Urge
from domain.case.acts.vouchers import Redeem, ReviewRedemption


class Address(NamedTuple):
    """A path, in which braces hold what the act is about; and a heading."""

    path: str
    heading: str


REVIEW, NOTICE, LATER = "受理与审核", "公示", "验收、分年兑现、算力券"
MONEY, RECOVERY, TIME, ENDING = "资金", "停拨与追回", "期限与催办", "撤回与终止"

ADDRESSES: Final[Mapping[type[Act], Address]] = {
    CheckCompleteness: Address("completeness", REVIEW),
    Supplement: Address("supplement", REVIEW),
    Review: Address("review", REVIEW),
    ConfirmAmount: Address("amount-confirmation", REVIEW),
    ApproveAsHead: Address("head-approval", REVIEW),
    CheckSample: Address("sample-check", MONEY),
    FindSameProject: Address("same-project", REVIEW),
    AddSigner: Address("signers", REVIEW),
    SignOff: Address("signoffs", REVIEW),
    Settle: Address("settlement", REVIEW),
    CopyCase: Address("copies", REVIEW),
    RaiseObjection: Address("objections", NOTICE),
    FindOnObjection: Address("objections/{objection}/finding", NOTICE),
    ReportAcceptance: Address("acceptance/report", LATER),
    RecordAcceptance: Address("acceptance", LATER),
    ReturnAcceptanceReport: Address("acceptance/report/return", LATER),
    ClaimInstalment: Address("instalments/{n}/claim", LATER),
    ReviewInstalment: Address("instalments/{n}/review", LATER),
    Redeem: Address("redemptions", LATER),
    ReviewRedemption: Address("redemptions/{n}/review", LATER),
    ProvidePayee: Address("payee", MONEY),
    CheckPayee: Address("payee-check", MONEY),
    IssueFundDocument: Address("fund-document", MONEY),
    ConfirmPayment: Address("payments/{payment}/confirm", MONEY),
    ReturnPayment: Address("payments/{payment}/return", MONEY),
    Withdraw: Address("withdraw", ENDING),
    Terminate: Address("terminate", ENDING),
    CorrectDecision: Address("correction", "救济"),
    ExcuseLapse: Address("excuse", "救济"),
    RequestReconsideration: Address("reconsideration", "救济"),
    WithdrawReconsideration: Address("reconsiderations/{n}/withdraw", "救济"),
    AnswerReconsideration: Address("reconsiderations/{n}/answer", "救济"),
    StopPayment: Address("stop", RECOVERY),
    LiftStop: Address("stop/lift", RECOVERY),
    DecideRecovery: Address("recovery", RECOVERY),
    DecideTopUp: Address("top-up", RECOVERY),
    RecordRepayment: Address("recovery/repayments", RECOVERY),
    ReverseRecovery: Address("recovery/reversal", RECOVERY),
    ExtendTerm: Address("extension", TIME),
    CorrectExtension: Address("extension/correction", TIME),
    PauseClock: Address("pause", TIME),
    ResumeClock: Address("resume", TIME),
    Urge: Address("urge", TIME),
}
"""Every act but filing, which comes before there is a case."""


def href_of(case_number: str, kind: str, subject: str) -> str:
    """Where an act of a case is handed in."""
    head, brace, rest = ADDRESSES[BY_KIND[kind]].path.partition("{")
    tail = subject + rest.partition("}")[2] if brace else ""
    return f"/v1/applications/{case_number}/{head}{tail}"
