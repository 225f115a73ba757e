"""What a worker needs to run our workflows: the classes, and the sandbox they run in."""

from typing import Any

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from workflows.measures import SUBSIDY_WORKFLOWS
from workflows.post_office import PostOffice

WORKFLOWS: tuple[type[Any], ...] = (*SUBSIDY_WORKFLOWS, PostOffice)
"""Every workflow type."""

PASSED_THROUGH = (
    "domain",
    "workflows",
    "pydantic",
    "pydantic_core",
    "annotated_types",
    "holidays",
    "chinese_calendar",
)
"""Pure modules, loaded once instead of once a case."""


def sandbox() -> SandboxedWorkflowRunner:
    """The runner of our workflows: forbidden calls fail, pure modules are shared."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    )
