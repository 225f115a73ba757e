"""Writing to those who objected, in the transaction of the step that concerns their objection."""

from activities.verbs import Verbs
from adapters.store.cases.file import FiledCase
from adapters.store.mail.objector_mail import queue_objector_mail
from adapters.store.notices.objections import TakenObjection, objections_taken
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.acts import FindOnObjection, RaiseObjection
from domain.case.record.narrative import due_text
from domain.case.record.stages import ON_NOTICE
from domain.case.record.steps import Progress, Step
from domain.catalogue.schema import SubsidyType
from domain.departments import party_name
from domain.public_notice.objector_mail import ObjectorMailFacts, ObjectorMailKind, objector_message_id
from domain.public_notice.outcome import Finding, ending_text

ABOUT = frozenset({RaiseObjection.kind, FindOnObjection.kind})


def answer_objectors(
    verbs: Verbs, writing: Session, case: FiledCase, subsidy: SubsidyType, step: Step, progress: Progress
) -> None:
    """Tell whoever objected: received, found, or that the notice ended before there was a finding.

    Args:
        verbs: holds what a mail needs.
        writing: the step's transaction, its acts kept already.
        case: as it stood before the step.
        subsidy: its type.
        step: what happened.
        progress: where the case stands now.
    """
    concerned = {str(act.content.get("objection", "")) for act in step.acts if act.kind in ABOUT}
    is_over = case.stage in ON_NOTICE and step.stage not in ON_NOTICE
    if not concerned and not is_over:
        return
    for objection in objections_taken(writing, case.number):
        is_dropped = is_over and objection.finding is Finding.OPEN
        if is_dropped or objection.id in concerned:
            facts = _facts(verbs, subsidy, step, progress, objection, is_over=is_over)
            message_id = objector_message_id(case.number, step.seq, objection.id, verbs.mail_domain)
            queue_objector_mail(writing, message_id, objection.raised_by, facts)


def _facts(
    verbs: Verbs,
    subsidy: SubsidyType,
    step: Step,
    progress: Progress,
    objection: TakenObjection,
    *,
    is_over: bool,
) -> ObjectorMailFacts:
    finding = objection.finding.once_over if is_over else objection.finding
    is_open = finding is Finding.OPEN
    turn = next((turn for turn in progress.turns if turn.subject == objection.id), None)
    return ObjectorMailFacts(
        kind=ObjectorMailKind.RECEIVED if is_open else ObjectorMailKind.ANSWERED,
        at=step.at,
        case_number=step.case_number,
        number=subsidy.number,
        name=subsidy.name,
        lead=party_name(subsidy.lead, shanghai_date(step.at)),
        raised_at=objection.at,
        finding=finding,
        reason=ending_text(step.event) if finding is Finding.DROPPED else objection.reason,
        until=due_text(turn) if turn and is_open else "",
        url=f"{verbs.public_url.rstrip('/')}/public-notices/{step.case_number}",
    )
