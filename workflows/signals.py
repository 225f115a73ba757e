"""What a case is told by others: nothing is decided here, it only looks again."""

from typing import Any, Final, TypeVar

from temporalio import workflow

CaseType = TypeVar("CaseType")


@workflow.signal
def quota_released(self: Any) -> None:
    """Money of a pool came free and this case is the next in its queue."""
    self.waiting.is_woken = True


@workflow.signal
def receivable_netted(self: Any) -> None:
    """Something was set off against what this case is to get back."""
    self.waiting.is_woken = True


@workflow.signal
def calendar_announced(self: Any) -> None:
    """A year of the calendar was announced, or corrected: the open terms are computed again."""
    self.waiting.is_unsettled = True


@workflow.signal
def standing_changed(self: Any) -> None:
    """A stop of the unit's payments was set or lifted elsewhere; a mail could not arrive, or has after all."""
    self.waiting.is_unsettled = True


SIGNALS: Final = (quota_released, receivable_netted, calendar_announced, standing_changed)


def hears_signals(cls: type[CaseType]) -> type[CaseType]:
    """Give a class every signal there is."""
    for signal in SIGNALS:
        setattr(cls, signal.__name__, signal)
    return cls
