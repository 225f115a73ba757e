"""How an official wants to be told by mail."""

from typing import Annotated

from fastapi import APIRouter, Depends

from adapters.store.engine import open_session, transaction
from adapters.store.people.turns import choices_of, choose
from api.auth import Require
from api.wiring import Wired
from commands.access.caller import Caller
from domain.case.roles import Role
from domain.people.notifications import NotificationChoice

router = APIRouter(prefix="/v1/me/notifications", tags=["人员与岗位"])

AtDesk = Annotated[Caller, Depends(Require(Role.OFFICIAL, Role.FINANCE))]


@router.get("", summary="通知设置")
def show(caller: AtDesk, wired: Wired) -> NotificationChoice:
    """Of turns that open, and of the morning before the last day: at once (bundled by the half hour), daily or never."""
    with open_session(wired.engine) as session:
        return choices_of(session, {caller.account})[caller.account]


@router.put("", summary="更改通知设置")
def put(body: NotificationChoice, caller: AtDesk, wired: Wired) -> NotificationChoice:
    """From now on; alarms, urging and what is overdue are told all the same."""
    with transaction(wired.engine) as session:
        choose(session, caller.account, body)
    return body
