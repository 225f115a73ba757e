"""How a case looks in the Temporal UI: current details in Chinese, and typed search attributes."""

from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeUpdate

from domain.calendar import shanghai_date, shanghai_midnight
from domain.case.record.narrative import details_markdown, waiting_names
from domain.case.record.plan import CasePlan
from domain.case.record.steps import Progress
from domain.departments import party_name
from workflows import search_attributes as keys


class Visibility:
    """Keeps what was shown, so that only changes enter the history."""

    def __init__(self, plan: CasePlan) -> None:
        """Nothing is shown yet."""
        self.plan = plan
        self.shown: dict[str, Any] = {}

    def show(self, progress: Progress) -> None:
        """Show where the case stands."""
        workflow.set_current_details(details_markdown(self.plan, progress))
        changed = [
            key.value_unset() if value is None else key.value_set(value)
            for key, value in self.values(progress)
            if self.shown.get(key.name) != value
        ]
        self.shown.update({key.name: value for key, value in self.values(progress)})
        if changed:
            updates: list[SearchAttributeUpdate[Any]] = changed
            workflow.upsert_search_attributes(updates)

    def values(self, progress: Progress) -> list[tuple[Any, Any]]:
        """Every search attribute with its value; None where there is none yet."""
        day = shanghai_date(progress.since)
        due = [
            shanghai_midnight(task.term.due_on + timedelta(days=1))
            for task in progress.tasks
            if task.term and not task.stop
        ]
        return [
            (keys.CASE_NUMBER, self.plan.case_number),
            (keys.SUBSIDY_TYPE, self.plan.code),
            (keys.MEASURE, self.plan.number),
            (keys.STAGE, progress.stage.value),
            (keys.LEAD_DEPARTMENT, party_name(self.plan.lead, day)),
            (keys.LOCALITY, party_name(self.plan.locality, day)),
            (keys.WAITING_FOR, list(waiting_names(progress)) or None),
            (keys.FISCAL_YEAR, int(self.plan.case_number[2:6])),
            (keys.STEP, progress.seq),
            # Only for filtering in the UI: the exact amount is in the store and in the details.
            (keys.AMOUNT, None if progress.amount is None else float(progress.amount)),
            (keys.OVERDUE, progress.overdue),
            (keys.DUE_AT, min(due) if due else None),
        ]
