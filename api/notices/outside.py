"""Objections of those who have no account: sent by anybody, confirmed by mail, read with the token; and the lead's look at who."""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Header, Path, UploadFile
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from adapters.files.media import ALLOWED_TEXT
from api.acts.acting import CaseNumberPath
from api.auth import Public, Require
from api.door.quotas import DEAR, DEAREST, Stranger
from api.downloads import download_headers
from api.keys import Key
from api.wiring import Wired
from commands.access.caller import Caller
from commands.bodies import Body
from commands.notices.confirming import OutsideObjectionView, confirm, standing
from commands.notices.objectors import ObjectorView, evidence_seen, objector_seen
from commands.notices.submitting import Given, submit
from commands.post_office import wake_post_office
from domain.case.roles import Role
from domain.closed import example
from domain.errors import NotFound
from domain.public_notice.outside import MOST_BYTES, MOST_FILES, MOST_MAILS, WHO_READS
from domain.words import MailAddress, Name, OneLine, Reason, Words

router = APIRouter(prefix="/v1/public-notices/{number}", tags=["公示"], dependencies=[Public])
lead_side = APIRouter(prefix="/v1/applications/{number}/objections/{objection}/objector", tags=["公示"])

SENT = (
    "已收到。如果所填邮箱可以收信，确认邮件将很快送达；请在公示期内打开邮件中的链接确认，确认后异议才受理。"
    "同一邮箱对同一公示只受理一件异议；确认前重新提交的，以最近一封确认邮件所询问的内容为准。"
    f"确认邮件最多发送{MOST_MAILS}封，此后重新提交的内容不再采用，可以书面向牵头部门提出。"
)
EVIDENCE = f"最多{MOST_FILES}个，合计不超过{MOST_BYTES // 1024**2} MB，限{ALLOWED_TEXT}格式"
"""How many files, how large, of which kinds."""

Token = Annotated[str, Field(min_length=1, max_length=200), OneLine]
Investigator = Annotated[Caller, Depends(Require(Role.OFFICIAL, Role.AUDITOR))]
ObjectionPath = Annotated[str, Path(max_length=64, description="Id of the objection.")]


class ObjectionSent(BaseModel):
    """The answer to everybody who sends one, whether a mail leaves or not."""

    detail: str
    until: date | None = Field(description="Last day on which it may be confirmed.")


class ConfirmationBody(Body):
    """确认提出异议."""

    model_config = example(token="0" * 64)

    token: Token


@router.post(
    "/objections", summary="无账号提出异议", status_code=202, dependencies=[Depends(Stranger(DEAREST))]
)
async def send(
    number: CaseNumberPath,
    wired: Wired,
    name: Annotated[Name, Form(description="姓名或单位名称，只供牵头部门核查。")],
    contact: Annotated[MailAddress, Form(description="联系邮箱；确认邮件和核查结论发到这里。")],
    content: Annotated[Words, Form(description=f"事实和理由。{WHO_READS}")],
    files: Annotated[list[UploadFile], File(default_factory=list, description=f"证据文件，{EVIDENCE}。")],
    evidence: Annotated[Reason, Form(description="证据或线索，只供牵头部门核查。")] = "",
    key: Key = None,
) -> ObjectionSent:
    """Anybody objects to a case on public notice. It becomes an objection when it is confirmed with the link that is mailed.

    The lead and auditors read what is sent; the applicant reads a summary that the lead writes, and neither words nor name.
    Who sends it is told the same, whoever reads under the address. Files are taken as documents of cases are, told by content.
    """
    given = Given(name, contact, content, evidence, await read_files(files))
    notice = await asyncio.to_thread(submit, wired, number, given, key)
    await wake_post_office(wired)
    return ObjectionSent(detail=SENT, until=notice.last_day[0])


async def read_files(files: list[UploadFile]) -> list[tuple[str | None, bytes]]:
    """The files with their names, not more of them than it takes to see that they are too many."""
    return [(file.filename, await file.read(MOST_BYTES + 1)) for file in files[: MOST_FILES + 1]]


@router.post("/objections/confirmation", summary="确认异议", dependencies=[Depends(Stranger(DEAR))])
async def confirm_objection(
    number: CaseNumberPath, body: ConfirmationBody, wired: Wired
) -> OutsideObjectionView:
    """Whoever reads under the address confirms with the token of the mail; from then on it is an objection as any other."""
    return await confirm(wired, number, body.token)


@router.get("/objection", summary="无账号异议的进展")
def read_objection(
    number: CaseNumberPath,
    wired: Wired,
    token: Annotated[Token, Header(alias="Objection-Token", description="The token of the mail.")],
) -> OutsideObjectionView:
    """Where an objection stands, and what was found with the reason. Reading confirms nothing."""
    return standing(wired, number, token)


@lead_side.get("", summary="异议提出人与证据")
def read_objector(
    number: CaseNumberPath, objection: ObjectionPath, caller: Investigator, wired: Wired
) -> ObjectorView:
    """Name, contact and evidence of who objected without an account: for the lead that finds on it, and auditors."""
    return objector_seen(wired, caller, number, objection)


@lead_side.get(
    "/files/{file}",
    summary="下载异议证据",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def download_evidence(
    number: CaseNumberPath,
    objection: ObjectionPath,
    file: Annotated[str, Path(max_length=64)],
    caller: Investigator,
    wired: Wired,
) -> FileResponse:
    """A file of theirs; that it was read is recorded."""
    found = evidence_seen(wired, caller, number, objection, file)
    path = wired.vault.path(found.sha256)
    if not path.is_file():
        raise NotFound(
            "没有这份证据。",
            remedy="保存期限届满的已经清除（期限见 GET /v1/personal-data）；否则请联系管理员。",
        )
    return FileResponse(path, media_type=found.media_type, headers=download_headers(found.name))
