"""One Update a kind of act, all with the same handler and the same validator.

The names are what a clerk would say (``review``, ``sign_off``), so that the Temporal UI shows them.
"""

from collections.abc import Callable
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.act import Act
    from domain.case.acts import ACTS
    from domain.case.record.steps import Progress

from workflows.desk import Desk


def update_for(act_type: type[Act]) -> Any:
    """The Update of this kind of act: checked by ``Case.check``, taken by ``Case.take``."""

    async def handle(self: Any, act: Act) -> Progress:
        progress: Progress = await self.take(act)
        return progress

    def validate(self: Any, act: Act) -> None:
        self.check(act)

    for function in (handle, validate):
        function.__name__ = function.__qualname__ = act_type.kind
        function.__annotations__ = {"act": act_type, "return": Progress if function is handle else None}
    handle.__doc__ = act_type.__doc__
    decorate: Callable[[Any], Any] = workflow.update(name=act_type.kind, description=act_type.label)
    update = decorate(handle)
    update.validator(validate)
    return update


class Counter(Desk):
    """The counter (窗口) of a case: one Update for each act there is."""


for _act_type in ACTS.values():
    setattr(Counter, _act_type.kind, update_for(_act_type))
