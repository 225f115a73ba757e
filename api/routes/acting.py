"""What every route of an act shares: its parameters, and the way from body to answer."""

from typing import Annotated, Any

from fastapi import Depends, Path
from pydantic import BaseModel

from api.answers import act_answer
from api.auth import Require
from api.caller import Caller
from api.commands import Acting, ActMaker
from api.keys import Key, or_new
from api.references import reference_of
from api.views import ActAnswer
from api.wiring import Wiring, wiring
from domain.case.identifiers import act_id

CaseNumberPath = Annotated[
    str, Path(max_length=40, description="Case number.", examples=["LF2026-0101-00001"])
]


class Office:
    """The case, the key and the wiring of one request that acts."""

    def __init__(
        self, number: CaseNumberPath, wired: Annotated[Wiring, Depends(wiring)], key: Key = None
    ) -> None:
        self.number, self.wired, self.key = number, wired, or_new(key)

    async def do(
        self,
        caller: Caller,
        may: Require,
        asked: tuple[str, BaseModel | dict[str, Any]],
        make: ActMaker,
        *,
        only_lead: bool = False,
        open_to_public: bool = False,
        lays_down: bool = False,
        reopens: bool = False,
    ) -> ActAnswer:
        """Do the act and tell where the case stands."""
        progress = await Acting(self.wired).act(
            caller,
            may.roles,
            self.number,
            self.key,
            asked,
            make,
            only_lead=only_lead,
            open_to_public=open_to_public,
            reopens=reopens,
        )
        made_by = act_id(caller.account, self.number, self.key)
        return act_answer(progress, reference_of(made_by) if lays_down else "")


AtOffice = Annotated[Office, Depends()]
