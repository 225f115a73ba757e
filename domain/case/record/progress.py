"""What a case carries from one run to the next: the plan, where it stands, and every answer given.

A continue-as-new hands this over whole, so that an act repeated a year later still gets its first answer.
"""

from datetime import date

from domain.case.deficiency_notices import Noticed
from domain.case.record.plan import CasePlan
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.errors import RefusalFacts
from domain.frozen import Frozen
from domain.money import Yuan

RECONSIDERATION = "reconsideration"
"""The checkpoint of a run in which a refused case is judged again."""


class Answer(Frozen):
    """What an act was answered: the progress it led to, or a refusal found while doing it."""

    digest: str = ""
    progress: Progress | None = None
    refusal: RefusalFacts | None = None


class CaseState(Frozen):
    """The state at the start of a run.

    Attributes:
        seq: number of the last recorded step.
        progress: where the case stands; None before the first step.
        checkpoint: where the procedure goes on after a continue-as-new; empty at the beginning.
        instalment: the year of support in hand, from 1.
        amount: award of the case, or of the instalment in hand.
        done: act → accounts that did it (four eyes).
        answers: act id → answer.
        payee: reference of the confirmed payee details; empty before.
        payments: how many payments were ordered.
        redemptions: how many redemptions were claimed.
        voucher_left: what is left on the voucher.
        expires_on: last day of the voucher.
        notices: phase → what the applicant was told to make good in it.
        urge_again_from: the first day on which the case may be urged again; None before it was.
        is_owed: the bank returned a payment that could not be ordered again yet.
        excluded: accounts that decided in the proceeding that is reconsidered.
        silent: who agreed by silence so far.
        refer_to: department that a ticket was given to before its case was reconsidered.
    """

    seq: int = 0
    progress: Progress | None = None
    checkpoint: str = ""
    instalment: int = 0
    amount: Yuan | None = None
    done: dict[str, tuple[str, ...]] = {}
    answers: dict[str, Answer] = {}
    payee: str = ""
    payments: int = 0
    redemptions: int = 0
    voucher_left: Yuan | None = None
    expires_on: date | None = None
    notices: dict[str, Noticed] = {}
    urge_again_from: date | None = None
    is_owed: bool = False
    excluded: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    refer_to: str = ""


class CaseInput(Frozen):
    """The argument of every subsidy workflow."""

    plan: CasePlan
    state: CaseState = CaseState()


class CaseOutcome(Frozen):
    """How a case ended."""

    stage: Stage
    amount: Yuan | None = None


class Opening(Frozen):
    """The run that an act begins in a case that has ended: the kind of workflow, what it is given, and its title."""

    kind: str
    given: CaseInput
    summary: str
