"""Every verb that workflows may ask for, found in the modules that do them."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from activities.calendar import years
from activities.cases import signatures, stages, terms, urging
from activities.invitations import lists
from activities.money import awards, pools, redemptions, selection, vouchers
from activities.office import CaseOffice
from activities.payments import payments, recoveries, stops
from activities.people import desk_rounds
from activities.verbs import Doing

MODULES: tuple[ModuleType, ...] = (
    stages,
    terms,
    urging,
    signatures,
    awards,
    selection,
    vouchers,
    redemptions,
    pools,
    payments,
    recoveries,
    stops,
    years,
    lists,
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
