"""The awaited event of a project: its acceptance, a first tax year, two years of building."""

from datetime import date
from typing import Literal

from domain.case.acts.act import Act, Facts, not_after
from domain.case.acts.rules import BY_OFFICIAL, ActRules, CaseByCase, Group, Judges
from domain.closed import example
from domain.errors import FieldError


class RecordAcceptance(Act):
    """The department that the type names records the awaited event with verified figures."""

    rules = ActRules(
        "record_acceptance",
        "登记验收结果",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        judges=Judges.DECISION,
        decisions={"passed": "通过验收", "failed": "未通过验收"},
        reasoned=frozenset({"failed"}),
    )
    model_config = example(
        decision="passed",
        accepted_on="2026-11-20",
        verified_facts={"research_cost": "3000000.00", "public_grants": "1000000.00"},
    )

    decision: Literal["passed", "failed"]
    accepted_on: date
    verified_facts: Facts = {}

    def faults(self, latest: date) -> list[FieldError]:
        """Nothing is recorded before it has happened."""
        return super().faults(latest) + not_after(latest, accepted_on=self.accepted_on)
