"""``python -m audit reconcile [--store-only]``: do ledger, cases and Temporal agree?"""

import argparse
import asyncio

from adapters.settings import Settings
from adapters.store.reach import Engine
from adapters.store.shape import open_store
from adapters.temporal.connect import brief_connection
from audit.reconciliation import Reconciliation, reconcile_all, reconcile_store
from audit.running_workflows import RunningWorkflows
from domain.catalogue.registry import load_catalogue


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command may be told."""
    parser.add_argument("--store-only", action="store_true", help="不核对 Temporal")


def run(settings: Settings, *, store_only: bool) -> int:
    """Reconcile the store of the settings; 0 when everything agrees, 1 when there are differences.

    Raises:
        OtherShape: the store was made by another build.
    """
    engine = open_store(settings.database_url)
    try:
        if store_only:
            return _told(reconcile_store(engine, load_catalogue()))
        return _told(asyncio.run(_with_temporal(settings, engine)))
    finally:
        engine.dispose()


async def _with_temporal(settings: Settings, engine: Engine) -> Reconciliation:
    async with brief_connection(settings) as client:
        workflows = RunningWorkflows(client, settings.task_queue) if client else None
        return await reconcile_all(engine, load_catalogue(), workflows)


def _told(found: Reconciliation) -> int:
    print(f"{found.entries} 条分录，{found.cases} 个案件，运行中的流程 {found.workflows} 个")
    print(*found.differences, sep="\n", end="\n" if found.differences else "")
    print("全部一致。" if found.agrees else f"发现 {len(found.differences)} 处差异。")
    return 0 if found.agrees else 1
