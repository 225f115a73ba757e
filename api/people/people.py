"""Who is known at which desk: people of the external issuer are entered by administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.auth import Require
from api.viewing import viewed
from api.wiring import Wired
from commands.access.caller import Caller
from commands.people.bodies import KnownPersonView, PersonBody
from commands.people.entry import enter_person, known_people_view
from domain.case.roles import Role

router = APIRouter(prefix="/v1/people", tags=["人员登记"])

Administrator = Annotated[Caller, Depends(Require(Role.ADMINISTRATOR))]
READERS = Require(Role.ADMINISTRATOR, Role.AUDITOR)
NewUsername = Annotated[
    str, Path(pattern=r"^[\w.@-]{1,64}$", description="What colleagues call the account.")
]


@router.get("", summary="人员", dependencies=[viewed(READERS, "people:listed")])
def people(wired: Wired) -> list[KnownPersonView]:
    """Everybody whom this installation knows at an office, those of the external issuer (``is_external``) among them."""
    return known_people_view(wired)


@router.put("/{username}", summary="登记外部账号的人员")
def enter(username: NewUsername, body: PersonBody, caller: Administrator, wired: Wired) -> KnownPersonView:
    """An administrator enters somebody of the external OIDC issuer, or corrects the entry; safe to repeat.

    From then on that person takes tasks, is given some, is away with a deputy, and gets alarms and digests. A role at an
    office is had where the issuer's token and this entry both say so: one that is taken out here ends within seconds.
    """
    return enter_person(wired, caller, username, body)
