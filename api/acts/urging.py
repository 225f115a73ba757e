"""Urging: the lead department has whoever the case waits for reminded."""

from fastapi import APIRouter

from api.acts.acting import AtOffice
from api.auth import Official
from api.cases.views import ActAnswer
from commands.acts import urging as forms
from commands.acts.urge_bodies import UrgeBody

router = APIRouter(prefix="/v1/applications/{number}", tags=["期限与催办"])


@router.post("/urge", summary="催办")
async def urge(body: UrgeBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department has whoever the case waits for reminded by mail, at most once a working day.

    An office's people are written to, and the applicant only when the case waits for the applicant. No term changes.
    """
    return await office.do(caller, forms.URGE, body)
