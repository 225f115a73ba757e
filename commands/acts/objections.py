"""Objections to a case on public notice, and what they come to."""

from typing import Annotated

from fastapi import Path

from adapters.store.cases.submissions import Objection, add_objection, drop_objection
from api.auth import OBJECTOR, OFFICIAL_ONLY
from commands.access.sight import is_on_notice, is_own
from commands.acts.form import ActForm, Matter
from commands.acts.references import reference_of
from commands.bodies import FindingBody, ObjectionBody
from domain.case.acts import FindOnObjection, RaiseObjection
from domain.case.roles import Actor
from domain.departments import PUBLIC
from domain.errors import WrongStage

ObjectionId = Annotated[str, Path(max_length=64)]


def _raise_objection(matter: Matter, body: ObjectionBody) -> RaiseObjection:
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
        content=body.content,
    )
    if add_objection(matter.wired.engine, objection):
        matter.laid_down.append(reference)
    return RaiseObjection(**{**matter.parts, "by": by}, objection=reference)


def _objector(matter: Matter) -> Actor:
    """Another unit objects as one of the public."""
    by: Actor = matter.parts["by"]
    is_other_unit = matter.caller.unit and not is_own(matter.caller, matter.case)
    return by.model_copy(update={"party": PUBLIC}) if is_other_unit else by


def _find_on_objection(matter: Matter, body: FindingBody) -> FindOnObjection:
    return FindOnObjection(
        **matter.parts, decision=body.decision, reason=body.reason, objection=matter.subject
    )


RAISE_OBJECTION = ActForm(
    RaiseObjection,
    ObjectionBody,
    OBJECTOR,
    "objections",
    _raise_objection,
    open_to_public=True,
    take_back=drop_objection,
)
FIND_ON_OBJECTION = ActForm(
    FindOnObjection,
    FindingBody,
    OFFICIAL_ONLY,
    "objections/{subject}/finding",
    _find_on_objection,
    subject=ObjectionId,
    digested_as="finding {subject}",
)
