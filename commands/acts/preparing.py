"""From what is asked to the act: who asks, whether this caller may in this case, and what the form makes of it.

The one way to an act: for the routes, for a preview, for acts in bulk.
"""

from typing import Any

from adapters.store.cases.act_answers import KeptAct, kept_act
from adapters.store.cases.earlier_acts import documents_brought, earlier_acts
from adapters.store.cases.records import CaseRecord, case_in
from adapters.store.engine import open_session
from adapters.store.writing import Session
from commands.access.authorise import authorise
from commands.access.caller import Caller, desk_for
from commands.access.roles import Roles
from commands.access.sight import find_case, is_on_notice, is_own, sees
from commands.acts.form import Asked, Submission
from commands.acts.registry import act_asked, filled, made
from commands.keys import digest_of
from commands.wiring import Wiring
from domain.case.acts.act import Act
from domain.case.admission import against_party
from domain.case.earlier_work import DocumentOnFile, EarlierAct
from domain.case.identifiers import act_id
from domain.case.record.steps import Progress
from domain.case.roles import Actor, Role
from domain.departments import APPLICANT
from domain.errors import CaseClosed, Repeated


def asked(caller: Caller, case_number: str, key: str, kind: str, subject: str, body: Any) -> Asked:
    """A request for an act, from plain data.

    Args:
        caller: who asks.
        case_number: the case.
        key: idempotency key.
        kind: of act, such as ``sign_off``.
        subject: which payment, instalment, objection, …; empty where the act has none.
        body: what the route of the act would take, as JSON.

    Raises:
        Refusal: no such act, not the caller's role, or every wrong field, as the route would refuse it.
    """
    act = act_asked(kind)
    Roles(*act.rules.by).admit(caller)
    about, content = filled(act, subject, body)
    return Asked(act, caller, case_number, key, content, about)


def prepare(wired: Wiring, wanted: Asked, laid_down: list[str] | None = None) -> Act | Progress:
    """Find the first answer, or check caller and case and make the act. It is not sent.

    Args:
        wired: the adapters and the law.
        wanted: what is asked for.
        laid_down: takes the ids of rows that the act points to and that were written here.

    Raises:
        Refusal: by the checks; the case itself decides again.
    """
    act, caller = wanted.act, wanted.caller
    actor = caller.actor(act.rules.by)
    identifier = act_id(caller.account, wanted.case_number, wanted.key)
    digest = digest_of(f"{act.kind} {wanted.subject}", wanted.body)
    with open_session(wired.engine) as session:
        first = answered(kept_act(session, identifier), digest)
        if first is not None:
            return first
        case = find_case(case_in(session, wanted.case_number, whole=False), wanted.case_number)
        actor = desk_for(actor, caller, act, case.lead, case.progress.tasks if case.progress else ())
        _check(wanted, actor, case)
        actor = authorise(session, wired, caller, actor, case.case_number, act.kind, wanted.subject)
        earlier = _earlier(session, act, actor, case.case_number)
    parts = {"id": identifier, "by": actor, "digest": digest}
    kept = [] if laid_down is None else laid_down
    return made(Submission(wired, caller, case, wanted.subject, parts, kept, *earlier), act, wanted.body)


def _earlier(
    session: Session, act: type[Act], actor: Actor, case_number: str
) -> tuple[tuple[EarlierAct, ...], tuple[DocumentOnFile, ...]]:
    """Earlier acts and documents, for an act that says what was brought since."""
    if not {"brought", "on_file"} & act.model_fields.keys():
        return (), ()
    acting = "" if actor.party == APPLICANT else actor.account
    return earlier_acts(session, case_number), documents_brought(session, case_number, acting)


def _check(wanted: Asked, actor: Actor, case: CaseRecord) -> None:
    """Whether this caller may do such an act in this case.

    Raises:
        Refusal: the caller may not know of the case, it has ended, or the act is the lead's.
    """
    rules, caller = wanted.act.rules, wanted.caller
    if not (sees(caller, case) or (rules.is_public and is_on_notice(case))):
        find_case(None, wanted.case_number)
    if actor.role is Role.APPLICANT and not (is_own(caller, case) or rules.is_public):
        find_case(None, wanted.case_number)  # whoever has several roles applies for the own unit alone
    if case.final and not rules.opens_ended:
        raise CaseClosed.of(case.stage)
    for refusal in against_party(wanted.act, actor, case.lead):
        raise refusal


def answered(first: KeptAct | None, digest: str) -> Progress | None:
    """The first answer of an act that was done before.

    Raises:
        Repeated: the same key was used for something else.
    """
    if first is None:
        return None
    if first.digest != digest:
        raise Repeated(
            "同一 Idempotency-Key 已用于另一项内容不同的办理。", remedy="请使用新的 Idempotency-Key。"
        )
    return first.progress
