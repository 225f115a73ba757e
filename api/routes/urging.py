"""Urging: the lead department has whoever the case waits for reminded."""

from fastapi import APIRouter

from api.act_forms import urging as forms
from api.auth import Official
from api.routes.acting import AtOffice
from api.urge_bodies import UrgeBody
from api.views import ActAnswer

router = APIRouter(prefix="/v1/applications/{number}", tags=["期限与催办"])


@router.post("/urge", summary="催办")
async def urge(body: UrgeBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department has whoever the case waits for reminded by mail, at most once a working day.

    An office's people are written to, and the applicant only when the case waits for the applicant. No term changes.
    """
    return await office.do(caller, forms.URGE, body)
