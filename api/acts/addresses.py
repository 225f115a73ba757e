"""Where each act is handed in, below ``/v1/applications/{number}``, and under which heading the documentation shows it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from domain.case.acts.acceptance import RecordAcceptance
from domain.case.acts.act import Act
from domain.case.acts.endings import Terminate, Withdraw
from domain.case.acts.filing import RequestReconsideration, Supplement
from domain.case.acts.instalments import ClaimInstalment, ReviewInstalment
from domain.case.acts.objections import FindOnObjection, RaiseObjection
from domain.case.acts.payment import ConfirmPayment, IssueFundDocument, ProvidePayee, ReturnPayment
from domain.case.acts.recovery import DecideRecovery, LiftStop, RecordRepayment, ReverseRecovery, StopPayment
from domain.case.acts.registry import BY_KIND
from domain.case.acts.review import CheckCompleteness, Review
from domain.case.acts.signing import Settle, SignOff
from domain.case.acts.time import ExtendTerm, PauseClock, ResumeClock, Urge
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
    SignOff: Address("signoffs", REVIEW),
    Settle: Address("settlement", REVIEW),
    RaiseObjection: Address("objections", NOTICE),
    FindOnObjection: Address("objections/{objection}/finding", NOTICE),
    RecordAcceptance: Address("acceptance", LATER),
    ClaimInstalment: Address("instalments/{n}/claim", LATER),
    ReviewInstalment: Address("instalments/{n}/review", LATER),
    Redeem: Address("redemptions", LATER),
    ReviewRedemption: Address("redemptions/{n}/review", LATER),
    ProvidePayee: Address("payee", MONEY),
    IssueFundDocument: Address("fund-document", MONEY),
    ConfirmPayment: Address("payments/{payment}/confirm", MONEY),
    ReturnPayment: Address("payments/{payment}/return", MONEY),
    Withdraw: Address("withdraw", ENDING),
    Terminate: Address("terminate", ENDING),
    RequestReconsideration: Address("reconsideration", "救济"),
    StopPayment: Address("stop", RECOVERY),
    LiftStop: Address("stop/lift", RECOVERY),
    DecideRecovery: Address("recovery", RECOVERY),
    RecordRepayment: Address("recovery/repayments", RECOVERY),
    ReverseRecovery: Address("recovery/reversal", RECOVERY),
    ExtendTerm: Address("extension", TIME),
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
