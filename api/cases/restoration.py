"""Bringing back a case whose run was ended from outside."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from adapters.store.cases.records import read_case
from api.acts.acting import CaseNumberPath
from api.auth import Require
from api.wiring import Wired
from commands.access.audit_trail import party_of_caller
from commands.access.caller import Caller
from commands.access.sight import seen_case
from commands.cases.restoring import Restoring
from domain.case.roles import Role

router = APIRouter(prefix="/v1/applications", tags=["申报与查询"])

Administrator = Annotated[Caller, Depends(Require(Role.ADMINISTRATOR))]


class RestorationView(BaseModel):
    """The run of Temporal in which the case goes on."""

    case_number: str
    run: str


@router.post("/{number}/restoration", summary="恢复中断的流程")
async def restore(number: CaseNumberPath, caller: Administrator, wired: Wired) -> RestorationView:
    """An administrator brings back a case whose run was ended from outside; stage, turns, terms and answers stay as they are.

    What was under way is done again under the same numbers: nothing is paid or told twice. A case that runs is refused (409).
    """
    seen_case(await asyncio.to_thread(read_case, wired.engine, number, whole=False), caller, number)
    client = await wired.temporal.client()
    restoring = Restoring(wired.engine, client, wired.settings.task_queue, wired.keyring)
    run = await restoring.bring_back(number, caller.account, party_of_caller(caller))
    return RestorationView(case_number=number, run=run)
