"""The load as data: which case is filed by whom, and how it is meant to go; drawn from the seed, so that it can be repeated."""

from decimal import Decimal
from enum import StrEnum
from random import Random

from stdnum.cn import uscc

from domain.case.roles import Role
from domain.departments import LOCALITIES
from domain.frozen import Frozen
from stack.accounts import EmbeddedAccount, InventedUnit
from tools.demo.scenarios import SCENARIOS, Scenario


class Intent(StrEnum):
    """How a case is meant to go; the law may have it otherwise."""

    FINISH = "finish"
    WITHDRAW = "withdraw"
    """The applicant withdraws after a few steps."""
    REJECT = "reject"
    """The lead department does not approve."""
    BANK_RETURN = "bank return"
    """The first payment comes back, and the payee details are corrected."""
    LEAVE = "leave"
    """Nobody acts any more after a few steps: the case waits."""
    EXPIRE = "expire"
    """A voucher of which only the first part is redeemed."""


INTENTS = {
    Intent.FINISH: 60,
    Intent.WITHDRAW: 12,
    Intent.REJECT: 6,
    Intent.BANK_RETURN: 10,
    Intent.LEAVE: 7,
    Intent.EXPIRE: 5,
}

CODES = {
    "compute_usage_voucher": 28,
    "major_project_voucher": 10,
    "compute_centre_construction": 14,
    "national_research_platform": 6,
    "demonstration_scenario": 6,
    "first_equipment": 6,
    "core_technology": 8,
    "compute_centre_operation": 6,
    "security_testing": 6,
    "foundation_model": 4,
    "leading_goose": 2,
    "product_catalogue": 2,
    "fiscal_support": 2,
}
"""Types and their weights: every procedure, and vouchers above all, since their pool is scarce."""

OVERBOOKED = Decimal("1.5")
"""How much more than the year's pool all vouchers together ask for."""

UNITS = 26
"""Enough that the year's pool is emptied before the units' own caps are."""

CROWDED = 2
"""So few units share the yearly cap on security testing."""

POOL = Decimal(10_000_000)
LARGEST_FACE, FEN = Decimal(1_000_000), Decimal("0.01")
RATES = {"compute_usage_voucher": Decimal("0.5"), "major_project_voucher": Decimal("0.6")}


class ErrandUnit(InventedUnit):
    """An invented applicant of the load."""

    username: str

    def account(self) -> EmbeddedAccount:
        """The account that it logs in with."""
        return EmbeddedAccount(
            username=self.username, password=f"chaos {self.uscc}", roles=(Role.APPLICANT,), unit=self.uscc
        )


class Errand(Frozen):
    """One case of the load."""

    number: int
    scenario: Scenario
    unit: ErrandUnit
    intent: Intent
    steps: int
    """After how many steps the applicant withdraws, or nobody acts any more."""
    on_paper: bool
    """Whether the documents of the application come on paper instead of as files."""


def units(count: int) -> tuple[ErrandUnit, ...]:
    """Invented units, with check digits that hold."""
    localities = sorted(LOCALITIES)
    return tuple(
        ErrandUnit(
            username=f"unit_{number}",
            uscc=_with_check_digit(f"91131000MACHA{number:04}"),
            name=f"廊坊第{number}试验智能有限公司",
            locality=localities[number % len(localities)],
            email=f"unit-{number}@example.com",
        )
        for number in range(1, count + 1)
    )


def _with_check_digit(head: str) -> str:
    return head + str(uscc.calc_check_digit(head))


def errands(seed: int, count: int) -> list[Errand]:
    """So many cases; the same seed gives the same."""
    dice = Random(f"errands {seed}")
    codes = dice.choices(list(CODES), list(CODES.values()), k=count)
    vouchers = sum(code in RATES for code in codes)
    face = min(LARGEST_FACE, OVERBOOKED * POOL / max(vouchers, 1))
    applicants = units(UNITS)
    return [_errand(dice, number, code, face, applicants) for number, code in enumerate(codes)]


def _errand(
    dice: Random, number: int, code: str, face: Decimal, applicants: tuple[ErrandUnit, ...]
) -> Errand:
    scenario = next(each for each in SCENARIOS if each.code == code)
    if scenario.base:
        scenario = scenario.model_copy(update={"base": f"{scenario.base}·{number}"})
    if code == "security_testing":
        scenario = _with_own_reports(scenario, number)
    if code in RATES:
        scenario = _voucher(dice, scenario, (face * Decimal(dice.randrange(50, 150)) / 100))
    return Errand(
        number=number,
        scenario=scenario,
        unit=applicants[number % (CROWDED if code == "security_testing" else UNITS)],
        intent=dice.choices(list(INTENTS), list(INTENTS.values()))[0],
        steps=dice.randrange(1, 9),
        on_paper=dice.random() < 0.7,
    )


def _with_own_reports(scenario: Scenario, number: int) -> Scenario:
    """A report counts once, in whatever case."""
    tests = [
        {**test, "report_number": f"{test['report_number']}·{number}"} for test in scenario.facts["tests"]
    ]
    return scenario.model_copy(update={"facts": {**scenario.facts, "tests": tests}})


def _voucher(dice: Random, scenario: Scenario, face: Decimal) -> Scenario:
    """A voucher of this face, redeemed in up to three parts."""
    fact = "compute_fee" if scenario.code == "compute_usage_voucher" else "compute_cost"
    cost = (min(face, LARGEST_FACE) / RATES[scenario.code]).quantize(FEN)
    parts = dice.randrange(1, 4)
    part = (cost / parts).quantize(FEN)
    invoices = (*([part] * (parts - 1)), cost - part * (parts - 1))
    return scenario.model_copy(
        update={
            "facts": {**scenario.facts, fact: str(cost)},
            "invoices": tuple(str(amount) for amount in invoices),
        }
    )
