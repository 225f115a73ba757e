"""Objections to a case on public notice: the store keeps the words, and the act refers to them."""

from adapters.store.cases.submissions import Objection, add_objection
from adapters.store.engine import open_session
from adapters.store.notices.objections import objection_in
from commands.access.sight import is_on_notice, is_own
from commands.acts.form import Submission
from commands.acts.references import reference_of
from domain.case.acts.objections import FindOnObjection, ObjectionRequest, RaiseObjection
from domain.case.roles import Actor
from domain.departments import PUBLIC
from domain.errors import WrongStage
from domain.public_notice.objecting import open_objection_of


def raise_objection(matter: Submission, said: ObjectionRequest) -> RaiseObjection:
    """Lay the words down; another unit objects as one of the public. Whoever has an open objection adds to it."""
    case = matter.case
    if not is_on_notice(case):
        raise WrongStage(
            f"案件目前处于“{case.stage}”，不在公示期。",
            remedy="请在公示期内提出；公示项目见 /v1/public-notices。",
        )
    reference, by = reference_of(matter.parts["id"]), _objector(matter)
    objection = Objection(
        id=reference,
        case_number=case.case_number,
        raised_by=matter.caller.account,
        party=by.party,
        content=said.content,
    )
    if add_objection(matter.wired.engine, objection):
        matter.laid_down.append(reference)
    adds_to = open_objection_of(by.people, case.progress.tasks if case.progress else ())
    return RaiseObjection(**{**matter.parts, "by": by}, objection=reference, adds_to=adds_to)


def find_on_objection(matter: Submission, said: FindOnObjection) -> FindOnObjection:
    """What burdens the applicant rests on nothing that it could not answer: it must have been told what was objected."""
    if said.decision == "uphold":
        with open_session(matter.wired.engine) as session:
            found = objection_in(session, matter.case.case_number, said.objection)
        if found is not None and not found.is_told:
            path = f"/v1/applications/{matter.case.case_number}/objections/{found.id}/summary"
            raise WrongStage(
                "尚未向申请单位告知异议要点（包括异议人后来的补充），不能认定异议成立。",
                why="认定异议成立对申请单位不利，作出前应当告知并听取其说明；异议人的原文不告知申请单位。",
                remedy=f"请先归纳异议要点（PUT {path}），听取申请单位说明后再作结论。",
            )
    return said


def _objector(matter: Submission) -> Actor:
    by: Actor = matter.parts["by"]
    is_other_unit = matter.caller.unit and not is_own(matter.caller, matter.case)
    return by.model_copy(update={"party": PUBLIC}) if is_other_unit else by
