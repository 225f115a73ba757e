"""What became of objections, for whoever raised them."""

from fastapi import APIRouter

from api.acts.acting import CaseNumberPath
from api.auth import Objector
from api.cases.objections import own_objections
from api.cases.views import ObjectionView
from api.wiring import Wired

router = APIRouter(prefix="/v1", tags=["公示"])


@router.get("/applications/{number}/objections", summary="本人提出的异议")
def objections(number: CaseNumberPath, caller: Objector, wired: Wired) -> list[ObjectionView]:
    """Whoever objected reads the own objections to a case, and what was found with the reason, though the case is another's."""
    return own_objections(wired, caller, number)
