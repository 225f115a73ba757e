"""Lists that show whom they are about: an official's look at one is recorded before it is answered."""

from typing import Annotated, Any

from fastapi import Depends, Request

from api.auth import caller_of
from api.door.query_parameters import declared
from api.wiring import Wired
from commands.access.audit_trail import record_house_view
from commands.access.caller import Caller
from commands.access.roles import Roles
from domain.case.roles import Role


class Viewed(Roles):
    """A dependency of a list: who looked, at which list, with which filters. Applicants see their own, which is no view.

    Args:
        who: whom the route lets in; nobody else has looked.
        action: what the record says, such as ``people:listed``.
    """

    def __init__(self, who: Roles, action: str) -> None:
        super().__init__(*who.roles)
        self._action = action

    def __call__(self, request: Request, caller: Annotated[Caller, Depends(caller_of)], wired: Wired) -> None:
        """Record the look; of filters only the names that the route knows, since all else may be a name of somebody."""
        self.admit(caller)
        if set(caller.roles) - {Role.APPLICANT}:
            known = set(declared(request.scope["route"].dependant))
            filters = "&".join(sorted(known & set(request.query_params)))
            record_house_view(
                wired, caller, self._action, request.url.path + (f"?{filters}" if filters else "")
            )


def viewed(who: Roles, action: str) -> Any:
    """The dependency as routes list it."""
    return Depends(Viewed(who, action))
