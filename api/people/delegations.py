"""Absences with their deputies."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.auth import Require
from api.viewing import viewed
from api.wiring import Wired
from commands.access.caller import Caller
from commands.people.absences import absences_seen, enter_absence, revoke
from commands.people.bodies import DelegationBody, DelegationView
from commands.post_office import wake_post_office
from domain.case.roles import Role

router = APIRouter(prefix="/v1/delegations", tags=["缺勤与代理"])

OFFICE = Require(Role.OFFICIAL, Role.FINANCE)
READERS = Require(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR, Role.AUDITOR)
REVOKERS = Require(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR)

DelegationId = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-z]+$", description="Id of the absence.")]


@router.post("", summary="登记缺勤与代理", status_code=201)
async def enter(
    body: DelegationBody, caller: Annotated[Caller, Depends(OFFICE)], wired: Wired
) -> DelegationView:
    """An official is away from a day to a day, with a deputy of the same department or without.

    The deputy's acts are recorded as done for the absent person, who is refused meanwhile. A head may enter it for
    somebody of the own department (``person``). A desk that is emptied today raises an alarm.
    """
    entered, has_mail = await asyncio.to_thread(enter_absence, wired, caller, body)
    if has_mail:
        await wake_post_office(wired)
    return entered


@router.get("", summary="缺勤与代理", dependencies=[viewed(READERS, "delegations:listed")])
def delegations(
    caller: Annotated[Caller, Depends(READERS)],
    wired: Wired,
    past: Annotated[bool, Query(description="Also those that are over or revoked.")] = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> list[DelegationView]:
    """The absences of the caller's department that are not over; administrators and auditors see every department's."""
    return absences_seen(wired, caller, includes_past=past, limit=limit)


@router.post("/{delegation}/revoke", summary="撤销缺勤登记")
def revoke_delegation(
    delegation: DelegationId, caller: Annotated[Caller, Depends(REVOKERS)], wired: Wired
) -> DelegationView:
    """The person, whoever entered it, the department's head or an administrator ends an absence at once."""
    return revoke(wired, caller, delegation)
