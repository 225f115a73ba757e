"""What every route of an act shares: its parameters, and the way from body to answer."""

from typing import Annotated

from fastapi import Depends, Path

from api.cases.answers import act_answer
from api.cases.views import ActAnswer
from api.keys import Key
from api.wiring import Wired
from commands.access.caller import Caller
from commands.acts.acting import Acting
from commands.acts.form import Asked
from commands.acts.references import reference_of
from commands.acts.registry import maker_of
from commands.keys import or_new
from domain.case.acts.act import Act
from domain.case.identifiers import act_id
from domain.closed import Closed
from domain.personal_data.numbers import warnings_of

CaseNumberPath = Annotated[
    str, Path(max_length=40, description="Case number.", examples=["LF2026-0101-00001"])
]


class ActRequest:
    """The case, the key and the wiring of one request that acts."""

    def __init__(self, number: CaseNumberPath, wired: Wired, key: Key = None) -> None:
        self.number, self.wired, self.key = number, wired, or_new(key)

    async def do(self, caller: Caller, act: type[Act], body: Closed, subject: object = "") -> ActAnswer:
        """Do an act and tell where the case stands."""
        wanted = Asked(act, caller, self.number, self.key, body, str(subject))
        progress = await Acting(self.wired).act(wanted)
        made_by = act_id(caller.account, self.number, self.key)
        maker = maker_of(act)
        is_named = maker.take_back is not None and maker.is_told
        warnings = warnings_of(body.model_dump())
        return act_answer(progress, reference_of(made_by) if is_named else "", warnings)


AtOffice = Annotated[ActRequest, Depends()]
