"""What the caller may do in a case now, and why not."""

from fastapi import APIRouter
from pydantic import Field

from adapters.store.cases.records import read_case
from api.acts.acting import CaseNumberPath
from api.acts.addresses import href_of
from api.auth import AnyAccount
from api.cases.views import AllowedAct
from api.problems import ProblemReason, reason_of
from api.wiring import Wired
from commands.access.audit_trail import record_look
from commands.access.sight import find_case, is_on_notice, seen_case, sees
from commands.acts.choices import Choice, choices_of

router = APIRouter(prefix="/v1/applications/{number}", tags=["办理前预览"])


class ActChoice(AllowedAct):
    """An act of the caller's roles: allowed now, or everything that stands against it with the way out."""

    allowed: bool
    decisions: dict[str, str] = Field(description="What may be decided, each with its Chinese name.")
    reasons: list[ProblemReason]


@router.get("/acts", summary="可办理事项及不能办理的原因")
def choices(number: CaseNumberPath, caller: AnyAccount, wired: Wired) -> list[ActChoice]:
    """Every act of the caller's roles in the case, as the store knows it: allowed, or why not, every reason at once.

    What an act says is judged when it comes; `POST …/preview` tries it whole. For whoever sees the case, and those who
    may object to it.
    """
    case = find_case(read_case(wired.engine, number), number)
    if sees(caller, case) or not is_on_notice(case):
        seen_case(case, caller, number)
    record_look(wired, caller, case, "acts:viewed")
    return [_view(number, choice) for choice in choices_of(wired, caller, case)]


def _view(number: str, choice: Choice) -> ActChoice:
    rules = choice.act.rules
    return ActChoice(
        act=rules.kind,
        label=rules.label,
        subject=choice.subject,
        href=href_of(number, rules.kind, choice.subject),
        allowed=not choice.refusals,
        decisions=dict(rules.decisions),
        reasons=[reason_of(refusal.facts) for refusal in choice.refusals],
    )
