"""What ``make check-api`` accepts: each kind for a reason, and nothing beside it."""

import pytest

from tools.check_api.__main__ import ApiFinding, accepted, findings_in, is_accepted

REPORT = {
    "failures": [
        {"type": "ServerError", "title": "Server error", "operations": ["GET /a", "GET /b"]},
        {"type": "AcceptedNegativeData", "title": "Accepted", "operations": ["POST /v1/earlier-awards"]},
    ],
    "errors": [{"title": "Network error"}],
}


def test_every_failure_and_every_error_of_a_report_is_a_finding() -> None:
    found = list(findings_in(REPORT, ""))
    assert [(each.check, each.operation) for each in found] == [
        ("ServerError", "GET /a"),
        ("ServerError", "GET /b"),
        ("AcceptedNegativeData", "POST /v1/earlier-awards"),
        ("error", ""),
    ]
    assert [is_accepted(each, accepted()) for each in found] == [False, False, True, False]


@pytest.mark.parametrize("operation", ["POST /v1/applications", ""])
def test_what_is_accepted_of_one_operation_is_not_of_another(operation: str) -> None:
    finding = ApiFinding(role="nobody", check="AcceptedNegativeData", operation=operation, told="")
    assert not is_accepted(finding, accepted())


def test_every_reason_is_a_sentence() -> None:
    assert all(each.reason.endswith(".") and len(each.reason) > 40 for each in accepted())
