"""Objections to a case on public notice: the store keeps the words, and the act refers to them."""

from adapters.store.cases.submissions import Objection, add_objection
from commands.access.sight import is_on_notice, is_own
from commands.acts.form import Submission
from commands.acts.references import reference_of
from domain.case.acts.objections import ObjectionRequest, RaiseObjection
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


def _objector(matter: Submission) -> Actor:
    by: Actor = matter.parts["by"]
    is_other_unit = matter.caller.unit and not is_own(matter.caller, matter.case)
    return by.model_copy(update={"party": PUBLIC}) if is_other_unit else by
