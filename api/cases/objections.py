"""Objections as the office reads them, and as the person reads them who raised them."""

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.notices.objections import TakenObjection, objections_raised_by
from api.cases.objection_views import ObjectionView
from commands.access.caller import Caller
from commands.access.sight import reads_objections
from commands.wiring import Wiring
from domain.case.record.stages import ON_NOTICE
from domain.errors import NotFound


def objection_view(
    objection: TakenObjection, stage: str, *, with_words: bool, objector_href: str = ""
) -> ObjectionView:
    """One objection of a case that is in this stage; who raised it is not shown, but where the lead finds that."""
    finding = objection.finding if stage in ON_NOTICE else objection.finding.once_over
    return ObjectionView(
        **objection.model_dump(include={"id", "at", "summary", "summarised_at", "found_at", "reason"}),
        content=objection.content if with_words else "",
        finding=finding.value,
        finding_label=finding.label,
        objector_href=objector_href,
    )


def objection_views(case: CaseRecord, caller: Caller) -> list[ObjectionView]:
    """The objections of a case: their words, and where to find who has no account, for those who may read that alone."""
    with_words = reads_objections(caller, case)
    path = f"/v1/applications/{case.case_number}/objections"
    return [
        objection_view(
            each,
            case.stage,
            with_words=with_words,
            objector_href=f"{path}/{each.id}/objector" if with_words and each.is_outside else "",
        )
        for each in case.objections
    ]


def own_objections(wired: Wiring, caller: Caller, case_number: str) -> list[ObjectionView]:
    """What the caller objected to a case, and what was found.

    Raises:
        NotFound: the caller raised none that the case took.
    """
    raised = objections_raised_by(wired.engine, case_number, caller.account)
    case = read_case(wired.engine, case_number, whole=False) if raised else None
    if case is None:
        raise NotFound(
            "您没有对这一案件提出过异议。", remedy="请核对案件编号；公示项目见 /v1/public-notices。"
        )
    return [objection_view(objection, case.stage, with_words=True) for objection in raised]
