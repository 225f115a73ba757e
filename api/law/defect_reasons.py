"""The library of defects (补正事项库). Public, so that applicants see what offices look for."""

from fastapi import APIRouter

from api.auth import Public
from api.cases.review_views import DefectReasonView
from api.wiring import Wired

router = APIRouter(prefix="/v1", tags=["政策"], dependencies=[Public])


@router.get("/defect-reasons", summary="补正事项库")
def list_defect_reasons(wired: Wired) -> list[DefectReasonView]:
    """What may be wrong with a document or figure, in the words that a notice of defects uses."""
    policy = wired.law_on(wired.today())
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
