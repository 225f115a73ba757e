"""Public notice: what is on it, objections, and what they come to."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from adapters.store.case_reading import CaseRecord, cases_on_notice
from adapters.store.submissions import Objection, add_objection, drop_objection
from api.auth import OBJECTOR, OFFICIAL_ONLY, Objector, Official, Public
from api.bodies import FindingBody, ObjectionBody
from api.queries import notice
from api.references import reference_of, undone_when_refused
from api.routes.acting import AtOffice
from api.sight import is_on_notice, is_own
from api.views import ActAnswer, Notice
from api.wiring import Wiring, wiring
from domain.case.act import Act
from domain.case.acts import FindOnObjection, RaiseObjection
from domain.departments import PUBLIC
from domain.errors import WrongStage

router = APIRouter(prefix="/v1", tags=["公示"])


@router.get("/public-notices", summary="公示", dependencies=[Public])
def public_notices(wired: Annotated[Wiring, Depends(wiring)]) -> list[Notice]:
    """What is on public notice now, and until when objections are taken; makers are masked."""
    return [notice(case, wired) for case in cases_on_notice(wired.engine)]


@router.post("/applications/{number}/objections", summary="提出异议")
async def raise_objection(body: ObjectionBody, caller: Objector, office: AtOffice) -> ActAnswer:
    """Any applicant or official objects to a case on public notice. ``reference`` is the objection's id."""
    made: list[str] = []

    def make(case: CaseRecord, parts: dict[str, Any]) -> Act:
        if not is_on_notice(case):
            raise WrongStage(
                f"案件目前处于“{case.stage}”,不在公示期。",
                remedy="请在公示期内提出;公示项目见 /v1/public-notices。",
            )
        reference, by = reference_of(parts["id"]), parts["by"]
        if caller.unit and not is_own(caller, case):
            by = by.model_copy(update={"party": PUBLIC})
        objection = Objection(
            id=reference,
            case_number=case.case_number,
            raised_by=caller.account,
            party=by.party,
            content=body.content,
        )
        if add_objection(office.wired.engine, objection):
            made.append(reference)
        return RaiseObjection(**{**parts, "by": by}, objection=reference)

    async with undone_when_refused(office.wired.engine, made, drop_objection):
        return await office.do(
            caller, OBJECTOR, ("objections", body), make, open_to_public=True, lays_down=True
        )


@router.post("/applications/{number}/objections/{objection}/finding", summary="异议核查结论")
async def find_on_objection(
    objection: Annotated[str, Path(max_length=64)], body: FindingBody, caller: Official, office: AtOffice
) -> ActAnswer:
    """The lead department dismisses an objection or upholds it, with the reason; upheld, the case is reviewed again."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        return FindOnObjection(**parts, decision=body.decision, reason=body.reason, objection=objection)

    return await office.do(caller, OFFICIAL_ONLY, (f"finding {objection}", body), make)
