"""Every verb that workflows may ask for, found in the modules that do them."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from activities import (
    award_records,
    calendar_records,
    desk_rounds,
    invitation_records,
    payment_records,
    pool_records,
    recovery_records,
    redemption_records,
    selection_records,
    signature_records,
    stage_records,
    stop_records,
    term_records,
    urging_records,
    voucher_records,
)
from activities.office import CaseOffice
from activities.verbs import Doing

MODULES: tuple[ModuleType, ...] = (
    stage_records,
    term_records,
    award_records,
    signature_records,
    selection_records,
    voucher_records,
    redemption_records,
    payment_records,
    recovery_records,
    stop_records,
    urging_records,
    calendar_records,
    invitation_records,
    pool_records,
    desk_rounds,
)

VERBS: dict[str, Doing[Any, Any]] = {
    doing.verb.name: doing
    for module in MODULES
    for doing in vars(module).values()
    if isinstance(doing, Doing)
}
"""Each verb by its name, as it is done."""


def verbs_of(office: CaseOffice) -> tuple[Callable[[Any], Any], ...]:
    """Every verb as it is done at this office, for ``Worker(activities=…)``."""
    return tuple(doing.at(office) for doing in VERBS.values())
