"""U2, P1, P6: at both sides of a day or a sum, as a quote tells it over HTTP."""

import httpx
import pytest

PROJECT = {"agreed_investment": "260000000.00"}
STARTS: dict[str, tuple[str, str, bool]] = {
    # signed, started, whether that is in time
    "U2-fourteen-months-before": ("2026-03-10", "2025-01-01", False),
    "U2-the-day-before": ("2026-03-10", "2026-03-09", False),
    "U2-the-same-day": ("2026-03-10", "2026-03-10", True),
    "U2-the-anniversary": ("2026-03-10", "2027-03-10", True),
    "U2-the-day-after-it": ("2026-03-10", "2027-03-11", False),
    "P1-leap-day-last": ("2028-02-29", "2029-02-28", True),
    "P1-leap-day-after": ("2028-02-29", "2029-03-01", False),
}


@pytest.mark.parametrize("row", STARTS)
async def test_a_start_is_in_the_year_from_signing(http: httpx.AsyncClient, row: str) -> None:
    signed, started, in_time = STARTS[row]
    facts = {**PROJECT, "signed_on": signed, "construction_started_on": started}
    body = {"measure": "major_project_investment", "facts": facts, "on": "2028-12-31"}
    told = (await http.post("/v1/quotes", json=body)).json()
    assert told["eligible"] is in_time, told
    assert in_time or told["reasons"][0]["clause"], told


SUMS: dict[str, tuple[str, str, str]] = {
    # the declared sum, what it comes to at 10 %, and why
    "P6-one-fen-up": ("0.05", "0.01", "half up"),
    "P6-nothing": ("0.04", "0.00", "rounded down"),
    "P6-the-cap": ("100000000.00", "10000000.00", "just reached"),
    "P6-above-the-cap": ("100000000.10", "10000000.00", "cut"),
    "P6-below-the-cap": ("99999999.94", "9999999.99", "half up"),
}


@pytest.mark.parametrize("row", SUMS)
async def test_an_amount_is_exact_to_the_fen(http: httpx.AsyncClient, row: str) -> None:
    declared, amount, _ = SUMS[row]
    facts = {"audited_investment": declared, "commissioned_on": "2026-03-01"}
    body = {"measure": "compute_centre_construction", "facts": facts}
    assert (await http.post("/v1/quotes", json=body)).json()["amount"] == amount
