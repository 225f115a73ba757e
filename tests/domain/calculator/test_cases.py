"""Cases as data: name · facts · expected lines, the arithmetic written out. One TOML file a stage of the text."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.calculator.award import Award, CalculationStep, Prior
from domain.calculator.calculate import calculate
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue

POLICY = load_catalogue().policy("langfang-ai-2026")
FOLDER = Path(__file__).parent / "cases"
CASES = [
    case
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def award_of(case: dict[str, Any]) -> Award:
    return calculate(
        POLICY,
        case["code"],
        case["facts"],
        on=case.get("on", date(2027, 6, 1)),
        phases=tuple(Phase(phase) for phase in case.get("phases", ["filing"])),
        readings=case.get("readings"),
        prior=Prior.model_validate(case.get("prior", {})),
        planned=case.get("planned", False),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}: {case['name']}")
def test_the_award_is_as_written_out(case: dict[str, Any]) -> None:
    award = award_of(case)
    assert [reason.code for reason in award.reasons] == case.get("reasons", [])
    assert award.eligible is not bool(award.reasons)
    assert ("later" if award.amount is None else str(award.amount)) == case["amount"]
    if "lines" in case:
        lines = [line for line in award.lines if line.step != CalculationStep.READINGS]
        assert len(lines) == len(case["lines"]), [line.explanation for line in lines]
        for line, expected in zip(lines, case["lines"], strict=True):
            assert expected in line.explanation
    assert case.get("cap_reached", award.cap_reached) == award.cap_reached
    assert case.get("readings_used", award.readings) == award.readings


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}: {case['name']}")
def test_every_line_and_reason_cites_the_law(case: dict[str, Any]) -> None:
    award = award_of(case)
    assert award.lines or award.reasons
    cited = [(each.clause, each.quote) for each in award.lines]
    cited += [(each.clause, each.quote) for each in award.reasons]
    assert all(clause and quote in POLICY.text for clause, quote in cited)
    assert award.reasons or {line.reading for line in award.lines} >= award.readings.keys()
    for line in award.lines:
        assert line.explanation
        assert line.reading is None or award.readings[line.reading] in POLICY.readings[line.reading].labels


def test_all_types_have_cases() -> None:
    assert {case["code"] for case in CASES} == POLICY.types.keys()


def test_every_reading_of_the_calculator_has_a_case_with_its_alternative() -> None:
    asked = {item for case in CASES for item in case.get("readings", {}).items()}
    kept_as_data = {"m3.selection"}
    alternatives = {
        (name, other)
        for name, reading in POLICY.readings.items()
        if name not in kept_as_data and not name.startswith("closing5.")  # who looks on, not how much
        for other in reading.labels.keys() - {reading.default}
    }
    assert asked >= alternatives


def test_names_of_cases_are_not_repeated() -> None:
    names = [(case["code"], case["name"]) for case in CASES]
    assert len(names) == len(set(names))
