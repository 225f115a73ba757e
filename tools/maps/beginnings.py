"""Where the ways of each procedure begin: a case that is filed, or one whose money is to come back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.case.acts.act import Act
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseInput, CaseState
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.user_tasks import TermAsked, UserTask
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy, Procedure
from domain.departments import APPLICANT
from tools.maps.deeds import deed
from tools.maps.playing import BEGINNING
from tools.maps.store_answers import AMOUNT, LESS
from tools.maps.transitions import RECOVERY, Track

LEAD: Final = "development_and_reform"
SIGNERS: Final = ("industry_and_information", "kfq")
DAY: Final = date(2026, 3, 2)
DAYS: Final = 4
"""Every term is so long: the applicant's has a reminder, and nobody counts through a year."""

PROCEDURES: Final = (*(procedure.value for procedure in Procedure), RECOVERY)
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
    if procedure == RECOVERY:
        means = ("repayment", "netting")
        return [begin(decision) for begin in (_ended, _running) for decision in map(_decision, means)]
    procedure = Procedure(procedure)
    plans = [plan_of(procedure, selection=each) for each in SELECTIONS.get(procedure, ("ranked_batch",))]
    return [Beginning(procedure, plan.code, CaseInput(plan=plan), deed("file", APPLICANT)) for plan in plans]


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


def _decision(means: str) -> Act:
    return deed("decide_recovery", LEAD, means=means)


def _ended(decision: Act) -> Beginning:
    """Money of a case that has ended is to come back."""
    return _recovered("recovery", plan_of(Procedure.ONE_OFF), decision, _stands(Stage.CLOSED, final=True))


def _running(decision: Act) -> Beginning:
    """A case is interrupted while a voucher may be redeemed."""
    asked = TermAsked(name="voucher_validity", label="算力券有效期", until=date(2027, 6, 30))
    progress = _stands(Stage.VOUCHER, UserTask(party=APPLICANT, acts=("redeem",), asked=asked))
    plan = plan_of(Procedure.VOUCHER)
    return _recovered(plan.code, plan, decision, progress, checkpoint="redemptions", voucher_left=LESS)


def _recovered(kind: str, plan: CasePlan, decision: Act, progress: Progress, **more: Any) -> Beginning:
    state = CaseState(seq=1, progress=progress, payments=1, payee="payee", amount=AMOUNT, **more)
    return Beginning(
        RECOVERY, kind, CaseInput(plan=plan, state=state), decision, lambda track: not track.recovery
    )


def _stands(stage: Stage, *tasks: UserTask, final: bool = False) -> Progress:
    return Progress(
        case_number="LF2026-0101-00001",
        seq=1,
        stage=stage,
        since=BEGINNING,
        at=BEGINNING,
        tasks=tasks,
        amount=AMOUNT,
        final=final,
    )
