"""Writing to those who objected, in the transaction of the step that concerns their objection."""

from activities.entering import Entered
from adapters.store.mail.objector_mail import queue_objector_mail
from adapters.store.notices.objections import TakenObjection, objections_taken
from domain.calendar import shanghai_date
from domain.case.acts.objections import FindOnObjection, RaiseObjection
from domain.case.record.narrative import due_text
from domain.case.record.stages import ON_NOTICE
from domain.departments import party_name
from domain.public_notice.objector_mail import ObjectorMailFacts, ObjectorMailKind, objector_message_id
from domain.public_notice.outcome import ObjectionFinding, ending_text

ABOUT = frozenset({RaiseObjection.kind, FindOnObjection.kind})


def answer_objectors(entered: Entered) -> None:
    """Tell whoever objected: received, found, or that the notice ended before there was a finding."""
    case, step = entered.case, entered.step
    concerned = {str(act.content.get("objection", "")) for act in step.acts if act.kind in ABOUT}
    is_over = case.stage in ON_NOTICE and step.stage not in ON_NOTICE
    if not concerned and not is_over:
        return
    mail_domain = entered.office.letterhead.mail_domain
    for objection in objections_taken(entered.session, case.number):
        is_dropped = is_over and objection.finding is ObjectionFinding.OPEN
        if is_dropped or objection.id in concerned:
            facts = _facts(entered, objection, is_over=is_over)
            message_id = objector_message_id(case.number, step.seq, objection.id, mail_domain)
            queue_objector_mail(entered.session, message_id, objection.raised_by, facts)


def _facts(entered: Entered, objection: TakenObjection, *, is_over: bool) -> ObjectorMailFacts:
    subsidy, step = entered.subsidy, entered.step
    finding = objection.finding.once_over if is_over else objection.finding
    is_open = finding is ObjectionFinding.OPEN
    task = next((task for task in entered.progress.tasks if task.subject == objection.id), None)
    return ObjectorMailFacts(
        kind=ObjectorMailKind.RECEIVED if is_open else ObjectorMailKind.ANSWERED,
        at=step.at,
        case_number=step.case_number,
        number=subsidy.number,
        name=subsidy.name,
        lead=party_name(subsidy.lead, shanghai_date(step.at)),
        raised_at=objection.at,
        finding=finding,
        reason=ending_text(step.event) if finding is ObjectionFinding.DROPPED else objection.reason,
        until=due_text(task) if task and is_open else "",
        url=f"{entered.office.letterhead.public_url.rstrip('/')}/public-notices/{step.case_number}",
    )
