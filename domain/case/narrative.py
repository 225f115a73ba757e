"""The sentence of a case, written once: what stage, waiting for whom, since when, until when, what next.

The API, the mails and the Temporal UI all show these words.
"""

from datetime import date, datetime

from domain.calendar import shanghai_date
from domain.case.acts import ACTS
from domain.case.plan import CasePlan
from domain.case.steps import Progress
from domain.case.turns import Turn, waiting_parties
from domain.departments import CALENDAR, PUBLIC, party_name
from domain.money import yuan_text


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


def turn_text(turn: Turn, at: datetime) -> str:
    """One turn: who is to do what, until when."""
    name = party_name(turn.party, shanghai_date(at))
    what = "或".join(ACTS[kind].label for kind in turn.acts)
    label = turn.term.label if turn.term else ""
    if turn.party in (CALENDAR, PUBLIC):
        return f"{label or what}至{due_text(turn)}"
    if turn.term is None:
        return f"{name}{what}"
    return f"{name}{what or label}，{due_text(turn)}{'' if turn.stop else '前'}"


def status_sentence(progress: Progress) -> str:
    """One sentence: stage, waiting for whom, since when, until when, what next."""
    if progress.final:
        return f"{progress.stage.value}，案件已结束。"
    turns = [turn for turn in progress.turns if not turn.standing or turn.party == PUBLIC]
    since = day_text(shanghai_date(progress.since))
    waits = "；".join(turn_text(turn, progress.since) for turn in turns) or "系统处理中"
    late = "（已逾期）" if progress.overdue else ""
    ahead = f"；下一步：{progress.next_step}" if progress.next_step else ""
    return f"{progress.stage.value}{late}，自{since}起；等待：{waits}{ahead}。"


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
        f"| {party_name(turn.party, day)} | {'、'.join(ACTS[kind].label for kind in turn.acts) or '—'} "
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
