"""Recording where a case stands: a step on its road."""

from typing import Any

from temporalio import activity

from activities.cases.signatures import keep_signatures
from activities.cases.standings import Happened, Standings
from activities.money.bookings import matter_of, release_promises
from activities.notices.objector_mails import answer_objectors
from activities.notices.publishing import publish
from activities.people.desks import attend_desks
from adapters.store.cases.file import FiledCase
from adapters.store.cases.reconsiderations import give_up_places
from adapters.store.cases.steps import Happening, add_acts
from adapters.store.writing import Session
from domain.case.acts import ClaimInstalment, Supplement
from domain.case.record.events import MAILED, Event
from domain.case.record.steps import Progress, RecordedAct, Step
from domain.catalogue.figures import told_anew
from domain.catalogue.schema import SubsidyType


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
        subsidy = self.policy_of(case).type(case.code)
        progress = self.stand(writing, case, happened, **_consequences(case, subsidy, step))
        add_acts(writing, case.number, step.acts, step.at, progress)
        keep_signatures(writing, case, subsidy, step)
        if step.event is Event.RECONSIDERATION_REQUESTED:
            give_up_places(writing, case.number)
        publish(writing, case, subsidy, step, progress)
        answer_objectors(self, writing, case, subsidy, step, progress)
        if step.final:
            key = f"{case.number}/enter_stage/{step.seq}"
            release_promises(writing, matter_of(self.policy_of(case), case), key, step.at, step.stage.value)
        attend_desks(self, writing, case, step, progress)
        self.tell(writing, case, progress, happened, _happening(step))
        return progress


def _consequences(case: FiledCase, subsidy: SubsidyType, step: Step) -> dict[str, Any]:
    """What the event and the acts change in the file beside the stage."""
    changes: dict[str, Any] = {}
    if step.event is Event.ACCEPTED and case.complete_at is None:
        changes["complete_at"] = step.at
    return changes | _figures(case, subsidy, step.acts)


def _figures(case: FiledCase, subsidy: SubsidyType, acts: tuple[RecordedAct, ...]) -> dict[str, Any]:
    """The figures after what the applicant gave; a new one stands until an office verifies it.

    What was verified stays verified where a supplement only repeats it. Each claim is of another year: all in it is new.
    """
    declared, verified = case.declared_facts, case.verified_facts or {}
    giving = [act for act in acts if act.kind in {Supplement.kind, ClaimInstalment.kind}]
    for act in giving:
        given = act.content.get("facts")
        if isinstance(given, dict):
            is_claim = act.kind == ClaimInstalment.kind
            anew = given if is_claim else told_anew(subsidy.facts, declared, verified, given)
            declared = {**declared, **given}
            verified = {name: value for name, value in verified.items() if name not in anew}
    return {"declared_facts": declared, "verified_facts": verified or None} if giving else {}


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
        party=step.acts[0].by.party if step.acts else step.silent,
        acts=[act.kind for act in step.acts],
    )
