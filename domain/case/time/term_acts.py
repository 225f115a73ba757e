"""What extending, pausing and resuming do to the open turns, and when they are refused.

Each party changes its own terms; the lead may also give the applicant more time. An extension is granted once, before
the term is over (办理规程; 优化营商环境条例 Art. 40).
"""

from datetime import date

from domain.case.act import Act
from domain.case.office_acts import ExtendTerm, PauseClock, ResumeClock
from domain.case.record.narrative import day_text
from domain.case.time.clock import Clock, Extension, Stop, StopKind
from domain.case.turns import Turn
from domain.departments import APPLICANT
from domain.errors import NotAllowed, WrongStage

CLAUSE = "附则(五)"


def admit_on_terms(act: Act, turns: tuple[Turn, ...], lead: str, today: date) -> None:
    """Say whether an act on terms is allowed now.

    Raises:
        NotAllowed: it is another party's term.
        WrongStage: no term of this party is open, it was extended before, is over, or stands still already.
    """
    if isinstance(act, ExtendTerm):
        if act.whose != act.by.party and (act.whose != APPLICANT or act.by.party != lead):
            raise NotAllowed("只能延长本部门的办理期限。", why="牵头部门也可以延长申请单位的期限。")
        _admit_extension(act, turns, today)
    elif isinstance(act, PauseClock):
        _admit_pause(act, turns, today)
    elif isinstance(act, ResumeClock) and not any(_stands_still(turn, act.by.party) for turn in turns):
        raise WrongStage("没有中止计时的期限。", why="期限正在计算。", remedy="请查看案件详情。")


def _admit_extension(act: ExtendTerm, turns: tuple[Turn, ...], today: date) -> None:
    turn = next((turn for turn in turns if turn.party == act.whose and _clock(turn)), None)
    clock = _clock(turn) if turn else None
    if turn is None or turn.term is None or clock is None:
        raise WrongStage("没有可以延长的期限。", why="案件目前不在该单位办理。", remedy="请查看案件详情。")
    if clock.extension is not None:
        raise WrongStage(
            "期限只能延长一次。",
            why=f"已于{day_text(clock.extension.on)}延长 {clock.extension.working_days} 个工作日。",
            clause=CLAUSE,
            remedy="请在期限内办结；确需专家评审或审计的，可以中止计时。",
        )
    _admit_in_time(turn, today, "延长")


def _admit_in_time(turn: Turn, today: date, what: str) -> None:
    """A term that is over is neither extended nor paused: it would hide that the office is late."""
    if turn.term is not None and not turn.stop and turn.term.due_on < today:
        raise WrongStage(
            f"期限已满，不能再{what}。",
            why=f"期限至{day_text(turn.term.due_on)}，{what}须在期满前提出。",
            clause=CLAUSE,
            remedy="请尽快办结。",
        )


def _admit_pause(act: PauseClock, turns: tuple[Turn, ...], today: date) -> None:
    running = [turn for turn in turns if _runs(turn, act.by.party)]
    if not running:
        raise WrongStage(
            "没有可以中止的期限。", why=_none_open(turns, act.by.party), remedy="请查看案件详情。"
        )
    for turn in running:
        _admit_in_time(turn, today, "中止")


def _none_open(turns: tuple[Turn, ...], party: str) -> str:
    if any(_stands_still(turn, party) for turn in turns):
        return "期限已经中止计时。"
    return "案件目前不在本部门办理。"


def _clock(turn: Turn) -> Clock | None:
    """The clock of a term; one recorded before terms had one gets it from what was asked."""
    if turn.term is None or turn.asked is None or turn.asked.until is not None:
        return None
    return turn.term.clock or Clock(starts_on=turn.term.starts_on, working_days=turn.asked.working_days)


def _runs(turn: Turn, party: str) -> bool:
    return turn.party == party and turn.is_of_an_office and _clock(turn) is not None and turn.stop is None


def _stands_still(turn: Turn, party: str) -> bool:
    return turn.party == party and turn.stop is not None


def changed_terms(act: Act, turns: tuple[Turn, ...], today: date) -> tuple[Turn, ...]:
    """The open turns after an act on terms."""
    return tuple(_changed(act, turn, today) for turn in turns)


def _changed(act: Act, turn: Turn, today: date) -> Turn:
    clock = _clock(turn)
    if clock is None:
        return turn
    if isinstance(act, ExtendTerm) and turn.party == act.whose and clock.extension is None:
        extension = Extension(on=today, working_days=act.working_days, reason=act.reason)
        return turn.with_clock(clock.extended(extension))
    if isinstance(act, PauseClock) and _runs(turn, act.by.party):
        stop = Stop(on=today, kind=StopKind.EXPERT, reason=act.reason, working_days=act.working_days)
        return turn.with_clock(clock.stopped(stop))
    if isinstance(act, ResumeClock) and _stands_still(turn, act.by.party):
        return turn.with_clock(clock.gone_on(today))
    return turn


def told(act: Act) -> str:
    """What the applicant reads."""
    if isinstance(act, ExtendTerm):
        return f"延长{act.working_days}个工作日。理由：{act.reason}"
    if isinstance(act, PauseClock):
        return f"最长{act.working_days}个工作日。理由：{act.reason}"
    return act.reason
