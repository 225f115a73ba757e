"""Whether a figure that an applicant gives is news."""

from typing import Any

import pytest

from domain.catalogue.figures import differing, told_anew
from domain.catalogue.registry import load_catalogue

POLICY = load_catalogue().policies[0]
CENTRE = POLICY.type("compute_centre_construction")
TESTING = POLICY.type("security_testing")
DECLARED = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}


@pytest.mark.parametrize(
    ("given", "anew"),
    [
        ({"audited_investment": "123000000.00"}, ()),
        ({"audited_investment": "123000000"}, ()),
        ({"audited_investment": "90000000"}, ()),
        ({"audited_investment": "100000000.00"}, ("audited_investment",)),
        ({"audited_investment": "123000000", "commissioned_on": "2026-03-02"}, ("commissioned_on",)),
        ({}, ()),
    ],
)
def test_what_was_declared_or_verified_before_is_no_news(
    given: dict[str, Any], anew: tuple[str, ...]
) -> None:
    assert told_anew(CENTRE.facts, DECLARED, {"audited_investment": "90000000.00"}, given) == anew


def test_lists_are_compared_entry_by_entry() -> None:
    fee = {"product_kind": "server", "fee": "480000", "passed": True}
    exact = {"tests": [{**fee, "fee": "480000.00"}]}
    assert differing(TESTING.facts, {"tests": [fee]}, exact) == ()
    assert differing(TESTING.facts, {"tests": [fee]}, {"tests": [{**fee, "passed": False}]}) == ("tests",)
    assert differing(TESTING.facts, {"tests": [fee]}, {"tests": [fee, fee]}) == ("tests",)
