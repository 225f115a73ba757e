"""People in one case: recusal, and who has which task."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends

from api.acts.acting import CaseNumberPath
from api.auth import Require
from api.wiring import Wired
from commands.access.caller import Caller
from commands.people.bodies import ClaimTaskBody, DesksView, ReassignBody, RecusalBody, RecusalView
from commands.people.claims import claim, reassign, release
from commands.people.desks import desks_view
from commands.people.recusals import recuse
from commands.post_office import wake_post_office
from domain.case.roles import Role

router = APIRouter(prefix="/v1/applications/{number}", tags=["办理人与回避"])

OFFICE = Require(Role.OFFICIAL, Role.FINANCE)
GIVERS = Require(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR)
READERS = Require(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR, Role.AUDITOR)

AtOffice = Annotated[Caller, Depends(OFFICE)]


@router.post("/recusal", summary="声明回避")
async def declare(number: CaseNumberPath, body: RecusalBody, caller: AtOffice, wired: Wired) -> RecusalView:
    """An official declares an interest and leaves every step of the case for good; what was taken goes back to the desk.

    No deputy acts for this person in the case. A desk that is emptied raises an alarm and goes to the department's head.
    """
    declared, has_mail = await asyncio.to_thread(recuse, wired, caller, OFFICE.roles, number, body.reason)
    if has_mail:
        await wake_post_office(wired)
    return declared


@router.post("/claim", summary="领取待办")
def claim_task(number: CaseNumberPath, body: ClaimTaskBody, caller: AtOffice, wired: Wired) -> DesksView:
    """An official takes an open task of the own office: others of the office are refused from then on, the head apart."""
    return claim(wired, caller, number, body.subject)


@router.post("/release", summary="释放待办")
async def release_task(
    number: CaseNumberPath, body: ClaimTaskBody, caller: AtOffice, wired: Wired
) -> DesksView:
    """Whoever has a task, or the head of the department, gives it back to the desk."""
    desks, has_mail = await asyncio.to_thread(release, wired, caller, number, body.subject)
    if has_mail:
        await wake_post_office(wired)
    return desks


@router.post("/reassign", summary="转交待办")
async def reassign_task(
    number: CaseNumberPath, body: ReassignBody, caller: Annotated[Caller, Depends(GIVERS)], wired: Wired
) -> DesksView:
    """Whoever has a task, or the head, gives it to a colleague who can act; an administrator where no head can."""
    desks, has_mail = await asyncio.to_thread(
        reassign, wired, caller, number, body.to, body.reason, body.subject
    )
    if has_mail:
        await wake_post_office(wired)
    return desks


@router.get("/desks", summary="办理人情况")
def desks(number: CaseNumberPath, caller: Annotated[Caller, Depends(READERS)], wired: Wired) -> DesksView:
    """Who has which open task, who can act in it, which desk is empty, and who left the case. For who sees the case."""
    return desks_view(wired, caller, number)
