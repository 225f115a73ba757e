"""The mails of a case to its applicant: to whom, when, what came of each; and the way out where one cannot arrive."""

import asyncio
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field

from adapters.store.cases.records import read_case
from adapters.store.engine import open_session
from adapters.store.mail.notices import CaseMail, mails_of
from api.acts.acting import CaseNumberPath
from api.auth import AnyAccount, Official, Require
from api.cases.service_views import ServiceView, service_view
from api.wiring import Wired
from commands.access.audit_trail import record_look
from commands.access.caller import Caller
from commands.access.sight import known_case, seen_case
from commands.cases.notices import ContactBody, correct_contact, record_service
from commands.cases.serving import ServedDecision, served_decisions
from commands.post_office import wake_post_office
from domain.case.record.events import TITLES
from domain.case.roles import Role
from domain.case.service import ServiceRequest
from domain.post_office import MailFault

router = APIRouter(prefix="/v1/applications/{number}", tags=["邮件与送达"])

ContactKeeper = Annotated[Caller, Depends(Require(Role.APPLICANT, Role.OFFICIAL))]

OUTCOMES: dict[str, str] = {
    "": "等待发出",
    MailFault.OURS.value: "邮件服务器拒收本系统发出的邮件，恢复后自动发出",
    MailFault.AWAY.value: "邮件服务器连接不上，恢复后自动发出",
    MailFault.THEIRS.value: "对方邮箱暂时不能收信，正在重试",
    MailFault.DOUBTFUL.value: "等待再次发出",
    MailFault.ADDRESS.value: "等待再次发出",
}
"""What becomes of a mail that waits, by whose fault that is."""

FAILED: dict[str, str] = {
    MailFault.ADDRESS.value: "无法送达：收件地址无效",
    MailFault.DOUBTFUL.value: "无法送达：被对方邮件服务器拒收",
    MailFault.THEIRS.value: "无法送达：对方邮箱多日不能收信",
}
"""Why a mail will not arrive."""


class MailLine(BaseModel):
    """One mail to the applicant."""

    seq: int
    event: str
    title: str
    to: str = Field(description="Masked.")
    at: datetime = Field(description="When it was written.")
    sent_at: datetime | None = Field(description="When the mail server has taken it.")
    outcome: str
    is_undelivered: bool = Field(description="It will not arrive by itself, and was not served otherwise.")
    attempts: int
    returned: list[dict[str, str]] = Field(description="Earlier attempts that failed for good.")
    service: ServiceView | None = Field(
        description="How it was served, where that is on record or deemed so."
    )
    deemed_on: date | None = Field(
        None,
        description="Of a decision that opens a remedy: the day at which it counts as served if nobody fetches it.",
    )


class ContactAnswer(BaseModel):
    """How many mails are on their way to the corrected address."""

    mails: int


@router.get("/mails", summary="发给申请单位的邮件")
def list_mails(number: CaseNumberPath, caller: AnyAccount, wired: Wired) -> list[MailLine]:
    """Every mail of the case: to whom (masked), when, and what came of it."""
    case = seen_case(read_case(wired.engine, number), caller, number)
    record_look(wired, caller, case, "mails:viewed")
    with open_session(wired.engine) as session:
        mails = mails_of(session, case.case_number)
    decisions = served_decisions(wired, case)
    return [mail_line(mail, decisions.get(mail.seq)) for mail in mails]


@router.put("/contact", summary="更正联系邮箱")
async def put_contact(
    number: CaseNumberPath, body: ContactBody, caller: ContactKeeper, wired: Wired
) -> ContactAnswer:
    """The unit itself or the lead; what could not arrive is sent again, and an address given anew is trusted again."""
    found = await asyncio.to_thread(read_case, wired.engine, number)
    case = known_case(found, caller, number)
    count = await asyncio.to_thread(correct_contact, wired, caller, case, body)
    await wake_post_office(wired)
    return ContactAnswer(mails=count)


@router.put("/mails/{seq}/service", summary="登记送达")
async def put_service(
    number: CaseNumberPath,
    seq: Annotated[int, Path(ge=0, le=10**9)],
    body: ServiceRequest,
    caller: Official,
    wired: Wired,
) -> ServiceView:
    """The lead has served otherwise what a mail could not; terms that begin with it run from that day."""
    found = await asyncio.to_thread(read_case, wired.engine, number)
    case = known_case(found, caller, number)
    service = await asyncio.to_thread(record_service, wired, caller, case, seq, body)
    await wake_post_office(wired)
    return service_view(service)


def mail_line(mail: CaseMail, decision: ServedDecision | None) -> MailLine:
    """One mail as its readers see it, with the decision that it tells, if that opens a remedy."""
    service = (decision.service if decision else None) or mail.service
    content = mail.model_dump(include={"seq", "to", "at", "sent_at", "attempts"})
    return MailLine(
        event=mail.event.value,
        title=TITLES[mail.event],
        outcome=outcome_of(mail),
        is_undelivered=mail.failed and mail.service is None,
        returned=list(mail.returned),
        service=service_view(service) if service else None,
        deemed_on=decision.deemed_on if decision else None,
        **content,
    )


def outcome_of(mail: CaseMail) -> str:
    """What came of a mail, in words."""
    if mail.sent_at is not None:
        return "已发出，对方邮件服务器已接收"
    if mail.failed:
        return FAILED.get(mail.trouble, "无法送达")
    return OUTCOMES.get(mail.trouble, OUTCOMES[""])
