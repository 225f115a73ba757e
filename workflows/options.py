"""Time-outs and retries by kind of work.

Store verbs are short local activities: one marker in the history, no round trip. They never give up, since a
recorded decision may not be lost; the pause between tries is at most 30 s, and every failed try stands in the
worker's log, which is the alarm.

The first verb after an act is an ordinary activity, because Temporal writes the act down before it hands that out. A
local one takes effect while the act is in memory only: were server and worker killed at that moment, the store would
have an act of which the case knows nothing, for ever.
"""

from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from domain.case.record.steps import Request
    from domain.frozen import Frozen

Result = TypeVar("Result", bound=Frozen)

STORE_RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    backoff_coefficient=2,
    maximum_interval=timedelta(seconds=30),
)

ACTS_FIRST = "acts-before-effects"
"""Cases that began before this was so go on as they began."""


async def record(verb: str, request: Request, result: type[Result], summary: str) -> Result:
    """Run a store verb and give its answer.

    Args:
        verb: the activity's name, a business verb.
        request: its message; case, verb and ``seq`` make it safe to repeat.
        result: the type of its answer.
        summary: what the Temporal UI shows beside it, in Chinese.
    """
    if _has_unwritten_act() and workflow.patched(ACTS_FIRST):
        return await _record_after_the_act(verb, request, result, summary)
    answer: Result = await workflow.execute_local_activity(
        verb,
        request,
        result_type=result,
        start_to_close_timeout=timedelta(seconds=30),
        local_retry_threshold=timedelta(seconds=10),
        retry_policy=STORE_RETRY,
        summary=summary,
    )
    return answer


async def _record_after_the_act(verb: str, request: Request, result: type[Result], summary: str) -> Result:
    """Run a store verb once the act that asks for it stands in the history."""
    workflow.instance().unwritten = False
    answer: Result = await workflow.execute_activity(
        verb,
        request,
        result_type=result,
        start_to_close_timeout=timedelta(seconds=10),
        retry_policy=STORE_RETRY,
        summary=summary,
    )
    return answer


def _has_unwritten_act() -> bool:
    """Whether an act came in since the last ordinary activity."""
    return bool(workflow.instance().unwritten)
