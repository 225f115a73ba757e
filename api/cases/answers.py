"""From the progress of a case to what its readers see; a repeated act is answered from its stored progress alone."""

from datetime import date

from api.cases.views import ActAnswer, AllowedAct, WaitingFor
from commands.access.caller import Caller
from commands.acts.registry import FORMS
from commands.people.desk_sight import DeskSight
from domain.calendar import shanghai_date
from domain.case.acts import ACTS
from domain.case.record.narrative import status_sentence
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.turns import Turn
from domain.departments import APPLICANT, DEPARTMENTS, LOCALITIES, PUBLIC, party_name

_NO_ENDING = frozenset({Stage.PAYMENT, Stage.PAYMENT_RETURNED, Stage.RECOVERY})


def act_answer(progress: Progress, reference: str = "") -> ActAnswer:
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
    )


def waiting_for(progress: Progress) -> list[WaitingFor]:
    """Whom the case waits for; the public may act too, but is never waited for beyond its notice."""
    day = shanghai_date(progress.since)
    return [waiting(turn, day) for turn in progress.turns if not progress.final]


def waiting(turn: Turn, day: date) -> WaitingFor:
    """One turn, with the names of a day."""
    term = turn.term
    return WaitingFor(
        party=turn.party,
        name=party_name(turn.party, day),
        acts=list(turn.acts),
        label=term.label if term else "或".join(ACTS[kind].label for kind in turn.acts),
        subject=turn.subject,
        since=turn.since,
        due_on=term.due_on if term and not turn.stop else None,
        provisional=bool(term and term.provisional),
    )


def allowed_acts(
    progress: Progress | None, caller: Caller, lead: str, desks: DeskSight, *, is_own: bool
) -> list[AllowedAct]:
    """What the caller can do now, and where; nothing that would be refused for who the caller is."""
    if progress is None or progress.final:
        return []
    number, can = progress.case_number, caller.parties()
    found: list[AllowedAct] = []
    for turn in progress.turns:
        kinds = can.get(turn.party, frozenset())
        if turn.party == APPLICANT and not is_own:
            kinds = frozenset()
        if turn.party == PUBLIC:
            kinds = frozenset().union(*can.values()) if can else frozenset()
        found += [
            allowed(number, kind, turn.subject)
            for kind in turn.acts
            if kind in kinds and desks.offers(number, turn, turn.party, kind)
        ]
    if progress.stage not in _NO_ENDING:
        if is_own and "withdraw" in can.get(APPLICANT, ()):
            found.append(allowed(number, "withdraw", ""))
        if "terminate" in can.get(lead, ()) and desks.offers(number, None, lead, "terminate"):
            found.append(allowed(number, "terminate", ""))
    return found


def allowed(case_number: str, kind: str, subject: str) -> AllowedAct:
    """One act with its address."""
    path = FORMS[kind].path.format(subject=subject)
    return AllowedAct(
        act=kind, label=ACTS[kind].label, subject=subject, href=f"/v1/applications/{case_number}/{path}"
    )


def name_of(party: str, day: date) -> str:
    """The display name of a party, or its id when it has none."""
    known = party in DEPARTMENTS or party in LOCALITIES or party in (APPLICANT, PUBLIC, "calendar")
    return party_name(party, day) if known else party
