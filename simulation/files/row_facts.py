"""One row of a file as an application: the facts as they would stand in JSON, and the phases they belong to."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.catalogue.facts import FactKind, FactSpec, Phase
from domain.catalogue.schema import SubsidyType
from domain.catalogue.validation import validate_facts
from domain.errors import FieldError, InvalidInput
from simulation.files.cells import FALSE, TRUE

LATER = (Phase.REVIEW, Phase.ACCEPTANCE, Phase.INSTALMENT)


def facts_of_row(subsidy: SubsidyType, cells: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    """What a row declares, its own facts read as JSON and those of other types left as they stand.

    Args:
        subsidy: the type of the row.
        cells: column → cell, text or already typed.
        names: the columns that hold facts.
    """
    own = {fact.name: fact for fact in subsidy.facts}
    filled = {name: cell for name, cell in cells.items() if name in names and _is_given(cell)}
    return {name: _as_json(own[name], cell) if name in own else cell for name, cell in filled.items()}


def phases_of(subsidy: SubsidyType, facts: Mapping[str, Any]) -> tuple[Phase, ...]:
    """Filing, and every later phase of which a fact is given."""
    later = [phase for phase in LATER if any(fact.name in facts for fact in subsidy.facts_for((phase,)))]
    return (Phase.FILING, *later)


def row_errors(
    subsidy: SubsidyType, cells: Mapping[str, Any], names: set[str], on: date
) -> tuple[FieldError, ...]:
    """What is wrong with the facts of a row, in the words of the application form."""
    facts = facts_of_row(subsidy, cells, names)
    try:
        validate_facts(subsidy, facts, phases_of(subsidy, facts), on)
    except InvalidInput as wrong:
        return tuple(_with_unit(error, cells) for error in wrong.facts.fields)
    return ()


def _is_given(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _as_json(spec: FactSpec, cell: Any) -> Any:
    """Text as the JSON value that it stands for; what cannot be read stays text and is refused as such."""
    if not isinstance(cell, str):
        return cell
    if spec.kind in {FactKind.INTEGER, FactKind.YEAR} and cell.isascii() and cell.isdigit():
        return int(cell)
    if spec.kind is FactKind.BOOLEAN and cell in {*TRUE, *FALSE}:
        return cell in TRUE
    if spec.kind is FactKind.LIST:
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            return cell
    return cell


def _with_unit(error: FieldError, cells: Mapping[str, Any]) -> FieldError:
    """Say it plainly where a cell counts in 万元 or has separators."""
    name = error.path.removeprefix("facts.")
    cell = cells.get(name)
    hint = ""
    if isinstance(cell, str) and ("万" in cell or "亿" in cell):
        hint = f"；“{cell[:40]}”以万或亿为单位，请换算为元"
    elif isinstance(cell, str) and ("," in cell or "," in cell) and not cell.startswith("["):
        hint = f"；“{cell[:40]}”含逗号，请去掉"
    return FieldError(path=name, message=error.message + hint)
