"""Four eyes: which two acts one person may not do in one case, and that the refusal names both in Chinese."""

import re
from itertools import product

import pytest

from domain.case.acts.four_eyes import exclude_each_other, four_eyes
from domain.case.acts.registry import BY_KIND
from domain.errors import ConflictOfRoles

EXCLUDING = [pair for pair in product(sorted(BY_KIND), repeat=2) if exclude_each_other(*pair)]


def test_who_signed_does_not_review_who_entered_does_not_confirm_and_who_paid_did_not_decide() -> None:
    for pair in (
        ("review", "sign_off"),
        ("confirm_amount", "review"),
        ("check_payee", "issue_fund_document"),
        ("confirm_payment", "review"),
        ("review", "raise_objection"),
    ):
        assert pair in EXCLUDING
    for pair in (("review", "review"), ("review", "check_completeness"), ("urge", "review")):
        assert pair not in EXCLUDING


@pytest.mark.parametrize(("kind", "earlier"), EXCLUDING)
def test_the_refusal_names_both_acts_in_chinese(kind: str, earlier: str) -> None:
    (refusal,) = four_eyes(kind, "a", {earlier: ("b", "a")})
    assert isinstance(refusal, ConflictOfRoles)
    why = refusal.facts.why
    assert (f"“{BY_KIND[earlier].label}”" in why, f"“{BY_KIND[kind].label}”" in why) == (True, True)
    assert not re.search("[A-Za-z_]", why)
    assert not list(four_eyes(kind, "a", {earlier: ("b",)}))
