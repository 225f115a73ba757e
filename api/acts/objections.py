"""Objections during public notice, and what they come to."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.acts.acting import AtOffice, CaseNumberPath
from api.auth import Objector, Official
from api.cases.objections import own_objections
from api.cases.views import ActAnswer, ObjectionView
from commands.acts import objections as forms
from commands.acts.objections import ObjectionId
from commands.bodies import FindingBody, ObjectionBody
from commands.wiring import Wiring, wiring

router = APIRouter(prefix="/v1", tags=["公示"])


@router.post("/applications/{number}/objections", summary="提出异议")
async def raise_objection(body: ObjectionBody, caller: Objector, office: AtOffice) -> ActAnswer:
    """Any applicant or official objects to a case on public notice. ``reference`` is the objection's id."""
    return await office.do(caller, forms.RAISE_OBJECTION, body)


@router.get("/applications/{number}/objections", summary="本人提出的异议")
def objections(
    number: CaseNumberPath, caller: Objector, wired: Annotated[Wiring, Depends(wiring)]
) -> list[ObjectionView]:
    """Whoever objected reads the own objections to a case, and what was found with the reason, though the case is another's."""
    return own_objections(wired, caller, number)


@router.post("/applications/{number}/objections/{objection}/finding", summary="异议核查结论")
async def find_on_objection(
    objection: ObjectionId, body: FindingBody, caller: Official, office: AtOffice
) -> ActAnswer:
    """The lead department dismisses an objection or upholds it, with the reason; upheld, the case is reviewed again."""
    return await office.do(caller, forms.FIND_ON_OBJECTION, body, objection)
