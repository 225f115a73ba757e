"""Recording where a case stands: a step on its road, and a rung of a term."""

from datetime import datetime, timedelta
from typing import Any

from temporalio import activity

from activities.bookings import matter_of, release_promises
from activities.mail_writing import mail_of
from activities.verbs import Verbs
from adapters.store.case_keeping import FiledCase, change_case
from adapters.store.record_keeping import (
    Happening,
    WorklistLine,
    add_acts,
    add_to_timeline,
    queue_mail,
    replace_turns,
)
from adapters.store.writing import Session
from domain.calendar import shanghai_midnight
from domain.case.act import Facts
from domain.case.events import MAILED, Event
from domain.case.steps import Progress, RecordedAct, Request, Ring, Step
from domain.case.terms import with_terms
from domain.case.turns import RungKind, Turn
from domain.departments import APPLICANT, CALENDAR, PUBLIC

NO_OFFICE = frozenset({APPLICANT, CALENDAR, PUBLIC})


class StageRecords(Verbs):
    """The verbs that move a case."""

    @activity.defn(name="enter_stage")
    def enter_stage(self, step: Step) -> Progress:
        """Record what happened and where the case stands now. Done once for case and seq."""
        progress = self.once(
            "enter_stage", step, Progress, lambda writing, case: self._enter(writing, case, step)
        )
        if step.event in MAILED:
            self.announce_mail()
        return progress

    @activity.defn(name="ring")
    def ring(self, ring: Ring) -> Progress:
        """Record a reminder or an escalation. Done once for case and seq."""
        progress = self.once("ring", ring, Progress, lambda writing, case: self._ring(writing, case, ring))
        if _event_of(ring) in MAILED:
            self.announce_mail()
        return progress

    def _enter(self, writing: Session, case: FiledCase, step: Step) -> Progress:
        turns = with_terms(step.turns, step.at, self.calendar)
        progress = Progress(
            case_number=case.number,
            seq=step.seq,
            stage=step.stage,
            since=case.since if case.stage == step.stage else step.at,
            turns=turns,
            amount=step.amount,
            overdue=any(_is_overdue(turn) for turn in turns),
            final=step.final,
        )
        change_case(writing, case.number, **_standing(progress), **_consequences(case, step))
        _keep_turns(writing, progress)
        add_to_timeline(writing, _happening(step))
        add_acts(writing, case.number, step.acts, step.at, progress)
        if step.final:
            key = f"{case.number}/enter_stage/{step.seq}"
            release_promises(writing, matter_of(self.policy_of(case), case), key, step.at, step.stage.value)
        self._write(writing, case, progress, step.event, step)
        return progress

    def _ring(self, writing: Session, case: FiledCase, ring: Ring) -> Progress:
        event = _event_of(ring)
        progress = Progress(
            case_number=case.number,
            seq=ring.seq,
            stage=ring.stage,
            since=case.since,
            turns=ring.turns,
            amount=ring.amount,
            overdue=any(_is_overdue(turn) for turn in ring.turns),
        )
        change_case(writing, case.number, **_standing(progress))
        _keep_turns(writing, progress)
        happening = Happening(
            case_number=case.number,
            seq=ring.seq,
            at=ring.at,
            event=event.value,
            stage=ring.stage.value,
            subject=ring.turn.subject,
            party=ring.turn.party,
            acts=list(ring.turn.acts),
        )
        add_to_timeline(writing, happening)
        self._write(writing, case, progress, event, ring)
        return progress

    def _write(
        self, writing: Session, case: FiledCase, progress: Progress, event: Event, request: Request
    ) -> None:
        """Queue the mail of an event that the applicant can see."""
        if event not in MAILED:
            return
        subsidy = self.policy_of(case).type(case.code)
        facts = mail_of(writing, case, subsidy, progress, event, request, self.public_url)
        message_id = f"<{case.number}.{request.seq}.{event.value}@{self.mail_domain}>"
        queue_mail(writing, message_id, case.contact_email, request.seq, facts)


def _event_of(ring: Ring) -> Event:
    if ring.kind is RungKind.ESCALATE:
        return Event.ESCALATED
    return Event.APPLICANT_REMINDED if ring.turn.party == APPLICANT else Event.OFFICE_REMINDED


def _is_overdue(turn: Turn) -> bool:
    """An office is reminded when its term has ended; an applicant before that."""
    return turn.party not in NO_OFFICE and turn.rungs_fired > 0


def _due_at(turn: Turn) -> datetime | None:
    """The end of the due day."""
    return shanghai_midnight(turn.term.due_on + timedelta(days=1)) if turn.term else None


def _standing(progress: Progress) -> dict[str, Any]:
    """Where the case stands, as its file has it."""
    dues = [due for turn in progress.turns if (due := _due_at(turn))]
    return {
        "stage": progress.stage.value,
        "since": progress.since,
        "seq": progress.seq,
        "amount": progress.amount,
        "progress": progress.model_dump(mode="json"),
        "due_at": min(dues, default=None),
        "overdue": progress.overdue,
        "final": progress.final,
    }


def _keep_turns(writing: Session, progress: Progress) -> None:
    lines = [
        WorklistLine(
            turn=turn, since=turn.since or progress.since, due_at=_due_at(turn), overdue=_is_overdue(turn)
        )
        for turn in progress.turns
    ]
    replace_turns(writing, progress.case_number, lines)


def _consequences(case: FiledCase, step: Step) -> dict[str, Any]:
    """What the event and the acts change in the file beside the stage."""
    changes: dict[str, Any] = {}
    if step.event is Event.ACCEPTED and case.complete_at is None:
        changes["complete_at"] = step.at
    given = _facts_given(step.acts)
    if given:
        verified = {name: value for name, value in (case.verified_facts or {}).items() if name not in given}
        changes["declared_facts"] = {**case.declared_facts, **given}
        changes["verified_facts"] = verified or None
    return changes


def _facts_given(acts: tuple[RecordedAct, ...]) -> Facts:
    """Figures that the applicant gave after filing; they stand until an office verifies them."""
    given: Facts = {}
    for act in acts:
        facts = act.content.get("facts")
        if act.kind in {"supplement", "claim_instalment"} and isinstance(facts, dict):
            given.update(facts)
    return given


def _happening(step: Step) -> Happening:
    return Happening(
        case_number=step.case_number,
        seq=step.seq,
        at=step.at,
        event=step.event.value,
        stage=step.stage.value,
        reason=step.reason,
        defects=[defect.model_dump() for defect in step.defects],
        subject=step.subject,
        party=step.acts[0].by.party if step.acts else "",
        acts=[act.kind for act in step.acts],
    )
