"""What Temporal still remembers of a case: the histories of all its runs, written to a file as they arrive."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from google.protobuf.json_format import MessageToDict
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.case.identifiers import workflow_id

SECONDS = 30.0
AWAY = "流程服务暂时无法访问，未附流程历史。"
GONE = "流程服务中已无本案的流程历史。"
CUT = "流程服务中已无更早的运行，流程历史不全。"


@dataclass(frozen=True)
class History:
    """The file with the histories, or None; and the reason why all or some of them are missing."""

    path: Path | None
    note: str = ""


async def fetch_history(client: Client, case_number: str, folder: Path) -> History:
    """Write the histories of a case, the newest run first, as ``{"runs": [{"run_id", "events"}]}``.

    Each run can be replayed: ``WorkflowHistory.from_json(workflow_id, run)``.
    """
    path = folder / "history.json"
    try:
        async with asyncio.timeout(SECONDS):
            latest = await client.get_workflow_handle(workflow_id(case_number)).describe()
            with path.open("w", encoding="utf-8") as file:
                note = await _Runs(client, latest.id, file).write(latest.run_id)
    except TimeoutError:
        return History(None, AWAY)
    except RPCError as error:
        return History(None, GONE if error.status is RPCStatusCode.NOT_FOUND else AWAY)
    return History(path, note)


class _Runs:
    """The runs of one workflow on their way into a file."""

    def __init__(self, client: Client, workflow: str, file: TextIO) -> None:
        self._client, self._workflow, self._file = client, workflow, file
        self._written: set[str] = set()

    async def write(self, latest: str) -> str:
        """Write the latest run and those that it continued, then those before the case was taken up again."""
        self._file.write('{"runs": [\n')
        note = await self._write_from(latest)
        for run in await self._known():
            if run not in self._written:
                note = await self._write_from(run) or note
        self._file.write("\n]}\n")
        return note

    async def _known(self) -> list[str]:
        """Every run that Temporal lists, the latest first: a case that had ended begins a run that continues none."""
        query = f'WorkflowId = "{self._workflow}"'
        runs = [(run.start_time, run.run_id) async for run in self._client.list_workflows(query)]
        return [run for _, run in sorted(runs, reverse=True)]

    async def _write_from(self, run: str) -> str:
        """Write a run and those that it continued; tells what is missing."""
        earlier: str = run
        while earlier and earlier not in self._written:
            try:
                earlier = await self._write_run(earlier, separator=",\n" if self._written else "")
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND or not self._written:
                    raise
                return CUT
        return ""

    async def _write_run(self, run: str, separator: str = "") -> str:
        """Write one run, event by event; gives the id of the run that it continued."""
        handle, earlier, begun = self._client.get_workflow_handle(self._workflow, run_id=run), "", False
        async for event in handle.fetch_history_events():
            self._file.write(",\n" if begun else f'{separator}{{"run_id": "{run}", "events": [\n')
            json.dump(MessageToDict(event), self._file, ensure_ascii=False)
            earlier = event.workflow_execution_started_event_attributes.continued_execution_run_id or earlier
            begun = True
        self._file.write("\n]}")
        self._written.add(run)
        return earlier
