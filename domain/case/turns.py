"""Whose turn it is: a turn says which party may do which acts, on what, and by when.

Turns are the one answer to four questions: which act is allowed now, whom the case waits for, what
stands on a worklist, and when to remind. An act uses its turn up; a standing turn stays open.
"""

from datetime import date, datetime
from enum import StrEnum

from domain.case.act import Act
from domain.case.acts import ACTS
from domain.departments import PUBLIC, party_name
from domain.errors import WrongStage
from domain.frozen import Frozen


class RungKind(StrEnum):
    """What happens at a rung of a term."""

    REMIND = "remind"
    ESCALATE = "escalate"
    LAPSE = "lapse"


class Rung(Frozen):
    """A moment of a term at which something happens, once."""

    at: datetime
    kind: RungKind


class TermAsked(Frozen):
    """A term before its days are computed: a number of working days, or a fixed last day.

    Attributes:
        name: key of the policy's terms (``lead_review``).
        label: the Chinese name of the step.
        working_days: length, the first day not counted; or
        until: the last day.
    """

    name: str
    label: str
    working_days: int = 0
    until: date | None = None


class Term(Frozen):
    """A term with its days: due at the end of ``due_on`` in Asia/Shanghai.

    ``provisional`` (暂定): it runs into a year whose calendar the State Council has not announced.
    """

    name: str
    label: str
    starts_on: date
    due_on: date
    provisional: bool = False
    rungs: tuple[Rung, ...] = ()


class Turn(Frozen):
    """One party's turn.

    Attributes:
        party: department, locality, ``applicant``, ``public`` or ``calendar``.
        acts: kinds of act, one of which uses the turn up; empty when only a day is awaited.
        subject: which instalment, payment, objection; empty for most.
        standing: stays open after an act (objections during public notice).
        asked: the term as the workflow asks for it.
        since: when the turn began; set when it is recorded.
        term: the term with its days; set when it is recorded.
        rungs_fired: how many rungs of the term have been dealt with.
    """

    party: str
    acts: tuple[str, ...] = ()
    subject: str = ""
    standing: bool = False
    asked: TermAsked | None = None
    since: datetime | None = None
    term: Term | None = None
    rungs_fired: int = 0

    @property
    def next_rung(self) -> Rung | None:
        """The rung that comes next, or None when the term has no more."""
        rungs = self.term.rungs if self.term else ()
        return rungs[self.rungs_fired] if self.rungs_fired < len(rungs) else None


def turn_for(act: Act, turns: tuple[Turn, ...], stage: str) -> Turn:
    """The turn that this act uses.

    Raises:
        WrongStage: when no turn admits the act, saying whom the case waits for.
    """
    for turn in turns:
        fits = act.kind in turn.acts and turn.subject in ("", act.subject)
        if fits and turn.party in (act.by.party, PUBLIC):
            return turn
    awaited = ";".join(awaited_text(turn) for turn in turns if turn.acts) or "无需办理"
    raise WrongStage(
        f"案件目前处于“{stage}”,不能办理“{act.label}”。",
        why=f"当前等待的事项:{awaited}。",
        remedy="请查看案件详情中的当前事项和办理方。",
    )


def awaited_text(turn: Turn) -> str:
    """Who is to do what: 市工信局会签."""
    day = turn.term.starts_on if turn.term else date.max
    return party_name(turn.party, day) + "或".join(ACTS[kind].label for kind in turn.acts)


def waiting_parties(turns: tuple[Turn, ...]) -> tuple[str, ...]:
    """The parties that a case waits for, in order, each once; the public is never waited for."""
    return tuple(dict.fromkeys(turn.party for turn in turns if turn.party != PUBLIC and not turn.standing))
