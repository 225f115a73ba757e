"""Who objected without an account, for the lead department that finds on it and for auditors: each look is recorded."""

from pydantic import BaseModel

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.engine import open_session
from adapters.store.notices.objections import objection_in
from adapters.store.notices.outside import outside_by_id
from commands.access.audit_trail import record_view
from commands.access.authorise import check_office
from commands.access.caller import Caller
from commands.access.sight import reads_objections, seen_case
from commands.wiring import Wiring
from domain.errors import NotAllowed, NotFound
from domain.public_notice.outside import Evidence, Outside


class ObjectorView(BaseModel):
    """Name, contact and evidence of somebody without an account."""

    name: str
    contact: str
    evidence: str
    files: list[Evidence]


def objector_seen(wired: Wiring, caller: Caller, case_number: str, objection: str) -> ObjectorView:
    """Who raised it.

    Raises:
        Refusal: not the caller's, or raised by somebody with an account, of whom nothing is shown.
    """
    case, outside = _objector(wired, caller, case_number, objection)
    record_view(wired, caller, case, "objector:viewed", objection)
    return ObjectorView(
        name=outside.name, contact=outside.contact, evidence=outside.evidence, files=list(outside.files)
    )


def evidence_seen(wired: Wiring, caller: Caller, case_number: str, objection: str, file: str) -> Evidence:
    """One file of theirs.

    Raises:
        Refusal: not the caller's, or there is no such file.
    """
    case, outside = _objector(wired, caller, case_number, objection)
    found = next((each for each in outside.files if each.id == file), None)
    if found is None:
        raise NotFound("没有这份证据。", remedy="请从异议的证据清单中选择。")
    record_view(wired, caller, case, "objector:evidence-viewed", file)
    return found


def _objector(wired: Wiring, caller: Caller, case_number: str, objection: str) -> tuple[CaseRecord, Outside]:
    case = seen_case(read_case(wired.engine, case_number, whole=False), caller, case_number)
    if not reads_objections(caller, case):
        raise NotAllowed("异议提出人的身份和证据只供牵头部门核查使用。", remedy="请由牵头部门经办人员查看。")
    check_office(wired, caller, case)
    with open_session(wired.engine) as session:
        raised = objection_in(session, case.case_number, objection)
        outside = outside_by_id(session, raised.raised_by) if raised else None
    if outside is None:
        raise NotFound("没有这一异议，或其提出人在系统中有账号。", remedy="请从案件详情中选择异议。")
    return case, outside
