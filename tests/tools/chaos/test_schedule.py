"""Faults and load come from the seed alone, and every target is killed first."""

from decimal import Decimal
from itertools import islice

from stdnum.cn import uscc

from tools.chaos.errands import POOL, RATES, errands, units
from tools.chaos.schedule import Fault, FaultKind, Target, faults


def first(seed: int, count: int) -> list[Fault]:
    return list(islice(faults(seed, 3.0), count))


def test_the_same_seed_gives_the_same_faults_and_another_one_others() -> None:
    assert first(7, 80) == first(7, 80)
    assert first(7, 80) != first(8, 80)


def test_every_target_is_killed_before_anything_else_happens() -> None:
    begun = first(3, len(Target))
    assert {fault.kind for fault in begun} == {FaultKind.KILL}
    assert {fault.target for fault in begun} == set(Target)


def test_every_kind_hits_every_target_in_time_and_only_cuts_have_a_manner() -> None:
    many = first(5, 400)
    assert {(fault.kind, fault.target) for fault in many} == {
        (kind, part) for kind in FaultKind for part in Target
    }
    assert all((fault.manner is not None) == (fault.kind is FaultKind.CUT) for fault in many)
    assert all((fault.seconds > 0) == (fault.kind is not FaultKind.KILL) for fault in many)
    assert all(str(fault) for fault in many)


def test_the_same_seed_gives_the_same_cases() -> None:
    assert errands(7, 50) == errands(7, 50)
    assert errands(7, 50) != errands(8, 50)


def test_the_vouchers_of_a_load_ask_for_more_than_the_pool_has() -> None:
    for seed in range(10):
        asked = [each.scenario for each in errands(seed, 60) if each.scenario.code in RATES]
        cost = ("compute_fee", "compute_cost")
        faces = [
            Decimal(scenario.facts[name]) * RATES[scenario.code]
            for scenario in asked
            for name in cost
            if name in scenario.facts
        ]
        assert sum(faces) > POOL
        for scenario in asked:
            paid = sum(Decimal(invoice) for invoice in scenario.invoices)
            assert paid in {Decimal(scenario.facts[name]) for name in cost if name in scenario.facts}


def test_the_invented_units_have_codes_that_hold() -> None:
    codes = {unit.uscc for unit in units(60)}
    assert len(codes) == 60
    assert all(uscc.is_valid(code) for code in codes)
