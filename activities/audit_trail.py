"""What the verbs leave in the audit record, in their own transaction: every act, and every step of a case."""

from typing import Any

from adapters.store.audit.chain import ChainLink, append_all
from adapters.store.cases.file import FiledCase
from adapters.store.writing import Session
from domain.audit.canonical import canonical
from domain.audit.entry import CONTENT, SYSTEM
from domain.case.acts.payment import ReturnPayment
from domain.case.record.steps import RecordedAct, Request, Ring, Step
from domain.case.roles import Role
from domain.frozen import Frozen

Standing = dict[str, Any]


def record_verb(
    session: Session,
    case: FiledCase,
    verb: str,
    request: Request,
    answer: Frozen,
    before: Standing,
    after: Standing,
) -> None:
    """Append what a verb did; its first and only time, so no key is needed."""
    acts = request.acts if isinstance(request, Step) else ()
    done = _moved(request) if isinstance(request, Step | Ring) else _computed(request, answer)
    step = ChainLink(
        at=request.at,
        actor=acts[0].by.account if acts else SYSTEM,
        party=acts[0].by.party if acts else "",
        action=f"step:{verb}",
        subject=str(request.seq),
        before=before,
        after={**after, **done},
        sealed={"reason": getattr(request, "reason", "")},
    )
    links = [*(_act(request, act, before, after) for act in acts), step]
    append_all(session, case.number, links, case.policy_version, case.readings)


def _act(request: Request, act: RecordedAct, before: Standing, after: Standing) -> ChainLink:
    return ChainLink(
        at=request.at,
        actor=act.by.account,
        party=act.by.party,
        action=f"act:{act.kind}",
        subject=act.id,
        before=_place(before),
        after={
            **_place(after),
            "outcome": act.outcome,
            **({"for": act.by.for_account} if act.by.for_account else {}),
        },
        words={"reason": act.reason} if _is_of_office(act) else {},
        sealed={CONTENT: canonical(act.content)} | ({} if _is_of_office(act) else {"reason": act.reason}),
    )


def _place(standing: Standing) -> Standing:
    return {name: standing[name] for name in ("stage", "seq", "amount")}


def _is_of_office(act: RecordedAct) -> bool:
    """An office gives its reason in words; what applicants and banks write may name persons: only its salt is kept beside the record."""
    return act.by.role is not Role.APPLICANT and act.kind != ReturnPayment.kind


def _moved(request: Step | Ring) -> dict[str, Any]:
    if isinstance(request, Ring):
        return {"timer_event": request.kind.value, "timer_event_party": request.task.party}
    return {
        "event": request.event.value,
        "acts": [act.id for act in request.acts],
    }


def _computed(request: Request, answer: Frozen) -> dict[str, Any]:
    """Figures in and figures out; the words of a bank or a person lie apart."""
    asked = request.model_dump(mode="json", exclude={"case_number", "seq", "at", "came", "reason"})
    return {"asked": asked, "answer": answer.model_dump(mode="json")}
