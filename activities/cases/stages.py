"""Recording where a case stands: a step on its procedure, and everything that follows from it."""

from collections.abc import Callable
from typing import Any

from activities.cases.funding import funding_after
from activities.cases.signatures import keep_signatures
from activities.cases.standings import CaseHappening, stand, tell
from activities.entering import Entered
from activities.money.bookings import matter_of, release_promises
from activities.money.refusals import release_refused
from activities.money.top_ups import take_up_figures
from activities.notices.objector_mails import answer_objectors
from activities.notices.publishing import publish
from activities.office import CaseOffice
from activities.people.desks import attend_desks
from activities.people.experts import tell_experts
from activities.people.mails import write_to_desk
from activities.people.turns import keep_turns
from activities.verbs import verb
from adapters.store.cases.file import FiledCase
from adapters.store.cases.parties import bring_in
from adapters.store.cases.reconsiderations import give_up_places
from adapters.store.cases.steps import Happening, add_acts
from adapters.store.writing import Session, after_commit
from domain.case.acts.instalments import ClaimInstalment
from domain.case.acts.signing import AddSigner, CopyCase
from domain.case.record.events import MAILED, Event
from domain.case.record.steps import Progress, RecordedAct, Step
from domain.case.time.terms import with_terms
from domain.case.user_tasks import UserTask
from domain.case.verbs import ENTER_STAGE
from domain.catalogue.figures import told_anew
from domain.catalogue.schema import SubsidyType
from domain.departments import APPLICANT
from domain.office_mail import OfficeMailKind


def _keep_acts(entered: Entered) -> None:
    step = entered.step
    add_acts(entered.session, step.case_number, step.acts, step.at, entered.progress)


def _give_up_places(entered: Entered) -> None:
    """A case that is judged again stands in no ranking until then."""
    if entered.step.event is Event.RECONSIDERATION_REQUESTED:
        give_up_places(entered.session, entered.case.number)


def _release_promises(entered: Entered) -> None:
    """A case that has ended holds no money back; what is promised on a voucher goes back to its pool instead."""
    step, matter = entered.step, matter_of(entered.office.policy_of(entered.case), entered.case)
    if step.final and entered.subsidy.voucher is None:
        release_promises(entered.session, matter, step.key(ENTER_STAGE.name), step.at, step.stage.value)


def _bring_in(entered: Entered) -> None:
    """Who is asked to sign as well signs from now on; who gets a copy is told."""
    for act in entered.step.acts:
        party = str(act.content.get("party", ""))
        if act.kind == AddSigner.kind:
            bring_in(entered.session, entered.case.number, "co_signers", party)
        elif act.kind == CopyCase.kind:
            bring_in(entered.session, entered.case.number, "observers", party)
            task = UserTask(party=party)
            write_to_desk(
                entered.office, entered.session, entered.step, task, OfficeMailKind.COPIED, act.reason
            )
            after_commit(entered.session, entered.office.announcer.mail)


ACCEPTING = frozenset({Event.ACCEPTED, Event.ACCEPTED_BY_SILENCE})
"""From then on the application is complete."""

CONSEQUENCES: tuple[Callable[[Entered], None], ...] = (
    _keep_acts,
    keep_signatures,
    _bring_in,
    _give_up_places,
    publish,
    answer_objectors,
    tell_experts,
    release_refused,
    take_up_figures,
    _release_promises,
    attend_desks,
    keep_turns,
)
"""What follows from a step, in this order."""


def _announce(office: CaseOffice, step: Step, _progress: Progress) -> None:
    if step.event in MAILED:
        office.announcer.mail()


@verb(ENTER_STAGE, then=_announce)
def enter_stage(office: CaseOffice, session: Session, case: FiledCase, step: Step) -> Progress:
    """Record what happened and where the case stands now."""
    funding = funding_after(case, step)
    step = step.model_copy(update={"note": " ".join(filter(None, (step.note, *funding.words)))})
    happened = CaseHappening(
        request=step,
        stage=step.stage,
        event=step.event,
        tasks=with_terms(step.tasks, step.at, office.calendar),
        since=case.since if case.stage == step.stage else step.at,
        amount=step.amount,
        subject=step.subject,
        final=step.final,
    )
    subsidy = office.subsidy_of(case)
    progress = stand(office, session, case, happened, **_changes(case, subsidy, step), **funding.changes)
    entered = Entered(office, session, case, subsidy, step, progress)
    for follow in CONSEQUENCES:
        follow(entered)
    tell(office, session, case, progress, happened, _happening(step))
    return progress


def _changes(case: FiledCase, subsidy: SubsidyType, step: Step) -> dict[str, Any]:
    """What the event and the acts change in the file beside the stage."""
    changes: dict[str, Any] = {"circumstances": step.circumstances.model_dump(mode="json")}
    if step.event in ACCEPTING and case.complete_at is None:
        changes["complete_at"] = step.at
    return changes | _figures(case, subsidy, step.acts)


def _figures(case: FiledCase, subsidy: SubsidyType, acts: tuple[RecordedAct, ...]) -> dict[str, Any]:
    """The figures after what the applicant gave; a new one stands until an office verifies it.

    What was verified stays verified where a supplement only repeats it. Each claim is of another year: all in it is new.
    """
    declared, verified = case.declared_facts, case.verified_facts or {}
    giving = [act for act in acts if act.by.party == APPLICANT and act.content.get("facts") is not None]
    for act in giving:
        given = act.content["facts"]
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
