"""Recording where a case stands: a step on its road."""

from typing import Any

from temporalio import activity

from activities.bookings import matter_of, release_promises
from activities.desk_records import attend_desks
from activities.notice_publishing import publish
from activities.signature_records import keep_signatures
from activities.standings import Happened, Standings
from adapters.store.case_keeping import FiledCase
from adapters.store.reconsiderations import give_up_places
from adapters.store.record_keeping import Happening, add_acts
from adapters.store.writing import Session
from domain.case.act import Facts
from domain.case.events import MAILED, Event
from domain.case.steps import Progress, RecordedAct, Step


class StageRecords(Standings):
    """The verb that moves a case."""

    @activity.defn(name="enter_stage")
    def enter_stage(self, step: Step) -> Progress:
        """Record what happened and where the case stands now. Done once for case and seq."""
        progress = self.once(
            "enter_stage", step, Progress, lambda writing, case: self._enter(writing, case, step)
        )
        if step.event in MAILED:
            self.announce_mail()
        return progress

    def _enter(self, writing: Session, case: FiledCase, step: Step) -> Progress:
        happened = Happened(
            request=step,
            stage=step.stage,
            event=step.event,
            turns=self.dated(step.turns, step.at),
            since=case.since if case.stage == step.stage else step.at,
            amount=step.amount,
            subject=step.subject,
            final=step.final,
        )
        progress = self.stand(writing, case, happened, **_consequences(case, step))
        add_acts(writing, case.number, step.acts, step.at, progress)
        keep_signatures(writing, case, self.policy_of(case).type(case.code), step)
        if step.event is Event.RECONSIDERATION_REQUESTED:
            give_up_places(writing, case.number)
        publish(writing, case, self.policy_of(case).type(case.code), step, progress)
        if step.final:
            key = f"{case.number}/enter_stage/{step.seq}"
            release_promises(writing, matter_of(self.policy_of(case), case), key, step.at, step.stage.value)
        attend_desks(self, writing, case, step, progress)
        self.tell(writing, case, progress, happened, _happening(step))
        return progress


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
        notice=step.notice,
        note=step.note,
        subject=step.subject,
        party=step.acts[0].by.party if step.acts else "",
        acts=[act.kind for act in step.acts],
    )
