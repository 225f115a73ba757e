"""What became of objections, for whoever raised them; and what the applicant is told of them."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends

from api.acts.acting import CaseNumberPath
from api.auth import Objector, Require
from api.cases.objection_views import ObjectionView
from api.cases.objections import objection_view, own_objections
from api.notices.outside import ObjectionPath
from api.wiring import Wired
from commands.access.caller import Caller
from commands.notices.summaries import SummaryBody, summarise
from commands.post_office import wake_post_office
from domain.case.roles import Role
from domain.personal_data.numbers import warnings_of

router = APIRouter(prefix="/v1", tags=["公示"])


@router.get("/applications/{number}/objections", summary="本人提出的异议")
def objections(number: CaseNumberPath, caller: Objector, wired: Wired) -> list[ObjectionView]:
    """Whoever objected reads the own objections to a case, and what was found with the reason, though the case is another's."""
    return own_objections(wired, caller, number)


@router.put("/applications/{number}/objections/{objection}/summary", summary="告知异议要点")
async def tell_applicant(
    number: CaseNumberPath,
    objection: ObjectionPath,
    body: SummaryBody,
    caller: Annotated[Caller, Depends(Require(Role.OFFICIAL))],
    wired: Wired,
) -> ObjectionView:
    """The lead tells the applicant what an objection is about, in its own words, until it has found on it.

    The applicant reads this summary in its case and by mail, to answer it; what the objector wrote stays with the lead and auditors.
    """
    case, told = await asyncio.to_thread(summarise, wired, caller, number, objection, body.summary)
    await wake_post_office(wired)
    view = objection_view(told, case.stage, with_words=True)
    return view.model_copy(update={"warnings": warnings_of(body.model_dump())})
