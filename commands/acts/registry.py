"""Every form by its kind of act, and filling one in from plain data."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from commands.acts import endings, later_years, money, reconsideration, recovery, review, terms, urging
from commands.acts import objections as notice
from commands.acts.form import ActForm
from commands.invalid import invalid
from domain.errors import FieldError, InvalidInput, Refusal

FORMS: dict[str, ActForm[Any]] = {
    form.kind: form
    for form in (
        review.CHECK_COMPLETENESS,
        review.SUPPLEMENT,
        review.REVIEW,
        review.SIGN_OFF,
        review.SETTLE,
        notice.RAISE_OBJECTION,
        notice.FIND_ON_OBJECTION,
        later_years.RECORD_ACCEPTANCE,
        later_years.CLAIM_INSTALMENT,
        later_years.REVIEW_INSTALMENT,
        later_years.REDEEM,
        later_years.REVIEW_REDEMPTION,
        money.PROVIDE_PAYEE,
        money.ISSUE_FUND_DOCUMENT,
        money.CONFIRM_PAYMENT,
        money.RETURN_PAYMENT,
        endings.WITHDRAW,
        endings.TERMINATE,
        reconsideration.REQUEST_RECONSIDERATION,
        recovery.STOP_PAYMENT,
        recovery.LIFT_STOP,
        recovery.DECIDE_RECOVERY,
        recovery.RECORD_REPAYMENT,
        recovery.REVERSE_RECOVERY,
        terms.EXTEND_TERM,
        terms.PAUSE_CLOCK,
        terms.RESUME_CLOCK,
        urging.URGE,
    )
}


_NO_SUBJECT = Annotated[str, Field(max_length=0)]


def form_of(kind: str, besides: Iterable[str] = ()) -> ActForm[Any]:
    """The form of a kind of act.

    Args:
        kind: of act.
        besides: what else could have been asked for where the kind was given.

    Raises:
        InvalidInput: there is no such act.
    """
    form = FORMS.get(kind)
    if form is None:
        told = FieldError(
            path="act", message=f"没有“{kind[:40]}”这一事项；可选：{'、'.join((*FORMS, *besides))}"
        )
        raise InvalidInput("没有这一事项。", remedy="请从所列事项中选择。", fields=(told,))
    return form


def filled(form: ActForm[Any], subject: str, body: Any) -> tuple[str, Any]:
    """The subject and the body of a form, from plain data.

    Args:
        form: what is filled in.
        subject: which payment, instalment, …; empty where the act has none.
        body: what the route of the act would take, as JSON.

    Raises:
        InvalidInput: with every wrong field, as the route would refuse it.
    """
    errors: list[Any] = []
    known = _valid(form.subject or _NO_SUBJECT, subject, ("path", "subject"), errors)
    content = _valid(form.body, body, ("body",), errors)
    if errors:
        raise Refusal.from_facts(invalid(errors))
    return str(known), content


def _valid(wanted: Any, given: Any, place: tuple[str, ...], errors: list[Any]) -> Any:
    try:
        return TypeAdapter(wanted).validate_python(given)
    except ValidationError as wrong:
        errors += [{**error, "loc": (*place, *error["loc"])} for error in wrong.errors()]
        return None
