"""``python -m commands.calendar load``, ``check`` and ``show``: for administrators, on the store of the settings."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from temporalio.service import RPCError

from adapters.settings import Settings, read_settings
from adapters.store.calendar.years import KeptYear, YearLoading, counting, read_years
from adapters.store.command_line import on_store
from adapters.store.reach import Engine
from adapters.store.shape import open_store
from adapters.temporal.connect import brief_connection
from commands.calendar.announcement_file import AnnouncementFile, read_announcement
from commands.calendar.loading import load_year, start_move
from domain.calendar import ANNOUNCED_YEARS, shanghai_date
from domain.calendar_years.announced_year import DayOff
from domain.calendar_years.announcement import LAST_YEAR, check_announcement
from domain.calendar_years.days import days_of

COMMAND_LINE = "command-line"
AWAY = "流程引擎暂时无法访问：办理程序下次启动时逐案重新计算期限；也可稍后再次执行本命令。"

_WEEKDAYS = "一二三四五六日"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it is done, 1 when it is refused or something is away."""
    asked = _parser().parse_args(arguments)
    return on_store(lambda: _run(asked, read_settings()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="calendar_years", description="工作日历：装载国务院办公厅公布的放假安排。"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    loading = commands.add_parser("load", help="装载一个年度，在办案件的期限随之重新计算")
    loading.add_argument(
        "file", type=Path, help="放假安排（TOML 或 JSON），如 commands/calendar/announcements/2026.toml"
    )
    loading.add_argument("--reason", help="更正已装载年度的理由")
    checking = commands.add_parser("check", help="只核对文件，不装载")
    checking.add_argument("file", type=Path)
    showing = commands.add_parser("show", help="查看一个年度")
    showing.add_argument("year", type=int, choices=range(ANNOUNCED_YEARS[0], LAST_YEAR + 1), metavar="YEAR")
    return parser


def _run(asked: argparse.Namespace, settings: Settings) -> int:
    if asked.command == "check":
        return _check(read_announcement(asked.file), _latest(settings))
    engine = open_store(settings.database_url)
    try:
        if asked.command == "show":
            return _show(engine, asked.year)
        given = read_announcement(asked.file)
        return _load(settings, engine, given, given.reason if asked.reason is None else asked.reason)
    finally:
        engine.dispose()


def _latest(settings: Settings) -> date:
    """The last day on which a document can have been issued; unknown where cases run ahead of the clock."""
    return date(LAST_YEAR, 12, 31) if settings.time_skipping else shanghai_date(datetime.now(UTC))


def _check(given: AnnouncementFile, latest: date) -> int:
    check_announcement(given.content, latest)
    print(f"{given.year}年的放假安排符合法定要求，未装载。")
    return 0


def _show(engine: Engine, year: int) -> int:
    loads = read_years(engine, year)
    days = days_of(year, counting(read_years(engine)))
    print(f"{year}年：{'暂定' if days.provisional else '已公布'}，{days.working_days} 个工作日")
    if loads:
        source = loads[0].announced.source
        print(f"依据：{source.title}（{source.number}，{source.issued_on}）")
    print("放假：", *(_off(day) for day in days.days_off), sep="\n  ")
    print("调休上班：", *(_text(day) for day in days.make_up_days), sep="\n  ")
    return 0


def _off(day: DayOff) -> str:
    return f"{_text(day.on)} {day.name}"


def _text(day: date) -> str:
    return f"{day} 周{_WEEKDAYS[day.weekday()]}"


def _load(settings: Settings, engine: Engine, given: AnnouncementFile, reason: str) -> int:
    asked = YearLoading(
        announced=given.content,
        reason=reason,
        account=COMMAND_LINE,
        party=COMMAND_LINE,
        at=datetime.now(UTC),
    )
    kept = load_year(engine, asked, _latest(settings))
    print(f"{kept.year}年的放假安排已装载（第 {kept.version} 版，摘要 {kept.digest[:12]}）。")
    print(asyncio.run(_tell_cases(settings, kept)))
    return 0


async def _tell_cases(settings: Settings, kept: KeptYear) -> str:
    """Have the load taken to the cases; a worker that starts later does it where Temporal is away."""
    if kept.has_reached_all:
        return "没有需要重新计算的期限。"
    async with brief_connection(settings) as client:
        if client is None:
            return AWAY
        try:
            await start_move(client, settings.task_queue, kept.move)
        except RPCError:
            return AWAY
    return "正在逐案重新计算期限，并告知申请单位和经办人。"


if __name__ == "__main__":
    sys.exit(main())
