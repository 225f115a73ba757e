"""Recording what becomes of terms: a rung that is due, and days that moved with the calendar."""

from datetime import date

from temporalio import activity

from activities.cases.standings import Happened, Standings
from activities.people.mails import write_to_desk
from adapters.store.cases.file import FiledCase
from adapters.store.cases.steps import Happening
from adapters.store.writing import Session
from domain.case.record.events import MAILED, Event
from domain.case.record.narrative import moves_text
from domain.case.record.steps import Progress, Reckoning, Ring
from domain.case.time.terms import PROGRESS_NOTICE, WHOLE_CASE
from domain.case.turns import RungKind, Turn
from domain.departments import APPLICANT
from domain.office_mail import OfficeMailKind

EVENTS = {
    RungKind.INFORM: Event.STILL_IN_PROGRESS,
    RungKind.RESUME: Event.CLOCK_RESUMED,
    RungKind.ESCALATE: Event.ESCALATED,
    RungKind.REMIND: Event.OFFICE_REMINDED,
}

SILENCE_AGREES = "会签期限将满；期满未提出意见的，按办理规程（附则（五））视为同意。"

PAUSE_IS_OVER = "中止计时的期限已满，办理期限继续计算。"

TO_THE_DESK = {
    RungKind.REMIND: (OfficeMailKind.TERM_REMINDER, "办理期限已满，请尽快办结。"),
    RungKind.ESCALATE: (OfficeMailKind.TERM_ESCALATION, "逾期仍未办结，已上报督办，请部门负责人督促办理。"),
    RungKind.RESUME: (OfficeMailKind.TERM_RESUMED, PAUSE_IS_OVER),
}
"""How an office hears from the clock. Nobody has urged: the words say so."""


class TermRecords(Standings):
    """The verbs of terms."""

    @activity.defn(name="ring")
    def ring(self, ring: Ring) -> Progress:
        """Record a reminder, an escalation, or the end of a pause. Done once for case and seq.

        An office that is late, or whose term goes on, is written to, its head included; an escalation always reaches
        somebody above the desk.
        """
        progress = self.once("ring", ring, Progress, lambda writing, case: self._ring(writing, case, ring))
        if event_of(ring) in MAILED or ring.kind in TO_THE_DESK:
            self.announce_mail()
        return progress

    @activity.defn(name="reckon_terms")
    def reckon_terms(self, reckoning: Reckoning) -> Progress:
        """Compute the open terms by the calendar as it is now; where a day moved it is told. Done once for case and seq."""
        progress = self.once(
            "reckon_terms", reckoning, Progress, lambda writing, case: self._reckon(writing, case, reckoning)
        )
        self.announce_mail()
        return progress

    def _ring(self, writing: Session, case: FiledCase, ring: Ring) -> Progress:
        reason = _reason(ring)
        happened = Happened(
            request=ring,
            stage=ring.stage,
            event=event_of(ring),
            turns=self.dated(ring.turns, ring.at),
            since=case.since,
            amount=ring.amount,
            clock=ring.turn if is_of_the_case(ring.turn) else None,
            reason=reason if ring.kind is RungKind.RESUME else "",
            went_on=_went_on(ring),
        )
        progress = self.stand(writing, case, happened)
        self.tell(writing, case, progress, happened, _line(ring, event_of(ring), reason, ring.turn))
        if ring.kind in TO_THE_DESK and ring.turn.is_of_an_office:
            kind, words = TO_THE_DESK[ring.kind]
            asked = ring.turn.asked
            words = SILENCE_AGREES if asked and asked.lapses else words
            write_to_desk(self, writing, ring, _dated(ring, progress.turns), kind, reason or words)
        return progress

    def _reckon(self, writing: Session, case: FiledCase, reckoning: Reckoning) -> Progress:
        turns = self.dated(reckoning.turns, reckoning.at)
        moved = moves_text(reckoning.turns, turns, reckoning.at)
        happened = Happened(
            request=reckoning,
            stage=reckoning.stage,
            event=Event.TERMS_MOVED if moved else None,
            turns=turns,
            since=case.since,
            amount=reckoning.amount,
            reason=moved,
        )
        progress = self.stand(writing, case, happened)
        if moved:
            self.tell(writing, case, progress, happened, _line(reckoning, Event.TERMS_MOVED, moved))
        return progress


def is_of_the_case(turn: Turn) -> bool:
    """Whether it is a clock of the whole case, and nobody's turn."""
    return turn.term is not None and turn.term.name in (WHOLE_CASE, PROGRESS_NOTICE)


def _dated(ring: Ring, turns: tuple[Turn, ...]) -> Turn:
    """The turn that has rung, with its days of now; a clock of the whole case is nobody's turn."""
    pairs = zip(ring.turns, turns, strict=True)
    return next((now for was, now in pairs if was == ring.turn), ring.turn)


def event_of(ring: Ring) -> Event:
    """What a rung is called when it is told."""
    if ring.kind is RungKind.REMIND and ring.turn.party == APPLICANT:
        return Event.APPLICANT_REMINDED
    return EVENTS[ring.kind]


def _went_on(ring: Ring) -> date | None:
    """The day on which the term goes on whose pause is over."""
    clock = ring.turn.term.clock if ring.turn.term else None
    return clock.stops[-1].until if clock and ring.kind is RungKind.RESUME else None


def _reason(ring: Ring) -> str:
    if ring.kind is RungKind.RESUME:
        return PAUSE_IS_OVER
    term = ring.turn.term
    if term is None or term.name != WHOLE_CASE or term.clock is None:
        return ""
    state = "将满" if ring.kind is RungKind.REMIND else "已满"
    return f"{term.label}期限（{term.clock.budget}个工作日，中止期间不计）{state}。"


def _line(request: Ring | Reckoning, event: Event, reason: str, turn: Turn | None = None) -> Happening:
    return Happening(
        case_number=request.case_number,
        seq=request.seq,
        at=request.at,
        event=event.value,
        stage=request.stage.value,
        reason=reason,
        subject=turn.subject if turn else "",
        party=turn.party if turn else "",
        acts=list(turn.acts) if turn else [],
    )
