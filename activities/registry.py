"""Every verb that workflows may ask for, found in the modules that do them."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from activities.calendar import years
from activities.cases import authenticity, signatures, stages, terms, urging
from activities.invitations import lists
from activities.money import awards, pools, projects, redemptions, selection, top_ups, vouchers
from activities.office import CaseOffice
from activities.payments import payments, recoveries, samples, stops
from activities.people import desk_rounds, turns
from activities.verbs import Doing

MODULES: tuple[ModuleType, ...] = (
    authenticity,
    stages,
    terms,
    urging,
    signatures,
    awards,
    top_ups,
    selection,
    vouchers,
    redemptions,
    pools,
    projects,
    payments,
    recoveries,
    samples,
    stops,
    years,
    lists,
    desk_rounds,
    turns,
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
