"""Every act there is, and its class by its kind."""

from collections.abc import Callable
from functools import cache
from typing import Final

from domain.case.acts.acceptance import RecordAcceptance, ReportAcceptance, ReturnAcceptanceReport
from domain.case.acts.act import Act
from domain.case.acts.endings import ExcuseLapse, Terminate, Withdraw
from domain.case.acts.filing import File, RequestReconsideration, Supplement, WithdrawReconsideration
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
from domain.case.acts.review import (
    AnswerReconsideration,
    ApproveAsHead,
    CheckCompleteness,
    CheckSample,
    ConfirmAmount,
    CorrectDecision,
    Review,
)
from domain.case.acts.rules import ActRules
from domain.case.acts.signing import AddSigner, CopyCase, Settle, SignOff
from domain.case.acts.time import CorrectExtension, ExtendTerm, PauseClock, ResumeClock, Urge
from domain.case.acts.vouchers import Redeem, ReviewRedemption
from domain.case.roles import Role

ACTS: Final[tuple[type[Act], ...]] = (
    File,
    CheckCompleteness,
    Supplement,
    Review,
    ConfirmAmount,
    ApproveAsHead,
    CheckSample,
    FindSameProject,
    AddSigner,
    SignOff,
    Settle,
    CopyCase,
    RaiseObjection,
    FindOnObjection,
    ReportAcceptance,
    RecordAcceptance,
    ReturnAcceptanceReport,
    ClaimInstalment,
    ReviewInstalment,
    Redeem,
    ReviewRedemption,
    ProvidePayee,
    CheckPayee,
    IssueFundDocument,
    ConfirmPayment,
    ReturnPayment,
    Withdraw,
    Terminate,
    CorrectDecision,
    RequestReconsideration,
    WithdrawReconsideration,
    AnswerReconsideration,
    ExcuseLapse,
    StopPayment,
    LiftStop,
    DecideRecovery,
    DecideTopUp,
    RecordRepayment,
    ReverseRecovery,
    ExtendTerm,
    CorrectExtension,
    PauseClock,
    ResumeClock,
    Urge,
)

BY_KIND: Final[dict[str, type[Act]]] = {act.kind: act for act in ACTS}


def label_of(kind: str) -> str:
    """The Chinese name of a kind of act; the kind itself where there is no such act."""
    return BY_KIND[kind].label if kind in BY_KIND else kind


def rules_of(kind: str) -> ActRules:
    """The rules of a kind of act."""
    return BY_KIND[kind].rules


@cache
def kinds_by(role: Role) -> frozenset[str]:
    """The kinds of acts that are done in a role."""
    return kinds_where(lambda rules: role in rules.by)


def kinds_where(holds: Callable[[ActRules], bool]) -> frozenset[str]:
    """The kinds of acts of whose rules something holds."""
    return frozenset(act.kind for act in ACTS if holds(act.rules))
