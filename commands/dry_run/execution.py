"""One act on a replayed case, with the real activities, until the case is at rest."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError
from temporalio.bridge.proto.workflow_activation import WorkflowActivationJob
from temporalio.bridge.proto.workflow_commands import (
    ContinueAsNewWorkflowExecution,
    UpdateResponse,
    WorkflowCommand,
)
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError

from activities.office import CaseOffice
from activities.registry import VERBS
from adapters.store.reach import STORE_AWAY
from commands.dry_run.replay import begun
from commands.dry_run.replayed_case import ReplayedCase, ReplayFailed, activity_of, resolved, update_of
from domain.case.acts.act import Act
from domain.case.record.progress import CaseInput
from domain.case.record.steps import Progress, Request
from domain.errors import RefusalFacts

MOST_STEPS = 200
"""Activities of one act; no procedure comes near, so that a case that never rests is found out."""

_payloads = pydantic_data_converter.payload_converter
_failures = pydantic_data_converter.failure_converter


class DryRun:
    """Plays one act. Used as a context, so that the understudies are put away.

    Args:
        office: what the verbs work with; whoever opened its store undoes what they write.

    Attributes:
        answer: what the case answered to the act, or
        refusal: why it refused; both None while it has not answered.
        steps: how many verbs of the case the act has needed.
    """

    def __init__(self, office: CaseOffice) -> None:
        self._office = office
        self._act = ""
        self._runs: list[ReplayedCase] = []
        self._beginning: tuple[WorkflowActivationJob, ...] = ()
        self.answer: Progress | None = None
        self.refusal: RefusalFacts | None = None
        self.steps = 0

    def __enter__(self) -> "DryRun":
        return self

    def __exit__(self, *_: object) -> None:
        for run in self._runs:
            run.leave()

    def take_up(self, replayed: ReplayedCase) -> None:
        """Go on with a case that runs; first let it end what its history leaves under way. Done verbs answer as they did."""
        self._runs.append(replayed)
        self._go_on(())

    def open(self, kind: str, identifier: str, given: CaseInput, at: datetime) -> None:
        """Have a new run ready, which begins with the act."""
        replayed, beginning = begun(kind, identifier, _payloads.to_payloads([given]), at)
        self._runs.append(replayed)
        self._beginning = (WorkflowActivationJob(initialize_workflow=beginning),)

    def act(self, act: Act, at: datetime) -> None:
        """Do the act, and whatever follows from it.

        Args:
            act: as it would be sent.
            at: now; a case whose time runs ahead keeps its own.

        Raises:
            Broken: the workflow code or a verb failed.
        """
        self._act, self.steps = act.id, 0
        update = update_of(act, run_validator=True)
        jobs = (*self._beginning, WorkflowActivationJob(do_update=update))
        self._go_on(self._run.play(*jobs, at=at))

    @property
    def _run(self) -> ReplayedCase:
        """The run that goes on now."""
        return self._runs[-1]

    def _go_on(self, commands: Sequence[WorkflowCommand]) -> None:
        """Hear what the case asks for and do it, one after the other, until it asks for nothing."""
        self._hear(commands)
        while self._run.asked:
            if self.steps > MOST_STEPS:
                raise ReplayFailed("the case does not come to rest")
            command = next(iter(self._run.asked.values()))
            self._hear(self._run.play(self._done(command)))

    def _hear(self, commands: Sequence[WorkflowCommand]) -> None:
        for command in commands:
            if command.HasField("update_response"):
                self._take_answer(command.update_response)
            elif command.HasField("fail_workflow_execution"):
                raise ReplayFailed(command.fail_workflow_execution.failure.message)
            elif command.HasField("continue_as_new_workflow_execution"):
                self._hand_over(command.continue_as_new_workflow_execution)

    def _take_answer(self, response: UpdateResponse) -> None:
        if response.protocol_instance_id != self._act:
            return  # of an act that was under way
        if response.HasField("completed"):
            (self.answer,) = _payloads.from_payloads([response.completed], [Progress])
        elif response.HasField("rejected"):
            self.refusal = _refusal_in(_failures.from_failure(response.rejected, _payloads))

    def _hand_over(self, next_run: ContinueAsNewWorkflowExecution) -> None:
        """The year tasks: a new run goes on where this one ends."""
        ended = self._run
        known = ended.get_info()
        kind = next_run.workflow_type or known.workflow_type
        replayed, beginning = begun(kind, known.workflow_id, next_run.arguments, ended.at, known)
        self._runs.append(replayed)
        self._hear(replayed.play(WorkflowActivationJob(initialize_workflow=beginning), at=ended.at))

    def _done(self, command: WorkflowCommand) -> WorkflowActivationJob:
        """Do an activity; the job that tells the case its result."""
        asked = activity_of(command)
        doing = VERBS.get(asked.activity_type)
        if doing is None:
            raise ReplayFailed(f"nobody knows how to {asked.activity_type}")
        (request,) = _payloads.from_payloads(asked.arguments, [doing.verb.request_type])
        self.steps += isinstance(request, Request)
        try:
            result = doing(self._office, request)
        except STORE_AWAY:
            raise
        except Exception as error:
            raise ReplayFailed(f"{asked.activity_type}: {type(error).__name__}") from error
        return resolved(command, result)


def _refusal_in(failure: BaseException) -> RefusalFacts:
    """The refusal that a case answered with.

    Raises:
        Broken: it is none.
    """
    try:
        if isinstance(failure, ApplicationError) and failure.details:
            return RefusalFacts.model_validate(failure.details[0])
    except ValidationError:
        pass
    raise ReplayFailed(str(failure)) from failure
