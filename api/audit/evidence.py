"""The evidence pack of a case: everything about it in one file that proves itself."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from adapters.store.cases.records import CaseRecord, read_case
from api.acts.acting import CaseNumberPath
from api.auth import Require
from api.wiring import Wired
from audit.evidence import Evidence, Issue, now
from audit.histories import AWAY, History, fetch_history
from audit.pack import CHUNK
from commands.access.audit_trail import party_of_caller
from commands.access.authorise import check_office
from commands.access.caller import Caller
from commands.access.sight import seen_case
from commands.temporal_link import TemporalAway
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.errors import NotAllowed

router = APIRouter(prefix="/v1/applications/{number}/evidence", tags=["审计"])

RECEIVER = Require(Role.AUDITOR, Role.ADMINISTRATOR, Role.FINANCE, Role.OFFICIAL)
Receiver = Annotated[Caller, Depends(RECEIVER)]


@router.get(
    "",
    summary="下载证据包",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": {}}}},
)
async def evidence(number: CaseNumberPath, caller: Receiver, wired: Wired) -> StreamingResponse:
    """Auditor, administrator, finance or an official of the lead department take a case with all its papers, as a ZIP.

    It can be verified without the system (``README.txt`` tells how); giving it out is recorded with its digest.
    Bank account numbers show their last four digits.
    """
    case = await asyncio.to_thread(_case_for, wired, caller, number)
    with TemporaryDirectory(prefix="evidence-") as name:
        out = Path(name) / "pack.zip"
        history = await _history(wired, case, Path(name))
        to = Issue(account=caller.account, party=party_of_caller(caller), at=now())
        composing = Evidence(wired.engine, wired.catalogue, wired.vault)
        await asyncio.to_thread(composing.issue, case.case_number, history, out, to)
        size, file = out.stat().st_size, out.open("rb")
    headers = {
        "Content-Disposition": f'attachment; filename="evidence-{case.case_number}.zip"',
        "Content-Length": str(size),
    }
    return StreamingResponse(_pieces(file), media_type="application/zip", headers=headers)


def _case_for(wired: Wiring, caller: Caller, number: str) -> CaseRecord:
    """The case, for those who may take its evidence.

    Raises:
        NotFound: there is none, or the caller may not know of it.
        NotAllowed: the caller's department has a part in it but does not lead it.
        Refusal: recused, self-interested or absent; with who can take it instead.
    """
    case = seen_case(read_case(wired.engine, number, whole=False), caller, number)
    if not (caller.reads_all or case.lead in caller.desks):
        raise NotAllowed(
            "只有牵头部门可以下载本案的证据包。", remedy="请联系牵头部门，或由审计、财政人员下载。"
        )
    if not caller.reads_all:
        check_office(wired, caller, case)
    return case


async def _history(wired: Wiring, case: CaseRecord, folder: Path) -> History:
    try:
        client = await wired.temporal.client()
    except TemporalAway:
        return History(None, AWAY)
    return await fetch_history(client, case.case_number, folder)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """The file has no name any more and is gone once it is closed."""
    with file:
        while piece := file.read(CHUNK):
            yield piece
