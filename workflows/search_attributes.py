"""What the Temporal Web UI can filter cases by: typed keys, set by the workflows and registered by the stack.

The server allows 10 Keywords and 3 of each other type. Values are case numbers, codes and stages, never names of
persons: search attributes are stored in clear.
"""

from datetime import datetime
from typing import Any

from temporalio.common import SearchAttributeKey

CASE_NUMBER: SearchAttributeKey[str] = SearchAttributeKey.for_keyword("CaseNumber")
SUBSIDY_TYPE: SearchAttributeKey[str] = SearchAttributeKey.for_keyword("SubsidyType")
MEASURE: SearchAttributeKey[str] = SearchAttributeKey.for_keyword("Measure")
STAGE: SearchAttributeKey[str] = SearchAttributeKey.for_keyword("Stage")
LEAD_DEPARTMENT: SearchAttributeKey[str] = SearchAttributeKey.for_keyword("LeadDepartment")
LOCALITY: SearchAttributeKey[str] = SearchAttributeKey.for_keyword("Locality")
WAITING_FOR = SearchAttributeKey.for_keyword_list("WaitingFor")
FISCAL_YEAR: SearchAttributeKey[int] = SearchAttributeKey.for_int("FiscalYear")
STEP: SearchAttributeKey[int] = SearchAttributeKey.for_int("Step")
AMOUNT: SearchAttributeKey[float] = SearchAttributeKey.for_float("Amount")
OVERDUE: SearchAttributeKey[bool] = SearchAttributeKey.for_bool("Overdue")
DUE_AT: SearchAttributeKey[datetime] = SearchAttributeKey.for_datetime("DueAt")

SEARCH_ATTRIBUTES: tuple[SearchAttributeKey[Any], ...] = (
    CASE_NUMBER,
    SUBSIDY_TYPE,
    MEASURE,
    STAGE,
    LEAD_DEPARTMENT,
    LOCALITY,
    WAITING_FOR,
    FISCAL_YEAR,
    STEP,
    AMOUNT,
    OVERDUE,
    DUE_AT,
)
