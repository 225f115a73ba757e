"""What workflow and activities say to each other. One message an activity, one answer.

Every message carries ``case_number`` and ``seq``: together with the activity's name they are its
idempotency key. Done twice, an activity answers as it did the first time. ``at`` is the workflow's time.
"""

from datetime import UTC, date, datetime
from typing import Final

from domain.case.acts.act import Facts
from domain.case.acts.defects import Defect
from domain.case.record.came import Came
from domain.case.record.circumstances import Circumstances
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.roles import Actor
from domain.case.user_tasks import TimerEventKind, UserTask
from domain.errors import RefusalFacts
from domain.frozen import Frozen
from domain.money import Yuan
from domain.other_funding.judgement import GivenJudgement

PASSING: Final = "passing"
"""Said with a refusal while the case deals with another act: it may be another one in a moment."""


class RecordedAct(Frozen):
    """An act as it is kept: ``content`` is the whole act as JSON.

    ``late_after`` is the last day of its term, where that was over when the act came and nobody had recorded its end yet.
    """

    id: str
    kind: str
    by: Actor
    digest: str
    outcome: str
    reason: str
    content: Facts
    late_after: date | None = None


class Request(Frozen):
    """What every request to an activity carries; filled in by the case that asks (``Case.do``).

    ``came`` is what had come to the case since it asked last, so that the store alone knows what led here.
    """

    case_number: str = ""
    seq: int = 0
    at: datetime = datetime.min.replace(tzinfo=UTC)
    came: tuple[Came, ...] = ()

    def key(self, verb: str) -> str:
        """What the entries of a verb are kept under: once for case and ``seq``."""
        return f"{self.case_number}/{verb}/{self.seq}"


class Step(Request):
    """Record what happened and where the case stands now, in one transaction (``enter_stage``).

    Attributes:
        stage: the stage from now on.
        event: what happened; decides the mail.
        acts: the acts that led here, all answered with the resulting progress.
        tasks: whose turn it is now; those without ``term`` get their days computed from ``at``.
        reason: what the applicant is told.
        defects: all defects at once.
        notice: which notice of defects this is, from 1; 0 where it is none.
        note: why it went another way than usual: a second notice, signatures that stand.
        silent: who agreed by silence; empty for nobody.
        subject: which instalment, redemption, objection or payment this is about.
        amount: of the award, or of the instalment or redemption in hand.
        final: the case ends here.
        circumstances: what beside stage and tasks says which acts the case takes from now on.
    """

    stage: Stage
    event: Event
    acts: tuple[RecordedAct, ...] = ()
    tasks: tuple[UserTask, ...] = ()
    reason: str = ""
    defects: tuple[Defect, ...] = ()
    notice: int = 0
    note: str = ""
    silent: str = ""
    subject: str = ""
    amount: Yuan | None = None
    final: bool = False
    circumstances: Circumstances = Circumstances()


class StopInForce(Frozen):
    """A stop of payment (停拨) that stands against a case: of the ``case`` itself or of all cases of its ``unit``."""

    scope: str
    party: str
    since: datetime


class Progress(Frozen):
    """Where a case stands: the answer to every act, and what the API shows first.

    Attributes:
        since: since when the case is in its stage; each task has its own.
        amount: the award of the whole case or of the instalment in hand; None before it is known.
        clocks: those of the case beside its tasks: the whole case's term, and the time since the applicant last heard.
        stops: of payment.
        undelivered: what the applicant was written about by mails that could not arrive.
        at: when this was recorded.
    """

    case_number: str
    seq: int
    stage: Stage
    since: datetime
    at: datetime
    tasks: tuple[UserTask, ...] = ()
    amount: Yuan | None = None
    overdue: bool = False
    final: bool = False
    clocks: tuple[UserTask, ...] = ()
    next_step: str = ""
    stops: tuple[StopInForce, ...] = ()
    undelivered: tuple[Event, ...] = ()


class Ring(Request):
    """A timer event of a task's term is due (``ring``): remind, escalate or lapse. Event and mail follow from it."""

    kind: TimerEventKind
    task: UserTask
    stage: Stage
    tasks: tuple[UserTask, ...]
    amount: Yuan | None = None


class Reckoning(Request):
    """Compute the open terms again by the calendar as it is now (``reckon_terms``); what moved is told."""

    stage: Stage
    tasks: tuple[UserTask, ...]
    amount: Yuan | None = None


class Assessment(Request):
    """Compute the award from verified figures (``assess_award``).

    Attributes:
        phase: ``filing``, ``acceptance`` or ``instalment``.
        subject: the instalment's number, else empty.
        verified_facts: figures that replace the declared ones; None keeps them.
        expert_score: 0 to 100, from the expert review.
        happened_on: the day of the awaited event, and
        opens_on: the day before which it counts only when the cap is reached (measure 6.2).
        claimed_facts: the applicant's figures, where the office may have verified others; an award that differs from
            what they come to needs
        reason: why, in words that the applicant reads.
        other_funding: what was found of money of other policies; None keeps what was found before.
    """

    phase: str
    subject: str = ""
    verified_facts: Facts | None = None
    expert_score: int | None = None
    happened_on: date | None = None
    opens_on: date | None = None
    claimed_facts: Facts | None = None
    reason: str = ""
    other_funding: GivenJudgement | None = None


class Assessed(Frozen):
    """The outcome of an assessment. ``refusal`` is set when the figures do not carry an award.

    ``acceptance_from`` and ``instalment_ends`` follow from the verified figures and replace those of the plan;
    ``claimed`` is what the applicant's own figures would have come to, where that is another amount.
    """

    amount: Yuan | None = None
    claimed: Yuan | None = None
    acceptance_from: date | None = None
    instalment_ends: tuple[date, ...] = ()
    refusal: RefusalFacts | None = None
