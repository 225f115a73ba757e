"""Every procedure is walked to its end, and the end carries the amount of the law."""

from decimal import Decimal

import pytest

from domain.case.record.stages import Stage
from tests.workflows.office import Office

PROCEDURES = {
    "compute_centre_construction": "10000000.00",
    "compute_centre_operation": "3000000.00",
    "settlement_voucher": "200000.00",
    "core_technology": "850000.00",
    "leading_goose": "500000.00",
    "product_catalogue": None,
    "fiscal_support": None,
    "foundation_model": "1800000.00",
}
"""One type a procedure, and the amount of its last payment."""


@pytest.mark.parametrize("code", PROCEDURES)
async def test_a_case_whose_every_task_is_granted_closes_with_its_amount(office: Office, code: str) -> None:
    case = await office.file(code)
    outcome = await case.end()
    amount = PROCEDURES[code]
    assert (outcome.stage, outcome.amount) == (Stage.CLOSED, amount and Decimal(amount))
    assert case.timeline()[0] == "submitted"
    assert office.mails
