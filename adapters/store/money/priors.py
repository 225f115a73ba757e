"""The one order in which what counts for an award is held: units, then bases that all units share, then test reports."""

from typing import Protocol

from adapters.store.writing import Session, hold
from domain.catalogue.schema import SubsidyType


class Counting(Protocol):
    """A case, or an award from before: what it gives a unit counts for others."""

    @property
    def unit(self) -> str:
        """Whose it is."""

    @property
    def award_base(self) -> str:
        """What it is about."""


def hold_priors(session: Session, subsidy: SubsidyType, *counting: Counting) -> None:
    """Let nobody else give or take meanwhile what counts for these, all of one type."""
    names = [f"unit:{unit}" for unit in sorted({each.unit for each in counting})]
    if subsidy.award_base.across_reading:
        names += [f"base:{base}" for base in sorted({each.award_base for each in counting})]
    if subsidy.rule.kind == "testing":
        names.append("test_reports")
    for name in names:
        hold(session, name)
