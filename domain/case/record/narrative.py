"""The sentence of a case, written once: what stage, waiting for whom, since when, until when, what next.

The API, the mails and the Temporal UI all show these words.
"""

from datetime import date, datetime
from typing import Final

from domain.calendar import shanghai_date
from domain.case.acts import ACTS
from domain.case.record.plan import CasePlan
from domain.case.record.steps import Progress, StopInForce
from domain.case.time.terms import WHOLE_CASE
from domain.case.turns import Turn, waiting_parties
from domain.departments import CALENDAR, PUBLIC, party_name
from domain.money import yuan_text

WHOSE: Final = {"case": "本案", "unit": "本单位全部案件"}
"""Over what a stop of payment stands, by its scope."""


def day_text(day: date) -> str:
    """A day as people write it: 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def due_text(turn: Turn) -> str:
    """Until when a turn runs; marked 暂定 where the calendar is not announced yet."""
    if turn.term is None:
        return "无固定期限"
    if turn.stop is not None:
        return f"自{day_text(turn.stop.on)}起中止计时"
    return day_text(turn.term.due_on) + ("（暂定）" if turn.term.provisional else "")


def last_day_text(turn: Turn) -> str:
    """The last day of a turn that runs; empty where no term does, or it is over."""
    return "" if turn.term is None or turn.stop is not None or turn.has_lapsed else due_text(turn)


def what_text(turn: Turn) -> str:
    """What a turn is for. A review is called what its term is: by the lead, by experts, the answer to a ticket."""
    label = turn.term.label if turn.term else ""
    if turn.acts == ("review",) and label:
        return label
    return "或".join(ACTS[kind].label for kind in turn.acts) or label


def until_text(turn: Turn) -> str:
    """Until when somebody is waited for, as part of the sentence."""
    if turn.term is None or turn.stop is None:
        return due_text(turn) + ("前" if turn.term else "")
    ends = turn.term.pause_ends
    return due_text(turn) + (f"，最长至{day_text(ends.ends)}" if ends else "")


def turn_text(turn: Turn, on: date, *, is_late: bool) -> str:
    """One turn: who is to do what, until when; of a day that is only awaited, which."""
    label, late = what_text(turn), "（已逾期）" if is_late else ""
    if turn.party in (CALENDAR, PUBLIC):
        awaited = turn.term.label if turn.term else label
        provisional = "，暂定" if turn.term and turn.term.provisional else ""
        return f"{awaited}（{day_text(turn.term.due_on) if turn.term else '无固定期限'}{provisional}）"
    return f"{party_name(turn.party, on)}{label}，{until_text(turn)}{late}"


def waits_text(progress: Progress) -> str:
    """Waiting for whom, each since the day on which its turn began, and until when."""
    began: dict[date, list[str]] = {}
    for turn in awaited_turns(progress):
        day = shanghai_date(turn.since or progress.since)
        began.setdefault(day, []).append(turn_text(turn, day, is_late=is_late(turn, progress)))
    if not began:
        return f"自{day_text(shanghai_date(progress.since))}起系统处理中"
    return "；".join(f"自{day_text(day)}起等待：{'；'.join(turns)}" for day, turns in began.items())


def awaited_turns(progress: Progress) -> list[Turn]:
    """The turns that the case waits for; during a public notice, also its end."""
    return [turn for turn in progress.turns if not turn.standing or turn.party == PUBLIC]


def is_late(turn: Turn, progress: Progress) -> bool:
    """Whether a term was over when it was recorded where the case stands."""
    if turn.has_lapsed:
        return True
    return progress.at is not None and turn.is_overdue(shanghai_date(progress.at))


def stop_text(stop: StopInForce) -> str:
    """A stop of payment in force: whose, since when, over what."""
    day = shanghai_date(stop.since)
    return f"{party_name(stop.party, day)}自{day_text(day)}起停止拨付（{WHOSE[stop.scope]}），恢复前不核准、不下达资金"


def status_sentence(progress: Progress) -> str:
    """One sentence: stage, waiting for whom, since when, until when, what stands against it, what next."""
    if progress.final:
        return f"{progress.stage.value}，案件已结束。"
    ahead = [f"下一步：{progress.next_step}"] if progress.next_step else []
    parts = [waits_text(progress), *map(stop_text, progress.stops), *ahead]
    return f"{progress.stage.value}{_late_text(progress)}，{'；'.join(parts)}。"


def _late_text(progress: Progress) -> str:
    """What is late beside the turns: the promise for the case as a whole."""
    whole = (clock for clock in progress.clocks if clock.term and clock.term.name == WHOLE_CASE)
    if any(is_late(clock, progress) for clock in whole):
        return "（全程办理已逾期）"
    said = any(is_late(turn, progress) for turn in progress.turns)
    return "（已逾期）" if progress.overdue and not said else ""


def moves_text(before: tuple[Turn, ...], after: tuple[Turn, ...], at: datetime) -> str:
    """Which last days have moved with the calendar, from when to when; empty when none has."""
    pairs = ((was, now) for was, now in zip(before, after, strict=True) if was.term and now.term)
    moved = [(was, now) for was, now in pairs if was.term != now.term and due_text(was) != due_text(now)]
    return "；".join(
        f"{party_name(now.party, shanghai_date(at))}{now.term.label if now.term else ''}的期限由{due_text(was)}"
        f"改为{due_text(now)}"
        for was, now in moved
    )


def waiting_names(progress: Progress) -> tuple[str, ...]:
    """Display names of the parties that the case waits for."""
    day = shanghai_date(progress.since)
    return tuple(party_name(party, day) for party in waiting_parties(progress.turns))


def details_markdown(plan: CasePlan, progress: Progress) -> str:
    """The current details in the Temporal UI: readable without knowing code, without any person's name."""
    day = shanghai_date(progress.since)
    amount = yuan_text(progress.amount) if progress.amount is not None else "待核定"
    rows = "\n".join(
        f"| {party_name(turn.party, day)} | {what_text(turn) or '—'} "
        f"| {day_text(shanghai_date(turn.since)) if turn.since else '—'} | {due_text(turn)} |"
        for turn in progress.turns
    )
    table = f"\n| 等待 | 事项 | 自 | 至 |\n|---|---|---|---|\n{rows}\n" if rows else ""
    return (
        f"## {plan.number} {plan.name} · {plan.case_number}\n\n{status_sentence(progress)}\n{table}\n"
        f"- 牵头部门：{party_name(plan.lead, day)}\n- 属地：{party_name(plan.locality, day)}\n"
        f"- 金额：{amount if plan.has_money else '不涉及资金'}\n"
        f"- 计算单：见 /v1/applications/{plan.case_number}\n- 政策版本：{plan.policy_version}\n"
    )
