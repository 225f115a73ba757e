"""What every route of an act shares: its parameters, and the way from body to answer."""

from typing import Annotated

from fastapi import Depends, Path

from api.cases.answers import act_answer
from api.cases.views import ActAnswer
from commands.access.caller import Caller
from commands.acts.acting import Acting
from commands.acts.form import ActForm, Asked, Content
from commands.acts.references import reference_of
from commands.keys import Key, or_new
from commands.wiring import Wiring, wiring
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
        self, caller: Caller, form: ActForm[Content], body: Content, subject: object = ""
    ) -> ActAnswer:
        """Do the act of this form and tell where the case stands."""
        wanted = Asked(form, caller, self.number, self.key, body, str(subject))
        progress = await Acting(self.wired).act(wanted)
        made_by = act_id(caller.account, self.number, self.key)
        return act_answer(progress, reference_of(made_by) if form.take_back else "")


AtOffice = Annotated[Office, Depends()]
