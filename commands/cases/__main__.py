"""``python -m commands.cases restore NUMBER``: bring back a case whose run was ended from outside, or fails again and again."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from temporalio.service import RPCError

from adapters.settings import Settings, read_settings
from adapters.store.command_line import on_store
from adapters.store.reach import Engine
from adapters.store.shape import open_store
from adapters.temporal.connect import brief_connection
from commands.cases.restoring import Restoring

COMMAND_LINE = "command-line"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it is done, 1 when it is refused, or the store or Temporal is away."""
    parser = argparse.ArgumentParser(
        prog="cases", description="案件流程：恢复在办理之外被中断、或者任务反复失败的流程。"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "restore", help="恢复被终止、取消、删除或者超时的流程，或者任务反复失败的流程"
    ).add_argument("number", help="案件编号")
    asked = parser.parse_args(arguments)
    return on_store(lambda: _restore(read_settings(), asked.number))


def _restore(settings: Settings, number: str) -> int:
    engine = open_store(settings.database_url)
    try:
        return asyncio.run(_begin_anew(settings, engine, number))
    finally:
        engine.dispose()


async def _begin_anew(settings: Settings, engine: Engine, number: str) -> int:
    async with brief_connection(settings) as client:
        if client is None:
            print("Temporal 暂时无法访问，请稍后再试。")
            return 1
        try:
            restoring = Restoring(engine, client, settings.task_queue, settings.keyring())
            run = await restoring.bring_back(number, COMMAND_LINE)
        except RPCError as away:
            print(f"Temporal 没有答复：{away.message}")
            return 1
    print(f"案件 {number} 的流程已恢复（运行编号 {run}），阶段、待办和期限照旧；请运行对账核对。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
