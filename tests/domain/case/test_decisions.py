"""The decisions of a case, as its timeline tells them."""

from domain.case.contests.decisions import Happened, decisions_told


def test_an_adjusted_difference_is_the_amount_of_its_case_told_anew() -> None:
    told = [Happened(5, "funds_awaited", ""), Happened(9, "amount_adjusted", "T1")]
    assert [(each.number, each.told_in) for each in decisions_told(told)] == [("", 9)]
