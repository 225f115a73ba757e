"""Hears what cases do while tests walk them: each step and each timer event becomes a part of a map."""

from functools import cache
from typing import Any

from temporalio import activity
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput
from temporalio.worker import Interceptor as WorkerInterceptor

from domain.case.record.steps import Ring, Step
from domain.catalogue.registry import load_catalogue
from tools.maps.transitions import TimerFired, Track, Transition

Part = Transition | TimerFired


@cache
def procedure_of(kind: str) -> str:
    """The procedure of a kind of workflow; empty for the recovery of a case that had ended."""
    types = (policy.types.get(kind) for policy in load_catalogue().policies)
    return next((subsidy.procedure.value for subsidy in types if subsidy), "")


class Hearing(ClientInterceptor, WorkerInterceptor):
    """Follows all cases of the workers of this process.

    Attributes:
        heard: what was walked since it was emptied.
    """

    def __init__(self) -> None:
        self.heard: set[Part] = set()
        self._tracks: dict[str, tuple[Track, int]] = {}

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        """Listen to each verb."""
        return _Listener(next, self)

    def hear(self, workflow_id: str, kind: str, said: Step | Ring) -> None:
        """A verb is done; one that is done again says nothing new. A case that comes from nowhere is followed from here."""
        track, seq = self._tracks.get(workflow_id, (Track(""), 0))
        track.procedure = procedure_of(kind) or track.procedure
        if said.seq > seq:
            part = track.step(said) if isinstance(said, Step) else track.ring(said)
            if seq or said.seq == 1:
                self.heard.add(part)
            self._tracks[workflow_id] = track, said.seq


class _Listener(ActivityInboundInterceptor):
    def __init__(self, following: ActivityInboundInterceptor, hearing: Hearing) -> None:
        super().__init__(following)
        self._hearing = hearing

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        answer = await super().execute_activity(input)
        said, info = next(iter(input.args), None), activity.info()
        if isinstance(said, Step | Ring) and info.workflow_id:
            self._hearing.hear(info.workflow_id, info.workflow_type or "", said)
        return answer


HEARING = Hearing()
"""Of this process: every worker on the shared server tells it."""
