"""Where the ways of each procedure begin: a case that is filed, or one whose money is to come back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from domain.case.acts.act import Act
from domain.case.contests.contested import Contestable
from domain.case.contests.decisions import Decision
from domain.case.record.events import Event
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseInput, CaseState
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy, Procedure
from domain.departments import APPLICANT, FINANCE_BUREAU
from tools.maps.deeds import contest, deed
from tools.maps.granted import granted_until
from tools.maps.playing import BEGINNING
from tools.maps.store_answers import AMOUNT, LESS
from tools.maps.transitions import ASIDE, BANK_RETURN, RECOVERY, TOP_UP, Track

CONTESTED: Final = "reconsideration"
"""The workflow in which a decision of a case that has ended is contested."""

LEAD: Final = "development_and_reform"
SIGNERS: Final = ("industry_and_information", "kfq")
DAY: Final = date(2026, 3, 2)
DAYS: Final = 4
"""Every term is so long: the applicant's has a reminder, and nobody counts through a year."""

PROCEDURES: Final = (*(procedure.value for procedure in Procedure), *ASIDE)
EYES: Final[tuple[dict[str, Any], ...]] = (
    {"head_by": LEAD, "head_above": Decimal("1.00"), "sample_per_mille": 500},
    {"sample_per_mille": 500},
)
"""More than one pair of eyes on the money: a head's and a check, or a check alone."""

SELECTIONS: Final = {Procedure.RANKED_BATCH: ("ranked_batch", "first_come")}
"""Readings of the policy that lead a procedure another way."""


@dataclass(frozen=True)
class Beginning:
    """Where a way begins.

    Attributes:
        kind: of workflow.
        given: to it.
        act: the first.
        is_over: whether the way has left the procedure.
    """

    procedure: str
    kind: str
    given: CaseInput
    act: Act
    is_over: Callable[[Track], bool] = lambda _: False


def beginnings(procedure: str) -> list[Beginning]:
    """All of a procedure."""
    if procedure in ASIDE:
        acts = _opening_acts(procedure)
        begun = [begin(procedure, act) for begin in (_ended, _running) for act in acts]
        return [*begun, *(_MORE[procedure](acts[0]) if procedure in _MORE else [])]
    procedure = Procedure(procedure)
    selections = SELECTIONS.get(procedure, ("ranked_batch",))
    plans = [
        plan_of(procedure, selection=each, accepts_by_silence=accepts)
        for each in selections
        for accepts in (False, True)
    ]
    begun = [Beginning(procedure, plan.code, CaseInput(plan=plan), deed("file", APPLICANT)) for plan in plans]
    return [*begun, *(_overseen(procedure, eyes) for eyes in EYES)] if plans[0].has_money else begun


def _overseen(procedure: Procedure, eyes: dict[str, Any]) -> Beginning:
    """More than one pair of eyes on the money; once it is ordered, all goes on as ever."""
    plan = plan_of(procedure, **eyes)
    given, act = CaseInput(plan=plan), deed("file", APPLICANT)
    return Beginning(procedure, plan.code, given, act, lambda track: track.place.stage == Stage.PAYMENT.value)


def plan_of(procedure: Procedure, **more: Any) -> CasePlan:
    """A plan that says whatever a plan of this procedure can say."""
    policy = _policy()
    subsidy = next(each for each in policy.types.values() if each.procedure is procedure)
    return CasePlan(
        case_number="LF2026-0101-00001",
        code=subsidy.code,
        number=subsidy.number,
        name=subsidy.name,
        policy_version=policy.version,
        lead=LEAD,
        co_signers=SIGNERS,
        silent_signers=SIGNERS[-1:],
        locality=SIGNERS[-1],
        has_money=subsidy.has_money,
        terms=dict.fromkeys(policy.terms, DAYS),
        term_labels={name: term.name for name, term in policy.terms.items()},
        instalment_ends=(date(2026, 12, 31), date(2027, 12, 31)),
        batch_closes="12-01",
        **more,
    )


def _policy() -> Policy:
    return load_catalogue().policies[-1]


def _opening_acts(procedure: str) -> list[Act]:
    """What a procedure aside begins with."""
    if procedure == BANK_RETURN:
        return [deed("return_payment", FINANCE_BUREAU, "P1", was_paid=True)]
    if procedure == TOP_UP:
        return [deed("decide_top_up", LEAD)]
    return [deed("decide_recovery", LEAD, means=means) for means in ("repayment", "netting")]


def _ended(procedure: str, act: Act, **plan: Any) -> Beginning:
    """Money of a case that has ended is to come back, or has."""
    return _aside(
        procedure, procedure, plan_of(Procedure.ONE_OFF, **plan), act, _stands(Stage.CLOSED, final=True)
    )


def _running(procedure: str, act: Act, **more: Any) -> Beginning:
    """A case is interrupted while a voucher may be redeemed."""
    begun = CaseInput(plan=plan_of(Procedure.VOUCHER))
    given = granted_until(Stage.VOUCHER, begun, deed("file", APPLICANT))
    known = {"payments": 1, "payee": "payee", "amount": AMOUNT, "voucher_left": LESS, **more}
    given = given.model_copy(update={"state": given.state.model_copy(update=known)})
    return Beginning(procedure, given.plan.code, given, act, lambda track: not track.aside)


def _recovered() -> Beginning:
    """All has come back of a case that has ended, and the decision is contested."""
    plan, progress = plan_of(Procedure.ONE_OFF), _stands(Stage.RECOVERED, final=True)
    state = CaseState(seq=1, progress=progress, payments=1, payee="payee", amount=AMOUNT)
    decision = Decision(kind=Contestable.RECOVERY, number="R1", told_in=1, event=Event.RECOVERY_DECIDED)
    asked, _ = contest(decision, LEAD)
    return Beginning(Procedure.ONE_OFF, CONTESTED, CaseInput(plan=plan, state=state), asked)


_MORE: Final[dict[str, Callable[[Act], list[Beginning]]]] = {
    RECOVERY: lambda act: [_running(RECOVERY, act, payee_named="payee of another"), _recovered()],
    TOP_UP: lambda act: [_ended(TOP_UP, act, **eyes) for eyes in EYES],
}
"""What else an interrupting procedure may begin with: an account that is to be checked, and more eyes."""


def _aside(procedure: str, kind: str, plan: CasePlan, act: Act, progress: Progress) -> Beginning:
    state = CaseState(seq=1, progress=progress, payments=1, payee="payee", amount=AMOUNT)
    return Beginning(procedure, kind, CaseInput(plan=plan, state=state), act, lambda track: not track.aside)


def _stands(stage: Stage, *, final: bool = False) -> Progress:
    return Progress(
        case_number="LF2026-0101-00001",
        seq=1,
        stage=stage,
        since=BEGINNING,
        at=BEGINNING,
        amount=AMOUNT,
        final=final,
    )
