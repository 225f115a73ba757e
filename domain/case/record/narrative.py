"""The sentence of a case, written once: what stage, waiting for whom, since when, until when, what next.

The API, the mails and the Temporal UI all show these words.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Final, TypeAlias

from domain.calendar import shanghai_date
from domain.case.acts.registry import label_of
from domain.case.acts.review import Review
from domain.case.record.events import TITLES, Event
from domain.case.record.plan import CasePlan
from domain.case.record.steps import Progress, StopInForce
from domain.case.time.terms import WHOLE_CASE
from domain.case.user_tasks import UserTask, waiting_parties
from domain.departments import CALENDAR, PUBLIC, party_name
from domain.money import yuan_text

Naming: TypeAlias = Callable[[str], str]
"""The display name of a party, by its id."""

WHOSE: Final = {"case": "本案", "unit": "本单位全部案件"}
"""Over what a stop of payment stands, by its scope."""


def day_text(day: date) -> str:
    """A day as people write it: 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def due_text(task: UserTask) -> str:
    """Until when a task runs; marked 暂定 where the calendar is not announced yet."""
    if task.term is None:
        return "无固定期限"
    if task.stop is not None:
        return f"自{day_text(task.stop.on)}起中止计时"
    return day_text(task.term.due_on) + ("（暂定）" if task.term.provisional else "")


def last_day_text(task: UserTask) -> str:
    """The last day of a task that runs; empty where no term does, or it is over."""
    return "" if task.term is None or task.stop is not None or task.has_lapsed else due_text(task)


def what_text(task: UserTask) -> str:
    """What a task is for. A review is called what its term is: by the lead, by experts, the answer to a ticket."""
    label = task.term.label if task.term else ""
    if task.acts == (Review.kind,) and label:
        return label
    return "或".join(label_of(kind) for kind in task.acts) or label


def until_text(task: UserTask) -> str:
    """Until when somebody is waited for, as part of the sentence."""
    if task.term is None or task.stop is None:
        return due_text(task) + ("前" if task.term else "")
    ends = task.term.pause_ends
    return due_text(task) + (f"，最长至{day_text(ends.ends)}" if ends else "")


def names_at(at: datetime) -> Naming:
    """The names of parties on the day of an instant."""
    return lambda party: party_name(party, shanghai_date(at))


def task_text(task: UserTask, named: Naming, *, is_late: bool) -> str:
    """One task: who is to do what, until when; of a day that is only awaited, which."""
    label, late = what_text(task), "（已逾期）" if is_late else ""
    if task.party in (CALENDAR, PUBLIC):
        awaited = task.term.label if task.term else label
        provisional = "，暂定" if task.term and task.term.provisional else ""
        return f"{awaited}（{day_text(task.term.due_on) if task.term else '无固定期限'}{provisional}）"
    return f"{named(task.party)}{label}，{until_text(task)}{late}"


def waits_text(progress: Progress, named: Naming) -> str:
    """Waiting for whom, each since the day on which its task began, and until when."""
    began: dict[date, list[str]] = {}
    for task in awaited_tasks(progress):
        day = shanghai_date(task.since or progress.since)
        began.setdefault(day, []).append(task_text(task, named, is_late=is_late(task, progress)))
    if not began:
        return f"自{day_text(shanghai_date(progress.since))}起系统处理中"
    return "；".join(f"自{day_text(day)}起等待：{'；'.join(tasks)}" for day, tasks in began.items())


def awaited_tasks(progress: Progress) -> list[UserTask]:
    """The tasks that the case waits for; during a public notice, also its end."""
    return [task for task in progress.tasks if not task.standing or task.party == PUBLIC]


def is_late(task: UserTask, progress: Progress) -> bool:
    """Whether a term was over when it was recorded where the case stands."""
    return task.has_lapsed or task.is_overdue(shanghai_date(progress.at))


def stop_text(stop: StopInForce, named: Naming) -> str:
    """A stop of payment in force: whose, since when, over what."""
    day = shanghai_date(stop.since)
    return f"{named(stop.party)}自{day_text(day)}起停止拨付（{WHOSE[stop.scope]}），恢复前不核准、不下达资金"


def undelivered_text(events: Iterable[Event]) -> list[str]:
    """What could not be told by mail, and what to do about it; nothing where all could."""
    titles = "、".join(f"“{TITLES[event]}”" for event in dict.fromkeys(events))
    return [f"发给申请单位的邮件（{titles}）无法送达，请更正联系邮箱或以其他方式送达"] if titles else []


def status_sentence(progress: Progress, remedies: str = "", named: Naming | None = None) -> str:
    """One sentence: stage, waiting for whom, since when, until when, what stands against it, what next.

    Args:
        progress: where the case stands.
        remedies: what stands open against its latest decision, in words; who reads later than it was recorded knows.
        named: the name of a party today, for who reads later; that of the day of the record unless given.
    """
    named = named or names_at(progress.at)
    told = [*([remedies] if remedies else []), *undelivered_text(progress.undelivered)]
    if progress.final:
        return f"{progress.stage.value}，{'；'.join(('案件已结束', *told))}。"
    ahead = [f"下一步：{progress.next_step}"] if progress.next_step else []
    stand = [*(stop_text(stop, named) for stop in progress.stops), *told]
    parts = [waits_text(progress, named), *stand, *ahead]
    return f"{progress.stage.value}{_late_text(progress)}，{'；'.join(parts)}。"


def _late_text(progress: Progress) -> str:
    """What is late beside the tasks: the promise for the case as a whole."""
    whole = (clock for clock in progress.clocks if clock.term and clock.term.name == WHOLE_CASE)
    if any(is_late(clock, progress) for clock in whole):
        return "（全程办理已逾期）"
    said = any(is_late(task, progress) for task in progress.tasks)
    return "（已逾期）" if progress.overdue and not said else ""


def moves_text(before: tuple[UserTask, ...], after: tuple[UserTask, ...], at: datetime) -> str:
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
    return tuple(map(names_at(progress.at), waiting_parties(progress.tasks)))


def details_markdown(plan: CasePlan, progress: Progress) -> str:
    """The current details in the Temporal UI: readable without knowing code, without any person's name."""
    named = names_at(progress.at)
    amount = yuan_text(progress.amount) if progress.amount is not None else "待核定"
    rows = "\n".join(
        f"| {named(task.party)} | {what_text(task) or '—'} "
        f"| {day_text(shanghai_date(task.since)) if task.since else '—'} | {due_text(task)} |"
        for task in progress.tasks
    )
    table = f"\n| 等待 | 事项 | 自 | 至 |\n|---|---|---|---|\n{rows}\n" if rows else ""
    return (
        f"## {plan.number} {plan.name} · {plan.case_number}\n\n{status_sentence(progress)}\n{table}\n"
        f"- 牵头部门：{named(plan.lead)}\n- 属地：{named(plan.locality)}\n"
        f"- 金额：{amount if plan.has_money else '不涉及资金'}\n"
        f"- 计算单：见 /v1/applications/{plan.case_number}\n- 政策版本：{plan.policy_version}\n"
    )
