"""Whose turn it is: a turn says which party may do which acts, on what, and by when.

Turns are the one answer to four questions: which act is allowed now, whom the case waits for, what
stands on a worklist, and when to remind. An act uses its turn up; a standing turn stays open.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar import shanghai_date
from domain.case.act import Act
from domain.case.acts import ACTS
from domain.case.time.clock import Clock, Stop
from domain.departments import APPLICANT, CALENDAR, PUBLIC, party_name
from domain.errors import WrongStage
from domain.frozen import Frozen

NO_OFFICE = frozenset({APPLICANT, CALENDAR, PUBLIC})
"""Parties whose terms are not the office's to keep."""


class RungKind(StrEnum):
    """What happens at a rung of a term: inform tells the applicant that work goes on, resume ends a pause."""

    INFORM = "inform"
    REMIND = "remind"
    ESCALATE = "escalate"
    LAPSE = "lapse"
    RESUME = "resume"


class Rung(Frozen):
    """A moment of a term at which something happens, once: the end of a day."""

    at: datetime
    kind: RungKind

    @property
    def ends(self) -> date:
        """The day with whose end it is reached."""
        return shanghai_date(self.at) - timedelta(days=1)


class TermAsked(Frozen):
    """A term before its days are computed: a number of working days, or a fixed last day.

    Attributes:
        name: key of the policy's terms (``lead_review``).
        label: the Chinese name of the step.
        working_days: length, the first day not counted; or
        until: the last day.
        lapses: an office's silence ends it, which counts as agreement.
    """

    name: str
    label: str
    working_days: int = 0
    until: date | None = None
    lapses: bool = False


class Term(Frozen):
    """A term with its days: due at the end of ``due_on`` in Asia/Shanghai.

    ``provisional`` (暂定): it runs into a year whose calendar the State Council has not announced. ``clock`` is what
    the days follow from; None for a fixed last day. While the clock stands still, ``due_on`` is the day that was due
    before, no rung is ahead but the end of a pause, and it is that which is provisional or not.
    """

    name: str
    label: str
    starts_on: date
    due_on: date
    provisional: bool = False
    rungs: tuple[Rung, ...] = ()
    clock: Clock | None = None
    pause_ends: Rung | None = None

    @property
    def stop(self) -> Stop | None:
        """The stop that lasts; None while the term runs."""
        return self.clock.open_stop if self.clock else None


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
        if self.term is not None and self.term.stop is not None:
            return self.term.pause_ends
        rungs = self.term.rungs if self.term else ()
        return rungs[self.rungs_fired] if self.rungs_fired < len(rungs) else None

    @property
    def stop(self) -> Stop | None:
        """Why its term stands still; None when it runs, or there is none."""
        return self.term.stop if self.term else None

    @property
    def has_lapsed(self) -> bool:
        """Whether its end has been dealt with, and it stands here as what is still owed."""
        rungs = self.term.rungs if self.term else ()
        return bool(rungs) and rungs[-1].kind is RungKind.LAPSE and self.rungs_fired >= len(rungs)

    @property
    def is_of_an_office(self) -> bool:
        """Whether a department or locality has to act, and can be late."""
        return self.party not in NO_OFFICE

    def is_overdue(self, today: date) -> bool:
        """Whether an office has let its term pass."""
        return self.is_of_an_office and self.term is not None and not self.stop and self.term.due_on < today

    def with_clock(self, clock: Clock) -> "Turn":
        """The turn with a changed clock; its days are computed when it is recorded."""
        term = self.term and self.term.model_copy(update={"clock": clock})
        return self.model_copy(update={"term": term})

    def fired(self, rung: Rung) -> "Turn":
        """The turn after a rung of its term was dealt with.

        A pause that is over ends on its last day, however late somebody looks.
        """
        if rung.kind is RungKind.RESUME and self.term and self.term.clock:
            return self.with_clock(self.term.clock.gone_on(rung.ends))
        return self.model_copy(update={"rungs_fired": self.rungs_fired + 1})

    def gone_by(self) -> "Turn":
        """The turn after its end has come, where it goes on to be awaited: it rings no more."""
        return self.model_copy(update={"rungs_fired": len(self.term.rungs) if self.term else 0})

    def sent_back(self, stop: Stop) -> "Turn":
        """The turn as it comes back later: its term goes on where it stopped, and no rung rings twice.

        A day that is only awaited stays that day.
        """
        if self.term is None or self.asked is None or self.asked.until is not None:
            return self.model_copy(update={"since": None})
        clock = self.term.clock or Clock(starts_on=self.term.starts_on, working_days=self.asked.working_days)
        return self.with_clock(clock.gone_on(stop.on).stopped(stop)).model_copy(update={"since": None})


def turn_for(act: Act, turns: tuple[Turn, ...], stage: str) -> Turn:
    """The turn that this act uses.

    Raises:
        WrongStage: when no turn admits the act, saying whom the case waits for.
    """
    for turn in turns:
        fits = act.kind in turn.acts and turn.subject in ("", act.subject)
        if fits and turn.party in (act.by.party, PUBLIC):
            return turn
    awaited = "；".join(awaited_text(turn) for turn in turns if turn.acts) or "无需办理"
    raise WrongStage(
        f"案件目前处于“{stage}”，不能办理“{act.label}”。",
        why=f"当前等待的事项：{awaited}。",
        remedy="请查看案件详情中的当前事项和办理方。",
    )


def awaited_text(turn: Turn) -> str:
    """Who is to do what: 市工信局会签."""
    day = turn.term.starts_on if turn.term else date.max
    return party_name(turn.party, day) + "或".join(ACTS[kind].label for kind in turn.acts)


def waiting_parties(turns: tuple[Turn, ...]) -> tuple[str, ...]:
    """The parties that a case waits for, in order, each once; the public is never waited for."""
    return tuple(dict.fromkeys(turn.party for turn in turns if turn.party != PUBLIC and not turn.standing))
