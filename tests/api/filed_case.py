"""A case that stands in the store as if it had been filed last year, without any workflow."""

from typing import Any, Final

from domain.case.filing import plan_case
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.validation import validate_facts
from tests.activities.casework import Casework
from tests.api.asking import TODAY

FACTS: Final = {"audited_investment": "1.00", "commissioned_on": "2026-03-01"}


def filed(casework: Casework, running: int, **changes: Any) -> str:
    """A case of last year that the lead has to check."""
    policy = load_catalogue().in_force(TODAY)
    subsidy, number = policy.type("compute_centre_construction"), f"LF2025-0101-{running:05}"
    typed = validate_facts(subsidy, FACTS, (Phase.FILING,), TODAY, policy.values)
    plan = plan_case(policy, subsidy, number, "kfq", typed, {}).model_dump(mode="json")
    return casework.file(
        number, **{"code": subsidy.code, "facts": FACTS, "plan": plan, "stage": "形式审查中"} | changes
    )
