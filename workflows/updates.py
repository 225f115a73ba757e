"""One Update a kind of act, all with the same handler and the same validator.

The names are what a clerk would say (``review``, ``sign_off``), so that the Temporal UI shows them.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from temporalio import workflow

from domain.case.acts.act import Act
from domain.case.acts.registry import ACTS
from domain.case.record.steps import Progress
from workflows.judging import check

CaseType = TypeVar("CaseType")


def update_for(act_type: type[Act]) -> Any:
    """The Update of this kind of act: checked by ``check``, taken by ``Inbox.take``."""

    async def handle(self: Any, act: Act) -> Progress:
        progress: Progress = await self.inbox.take(act)
        return progress

    def validate(self: Any, act: Act) -> None:
        check(act, self.inbox, self.situation)

    for function in (handle, validate):
        function.__name__ = function.__qualname__ = act_type.kind
        function.__annotations__ = {"act": act_type, "return": Progress if function is handle else None}
    handle.__doc__ = act_type.__doc__
    decorate: Callable[[Any], Any] = workflow.update(name=act_type.kind, description=act_type.label)
    update = decorate(handle)
    update.validator(validate)
    return update


def takes_acts(cls: type[CaseType]) -> type[CaseType]:
    """Give a class one Update for each act there is."""
    for act_type in ACTS:
        setattr(cls, act_type.kind, update_for(act_type))
    return cls
