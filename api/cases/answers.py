"""From the progress of a case to what its readers see; a repeated act is answered from its stored progress alone."""

from collections.abc import Iterable

from api.acts.addresses import href_of
from api.cases.views import ActAnswer, AllowedAct, WaitingFor
from commands.acts.choices import Choice
from domain.case.acts.registry import ACTS, label_of
from domain.case.acts.rules import Needs
from domain.case.record.narrative import Naming, names_at, status_sentence
from domain.case.record.steps import Progress
from domain.case.user_tasks import UserTask

ON_THE_WAY = tuple(act for act in ACTS if act.rules.needs in {Needs.TASK, Needs.NO_PAYMENT, Needs.DECISION})
"""Acts that lead on, end the case, or send it back."""


def act_answer(progress: Progress, reference: str = "", warnings: Iterable[str] = ()) -> ActAnswer:
    """The answer of an act."""
    return ActAnswer(
        case_number=progress.case_number,
        seq=progress.seq,
        stage=progress.stage.value,
        since=progress.since,
        sentence=status_sentence(progress),
        amount=progress.amount,
        overdue=progress.overdue,
        final=progress.final,
        waiting_for=waiting_for(progress),
        reference=reference,
        warnings=list(warnings),
    )


def waiting_for(progress: Progress, named: Naming | None = None) -> list[WaitingFor]:
    """Whom the case waits for; the public may act too, but is never waited for beyond its notice."""
    return [waiting(task, named or names_at(progress.at)) for task in progress.tasks if not progress.final]


def waiting(task: UserTask, named: Naming) -> WaitingFor:
    """One task, with the names that parties bear."""
    term = task.term
    return WaitingFor(
        party=task.party,
        name=named(task.party),
        acts=list(task.acts),
        label=term.label if term else "或".join(label_of(kind) for kind in task.acts),
        subject=task.subject,
        since=task.since,
        due_on=term.due_on if term and not task.stop else None,
        provisional=bool(term and term.provisional),
    )


def allowed_acts(case_number: str, choices: Iterable[Choice]) -> list[AllowedAct]:
    """Those that the caller can do now, and where; ``…/acts`` tells why not."""
    return [
        allowed(case_number, choice.act.kind, choice.subject) for choice in choices if not choice.refusals
    ]


def allowed(case_number: str, kind: str, subject: str) -> AllowedAct:
    """One act with its address."""
    href = href_of(case_number, kind, subject)
    return AllowedAct(act=kind, label=label_of(kind), subject=subject, href=href)
