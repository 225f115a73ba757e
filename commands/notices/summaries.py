"""What the applicant is told of an objection: a summary that the lead writes, since the objector's own words may give away who it is."""

from datetime import UTC, datetime

from pydantic import Field

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.engine import transaction
from adapters.store.mail.objector_mail import queue_for_applicant
from adapters.store.notices.objections import ObjectionSummary, TakenObjection, keep_summary, objection_in
from adapters.store.writing import Session, hold
from commands.access.audit_trail import party_of_caller
from commands.access.authorise import check_office
from commands.access.caller import Caller
from commands.access.sight import reads_objections, seen_case
from commands.bodies import Body
from commands.wiring import Wiring
from domain.calendar import shanghai_date
from domain.case.record.stages import ON_NOTICE
from domain.closed import example
from domain.departments import name_of
from domain.errors import NotAllowed, NotFound, WrongStage
from domain.public_notice.objector_mail import ObjectorMailFacts, ObjectorMailKind, summary_message_id
from domain.public_notice.outcome import ObjectionFinding
from domain.words import Words


class SummaryBody(Body):
    """向申请单位告知的异议要点."""

    model_config = example(summary="反映申报的投资额与年报所载不一致，请就差额作出说明。")

    summary: Words = Field(description="The applicant reads it; of the objector it says nothing.")


def summarise(
    wired: Wiring, caller: Caller, case_number: str, objection: str, summary: str
) -> tuple[CaseRecord, TakenObjection]:
    """Tell the applicant what an objection is about; written anew, the new summary takes the place of the old one.

    Returns:
        The case, and the objection as it is told now. The applicant is written to where that is new.

    Raises:
        Refusal: not the lead's, somebody who may do nothing in the case, or a finding was made.
    """
    case = seen_case(read_case(wired.engine, case_number, whole=False), caller, case_number)
    if case.lead not in caller.desks or not reads_objections(caller, case):
        raise NotAllowed("异议要点由牵头部门归纳。", remedy="请由牵头部门经办人员办理。")
    check_office(wired, caller, case)
    with transaction(wired.engine) as session:
        hold(session, f"objection:{objection}")
        found = _open_one(session, case, objection)
        if found.summary != summary:
            at = datetime.now(UTC)
            kept = ObjectionSummary(
                objection=found.id,
                case_number=case.case_number,
                content=summary,
                written_by=caller.account,
                party=party_of_caller(caller),
                at=at,
            )
            keep_summary(session, kept)
            _tell_applicant(session, wired, case, found, kept)
            found = found.model_copy(update={"summary": summary, "summarised_at": at})
    return case, found


def _open_one(session: Session, case: CaseRecord, objection: str) -> TakenObjection:
    found = objection_in(session, case.case_number, objection)
    if found is None:
        raise NotFound("没有这一异议。", remedy="请从案件详情中选择异议。")
    if found.finding is not ObjectionFinding.OPEN or case.stage not in ON_NOTICE:
        raise WrongStage("这一异议已有处理结果，异议要点不再更改。", remedy="请查看案件详情中的核查结论。")
    return found


def _tell_applicant(
    session: Session, wired: Wiring, case: CaseRecord, found: TakenObjection, kept: ObjectionSummary
) -> None:
    subsidy = wired.catalogue.policy(case.policy_version).type(case.code)
    facts = ObjectorMailFacts(
        kind=ObjectorMailKind.SUMMARISED,
        at=kept.at,
        case_number=case.case_number,
        number=subsidy.number,
        name=subsidy.name,
        lead=name_of(case.lead, shanghai_date(kept.at)),
        raised_at=found.at,
        reason=kept.content,
    )
    message_id = summary_message_id(case.case_number, found.id, kept.content, wired.settings.mail_domain)
    queue_for_applicant(session, message_id, facts)
