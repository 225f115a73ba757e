"""The readings of open passages of the law: public to read, switched by administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from api.auth import Public, Require
from api.wiring import Wired
from commands.access.caller import Caller
from commands.law.readings import ReadingHistory, SwitchBody, list_readings, show_reading, switch_reading
from domain.case.roles import Role

router = APIRouter(prefix="/v1/readings", tags=["政策"])
Administrator = Annotated[Caller, Depends(Require(Role.ADMINISTRATOR))]
Name = Annotated[str, Path(max_length=64, examples=["m2.pool_partial"])]


@router.get("", summary="口径清单", dependencies=[Public])
def list_all(wired: Wired) -> list[ReadingHistory]:
    """How every open passage of the law is read today, by which document, with every switch there was or is to come."""
    return list_readings(wired)


@router.get("/{name}", summary="一项口径及其切换记录", dependencies=[Public])
def show(name: Name, wired: Wired) -> ReadingHistory:
    """How one passage is read today, and how that changed."""
    return show_reading(wired, name)


@router.post("/{name}", summary="切换口径", status_code=201)
def switch(
    name: Name, body: SwitchBody, caller: Administrator, wired: Wired, response: Response
) -> ReadingHistory:
    """An administrator switches a reading from a day on, by a document.

    Cases that are filed from that day on pin it, and quotes of such days use it; cases filed before keep theirs to their end.
    What it would cost can be tried first: ``POST /v1/simulations`` with ``changes=readings.NAME=VALUE``. A switch is never
    changed or removed; another from the same day on replaces it.
    """
    found = switch_reading(wired, caller, name, body)
    response.headers["Location"] = f"/v1/readings/{name}"
    return found
