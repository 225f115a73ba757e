"""One case, played without a server: the real workflow code, whose store answers what the player lets it answer."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from temporalio.bridge.proto.workflow_commands import WorkflowCommand
from temporalio.contrib.pydantic import pydantic_data_converter

from commands.dry_run.player import Player
from commands.dry_run.replayed_case import activity_of
from domain.case.identifiers import workflow_id
from domain.case.record.progress import CaseInput
from domain.frozen import Frozen

BEGINNING: Final = datetime(2026, 3, 2, 1, tzinfo=UTC)

Answer = Callable[[str, Sequence[Any]], Frozen]
"""What the store answers to a verb, given the payloads that it was asked with."""

_payloads = pydantic_data_converter.payload_converter


class Played(Player):
    """One case whose store answers what it is let."""

    def __init__(self, kind: str, given: CaseInput, answer: Answer, at: datetime = BEGINNING) -> None:
        self._answer = answer
        super().__init__(kind, workflow_id(given.plan.case_number), _payloads.to_payloads([given]), at)

    @property
    def workflow(self) -> Any:
        """The workflow object: what it keeps between two steps tells two places on a procedure apart."""
        return self._run._instance._object  # type: ignore[attr-defined]

    def _answer_to(self, command: WorkflowCommand) -> Frozen:
        asked = activity_of(command)
        return self._answer(asked.activity_type, asked.arguments)


def read(payloads: Sequence[Any], message: type[Frozen]) -> Any:
    """The message that a verb was asked with."""
    (asked,) = _payloads.from_payloads(payloads, [message])
    return asked
