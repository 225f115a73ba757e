"""How verbs are asked for: time-outs and retries by kind of work.

They never give up, since a recorded decision may not be lost; the pause between tries is at most 30 s, and every failed
try stands in the worker's log, which is the alarm.
"""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from domain.verb import Answer, Asked, Verb

STORE_RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    backoff_coefficient=2,
    maximum_interval=timedelta(seconds=30),
)


async def ask(verb: Verb[..., Asked, Answer], asked: Asked, within: timedelta) -> Answer:
    """Have a verb done by an ordinary activity, which Temporal hands out once it has written down all that led to it."""
    answer: Answer = await workflow.execute_activity(
        verb.name,
        asked,
        result_type=verb.answer,
        start_to_close_timeout=within,
        retry_policy=STORE_RETRY,
        summary=verb.summary,
    )
    return answer


async def ask_at_once(verb: Verb[..., Asked, Answer], asked: Asked) -> Answer:
    """Have a verb done by a local activity: one marker in the history, no round trip."""
    answer: Answer = await workflow.execute_local_activity(
        verb.name,
        asked,
        result_type=verb.answer,
        start_to_close_timeout=timedelta(seconds=30),
        local_retry_threshold=timedelta(seconds=10),
        retry_policy=STORE_RETRY,
        summary=verb.summary,
    )
    return answer
