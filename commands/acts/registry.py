"""From what is asked to the act of it: which kind it is, what was filled in, and who makes it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter, ValidationError

from adapters.store.cases.submissions import drop_objection, drop_payee
from adapters.store.reach import Engine
from commands.acts import (
    consulting,
    later_years,
    money,
    objections,
    reconsideration,
    recovery,
    review,
    terms,
)
from commands.acts.checks import faults_of, wrong
from commands.acts.form import Submission
from commands.invalid import invalid
from domain.case.acts.acceptance import RecordAcceptance, ReportAcceptance
from domain.case.acts.act import Act
from domain.case.acts.endings import ExcuseLapse
from domain.case.acts.filing import File, RequestReconsideration, Supplement
from domain.case.acts.instalments import ClaimInstalment, ReviewInstalment
from domain.case.acts.objections import FindOnObjection, RaiseObjection
from domain.case.acts.payment import CheckPayee, ProvidePayee, ReturnPayment
from domain.case.acts.projects import FindSameProject
from domain.case.acts.recovery import DecideRecovery, DecideTopUp
from domain.case.acts.registry import BY_KIND
from domain.case.acts.request import request_of, subject_of
from domain.case.acts.review import CheckCompleteness, Review
from domain.case.acts.signing import AddSigner, CopyCase
from domain.case.acts.time import CorrectExtension, ExtendTerm, PauseClock
from domain.case.acts.vouchers import Redeem, ReviewRedemption
from domain.closed import Closed
from domain.errors import FieldError, InvalidInput, Refusal


@dataclass(frozen=True)
class Maker:
    """What makes an act where more is to be done than to take down what was said.

    Attributes:
        make: gets the request where the act has one of its own, else the act as it was asked for; raises a ``Refusal``.
        take_back: undoes what was laid down, by its id.
        is_told: whether the answer names what was laid down: where that is always done.
    """

    make: Callable[[Submission, Any], Act]
    take_back: Callable[[Engine, str], None] | None = None
    is_told: bool = True


AS_SAID: Final = Maker(lambda _matter, act: act)

MAKERS: Final[Mapping[type[Act], Maker]] = {
    CheckCompleteness: Maker(review.check_completeness),
    Supplement: Maker(review.supplement),
    Review: Maker(review.review),
    AddSigner: Maker(consulting.add_signer),
    CopyCase: Maker(consulting.copy_case),
    RaiseObjection: Maker(objections.raise_objection, drop_objection),
    FindOnObjection: Maker(objections.find_on_objection),
    ReportAcceptance: Maker(later_years.report_acceptance),
    RecordAcceptance: Maker(later_years.record_acceptance),
    ClaimInstalment: Maker(later_years.claim_instalment, drop_payee, is_told=False),
    ReviewInstalment: Maker(later_years.review_instalment),
    ReviewRedemption: Maker(later_years.review_redemption),
    Redeem: Maker(later_years.redeem, drop_payee, is_told=False),
    ProvidePayee: Maker(money.provide_payee, drop_payee),
    CheckPayee: Maker(money.check_payee),
    ReturnPayment: Maker(money.return_payment),
    ExcuseLapse: Maker(reconsideration.excuse_lapse),
    DecideRecovery: Maker(recovery.decide_recovery),
    DecideTopUp: Maker(recovery.decide_top_up),
    FindSameProject: Maker(recovery.find_same_project),
    RequestReconsideration: Maker(reconsideration.request),
    ExtendTerm: Maker(terms.extend),
    CorrectExtension: Maker(terms.correct),
    PauseClock: Maker(terms.pause),
}


def maker_of(act: type[Act]) -> Maker:
    """Who makes such an act."""
    return MAKERS.get(act, AS_SAID)


def made(matter: Submission, kind: type[Act], said: Closed) -> Act:
    """The act of what was said.

    Raises:
        Refusal: what was said does not hold, as far as can be told outside the case.
    """
    act = maker_of(kind).make(matter, said if kind.request else matter.made(kind, said))
    wrong(f"“{act.label}”的内容需要更正。", faults_of(matter.wired, matter.case.case_number, act))
    return act


_NO_SUBJECT = Annotated[str, Field(max_length=0)]


def act_asked(kind: str, besides: Iterable[str] = ()) -> type[Act]:
    """The kind of act that is asked for; filing has a door of its own.

    Args:
        kind: of act.
        besides: what else could have been asked for where the kind was given.

    Raises:
        InvalidInput: there is no such act.
    """
    known = {name: act for name, act in BY_KIND.items() if act is not File}
    if kind not in known:
        told = FieldError(
            path="act", message=f"没有“{kind[:40]}”这一事项；可选：{'、'.join((*known, *besides))}"
        )
        raise InvalidInput("没有这一事项。", remedy="请从所列事项中选择。", fields=(told,))
    return known[kind]


def filled(act: type[Act], subject: str, body: Any) -> tuple[str, Any]:
    """The subject and the body of a request, from plain data.

    Args:
        act: what is asked for.
        subject: which payment, instalment, …; empty where the act has none.
        body: what the route of the act would take, as JSON.

    Raises:
        InvalidInput: with every wrong field, as the route would refuse it.
    """
    errors: list[Any] = []
    about = _valid(subject_of(act) or _NO_SUBJECT, subject, ("path", "subject"), errors)
    content = _valid(request_of(act), body, ("body",), errors)
    if errors:
        raise Refusal.from_facts(invalid(errors))
    return str(about), content


def _valid(wanted: Any, given: Any, place: tuple[str, ...], errors: list[Any]) -> Any:
    try:
        return TypeAdapter(wanted).validate_python(given)
    except ValidationError as refused:
        errors += [{**error, "loc": (*place, *error["loc"])} for error in refused.errors()]
        return None
