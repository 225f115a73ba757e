"""The 24 types: catalogue, workflows, demo and README name the same ones."""

from datetime import date
from pathlib import Path

from domain.catalogue.registry import load_catalogue
from domain.departments import party_name
from tools.demo.scenarios import SCENARIOS
from workflows.registry import SUBSIDY_WORKFLOWS

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 1)
TYPES = load_catalogue().in_force(DAY).types


def test_every_type_of_the_catalogue_is_a_workflow_of_that_name() -> None:
    names = [vars(workflow)["__temporal_workflow_definition"].name for workflow in SUBSIDY_WORKFLOWS]
    assert sorted(names) == sorted(TYPES)
    assert len(names) == 24


def test_every_type_takes_the_procedure_that_the_catalogue_names() -> None:
    for workflow in SUBSIDY_WORKFLOWS:
        name = vars(workflow)["__temporal_workflow_definition"].name
        procedure = workflow.__mro__[1].__module__.rpartition(".")[2]
        assert procedure == TYPES[name].procedure.value, name


def test_the_demo_carries_every_type() -> None:
    assert [scenario.code for scenario in SCENARIOS] == list(TYPES)


def test_the_readme_lists_every_type() -> None:
    rows = [line for line in (ROOT / "README.md").read_text().splitlines() if line.count("|") == 6]
    told = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if "`" in row]
    expected = [
        [kind.number, f"`{kind.code}`", kind.name, party_name(kind.lead, DAY), kind.procedure.value]
        for kind in TYPES.values()
    ]
    assert told == expected


def test_the_readme_maps_every_room() -> None:
    text = (ROOT / "README.md").read_text()
    rooms = [path.parent.name for path in ROOT.glob("*/__init__.py")]
    assert [room for room in rooms if f"`{room}/`" not in text] == []
