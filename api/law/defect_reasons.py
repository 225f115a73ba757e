"""The library of defects (补正事项库). Public, so that applicants see what offices look for."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.auth import Public
from api.cases.review_views import DefectReasonView
from commands.wiring import Wiring, wiring

router = APIRouter(prefix="/v1", tags=["政策"], dependencies=[Public])


@router.get("/defect-reasons", summary="补正事项库")
def list_defect_reasons(wired: Annotated[Wiring, Depends(wiring)]) -> list[DefectReasonView]:
    """What may be wrong with a document or figure, in the words that a notice of defects uses."""
    policy = wired.catalogue.in_force(wired.today())
    return [
        DefectReasonView(
            code=code,
            name=reason.name,
            text=reason.text,
            about=[item.value for item in reason.about],
            clause=reason.clause,
        )
        for code, reason in policy.defect_reasons.items()
    ]
