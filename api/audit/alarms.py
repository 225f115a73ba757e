"""Alarms: what administrators must see to."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel

from adapters.store.alarms import list_alarms
from adapters.store.engine import open_session
from api.auth import Require
from api.paging import Page
from api.wiring import Wired
from commands.access.caller import Caller
from commands.alarms.closing import close
from commands.bodies import Body
from domain.alarms import Alarm, AlarmKind
from domain.case.roles import Role
from domain.closed import example
from domain.words import Words

router = APIRouter(prefix="/v1/alarms", tags=["告警"])

READER = Require(Role.ADMINISTRATOR, Role.AUDITOR)
Administrator = Annotated[Caller, Depends(Require(Role.ADMINISTRATOR))]


class AlarmView(BaseModel):
    """One alarm. ``to_do`` is what an administrator does about it; ``outcome`` what was tried by itself."""

    id: int
    kind: AlarmKind
    label: str
    subject: str
    what: str
    to_do: str
    raised_at: datetime
    last_seen_at: datetime
    tries: int
    outcome: str
    closed_at: datetime | None
    closed_by: str
    closing_reason: str


class AlarmPage(Page[AlarmView, int]):
    """Alarms, the latest first."""


class ClosureBody(Body):
    """Why an alarm is closed."""

    model_config = example(reason="已联系运维更新程序，案件恢复正常。")

    reason: Words


def _view(alarm: Alarm) -> AlarmView:
    return AlarmView(**alarm.model_dump(), label=alarm.kind.label, to_do=alarm.kind.to_do)


@router.get("", summary="告警", dependencies=[Depends(READER)])
def show(
    wired: Wired,
    status: Annotated[Literal["open", "all"], Query(description="Closed ones too.")] = "open",
    after: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Alarm to go on behind.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> AlarmPage:
    """Administrators and auditors see what is the matter: interrupted cases, failing workflows, money that does not agree, forged acts.

    Each was written to every administrator once. It closes by itself when all is well again, or by an administrator.
    """
    with open_session(wired.engine) as session:
        found = list_alarms(session, with_closed=status == "all", before=after, limit=limit + 1)
    return AlarmPage.of(found, limit, _view, lambda alarm: alarm.id)


@router.post("/{alarm}/closure", summary="关闭告警")
def close_one(
    alarm: Annotated[int, Path(ge=1, le=2**31 - 1)],
    body: ClosureBody,
    caller: Administrator,
    wired: Wired,
) -> AlarmView:
    """An administrator closes an alarm and says why. What is found to be so again raises a new one."""
    return _view(close(wired.engine, caller, alarm, body.reason))
