"""What a case carries from one run to the next: the plan, where it stands, and the last answers given.

Nothing of it grows with what is repeated, since every new run is given it whole.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from domain.case.acts.act import Act
from domain.case.acts.endings import ExcuseLapse
from domain.case.acts.filing import RequestReconsideration
from domain.case.authenticity.authenticator import Authenticator
from domain.case.contests.contested import Contested
from domain.case.deficiency_notices import Noticed
from domain.case.record.circumstances import Circumstances
from domain.case.record.plan import CasePlan
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.record.trail import Trail
from domain.errors import RefusalFacts
from domain.frozen import Frozen
from domain.money import Yuan

RECONSIDERATION = "reconsideration"
"""The checkpoint of a run in which a refused case is judged again."""

LAPSE = "lapse"
"""The checkpoint of a run in which something that lapsed is made good."""


CONTEST = "contest"
"""The checkpoint of a run in which it is contested that a case ended by a lapse."""


OPENED_BY: Final[Mapping[str, type[Act]]] = {
    RECONSIDERATION: RequestReconsideration,
    CONTEST: RequestReconsideration,
    LAPSE: ExcuseLapse,
}
"""Checkpoint in which a case that had ended is taken up again → the act that it waits for there."""


MOST_ANSWERS: Final = 20
"""So many of the last answers are handed over, for whoever repeats an act at the seam of two runs. Every act that was done is asked
for in the store first, and is there before its run hands over."""


class Answer(Frozen):
    """What an act was answered: the progress it led to, or a refusal found while doing it."""

    digest: str = ""
    progress: Progress | None = None
    refusal: RefusalFacts | None = None


class CaseState(Circumstances):
    """The state at the start of a run.

    Attributes:
        seq: number of the last recorded step.
        progress: where the case stands; None before the first step.
        instalment: the year of support in hand, from 1.
        amount: award of the case, or of the instalment in hand.
        done: act → accounts that did it (four eyes), each once; of what the public does, each time.
        answers: act id → answer.
        payee: reference of the account that is paid to; empty before there is one.
        payee_named: reference of one that came with a claim and that a finance officer is still to accept.
        redemptions: how many redemptions were claimed.
        redemption: the one in hand, or that was in hand last; one that was contested may be in hand after later ones.
        voucher_left: what is left on the voucher.
        expires_on: last day of the voucher.
        notices: phase → what the applicant was told to make good in it.
        decided_by: accounts that decided the amount in hand, or had a deputy decide.
        silent: who agreed by silence so far.
        is_woken, is_unsettled: a wake-up, or word that where the case stands is to be written down again, has come and was
            not heeded yet.
        contested: decisions that were contested beside the procedure, the last answered ones too.
        refer_to: department that a ticket was given to before its case was reconsidered.
        is_selected: it has a place in a batch that was decided.
    """

    seq: int = 0
    progress: Progress | None = None
    instalment: int = 0
    amount: Yuan | None = None
    done: dict[str, tuple[str, ...]] = {}
    answers: dict[str, Answer] = {}
    payee: str = ""
    payee_named: str = ""
    redemptions: int = 0
    redemption: int = 0
    voucher_left: Yuan | None = None
    expires_on: date | None = None
    notices: dict[str, Noticed] = {}
    decided_by: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    contested: tuple[Contested, ...] = ()
    refer_to: str = ""
    is_selected: bool = False
    is_woken: bool = False
    is_unsettled: bool = False

    @property
    def circumstances(self) -> Circumstances:
        """What of it says which acts the case takes."""
        return Circumstances(**{name: getattr(self, name) for name in Circumstances.model_fields})


class CaseInput(Frozen):
    """The argument of every subsidy workflow; with a trail it goes on where another run waited.

    Attributes:
        steps_before: number of the last step that the store knew when the run was begun from outside; and
        authenticator: what proves that. A run that another hands over to needs neither.
    """

    plan: CasePlan
    state: CaseState = CaseState()
    trail: Trail = Trail()
    steps_before: int = 0
    authenticator: Authenticator | None = None


class CaseOutcome(Frozen):
    """How a case ended."""

    stage: Stage
    amount: Yuan | None = None


class Opening(Frozen):
    """The run that an act begins in a case that has ended: the kind of workflow, what it is given, and its title."""

    kind: str
    given: CaseInput
    summary: str
