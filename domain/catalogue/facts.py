"""The figures and words asked of an applicant (事实数据): what each is called, its kind, unit and bounds."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from pydantic import Field, JsonValue

from domain.catalogue.ruled import Code, Ruled, Words
from domain.money import YUAN_PATTERN


class Phase(StrEnum):
    """When in the life of a case something is asked for."""

    FILING = "filing"
    REVIEW = "review"
    ACCEPTANCE = "acceptance"
    INSTALMENT = "instalment"
    REDEMPTION = "redemption"
    PAYEE = "payee"


PHASE_NAMES: dict[Phase, str] = {
    Phase.FILING: "申报",
    Phase.REVIEW: "牵头审核",
    Phase.ACCEPTANCE: "验收（待定事项确认）",
    Phase.INSTALMENT: "年度兑现",
    Phase.REDEMPTION: "算力券兑付",
    Phase.PAYEE: "收款信息确认",
}


class FactKind(StrEnum):
    """How a fact is written."""

    MONEY = "money"
    INTEGER = "integer"
    DATE = "date"
    YEAR = "year"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    TEXT = "text"
    LIST = "list"


class FactSpec(Ruled):
    """One fact.

    Attributes:
        name: key in the application and in rules.
        label: Chinese label.
        kind: how it is written.
        unit: what a number counts, in Chinese.
        minimum: least value, inclusive; for numbers and money.
        maximum: greatest value, inclusive.
        choices: value → Chinese label.
        phase: when it is asked.
        not_in_future: a date, or a year that begins, after the day of filing is refused.
        must_be_over: a year that is not over on the day of filing is refused, on its last day too.
        required: may it be left out?
        required_when: other fact → the choice with which this one may not be left out (等: a name for what is 其他).
        items: the fields of one entry of a list.
        unique: fields that together tell one entry from another, in normal form.
        several_lines: whether a text may have more than one line.
        example: a value as it stands in JSON.
    """

    name: Code
    label: Words
    kind: FactKind
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: dict[Code, Words] = Field(default_factory=dict)
    phase: Phase = Phase.FILING
    not_in_future: bool = False
    must_be_over: bool = False
    required: bool = True
    required_when: dict[Code, Code] = Field(default_factory=dict)
    items: tuple["FactSpec", ...] = ()
    unique: tuple[Code, ...] = ()
    several_lines: bool = False
    example: JsonValue = None

    def json_schema(self) -> dict[str, Any]:
        """Describe the fact as JSON Schema, with label, unit and an example."""
        schema: dict[str, Any] = {"title": self.label, **_written_as(self), "x-kind": self.kind.value}
        if self.unit:
            schema["x-unit"] = self.unit
        example = self.shown_example
        return schema if example is None else {**schema, "examples": [example]}

    def happened_on(self, value: Any) -> date | None:
        """The day by which what it tells has happened; None where that may lie ahead, as with a plan."""
        if self.kind is FactKind.DATE and self.not_in_future:
            return value if isinstance(value, date) else None
        if self.kind is FactKind.YEAR and self.must_be_over:
            return date(value + 1, 1, 1)
        return date(value, 1, 1) if self.kind is FactKind.YEAR and self.not_in_future else None

    def is_needed(self, values: Mapping[str, Any]) -> bool:
        """Whether it may not be left out beside these values."""
        if self.required_when:
            return any(values.get(name) == choice for name, choice in self.required_when.items())
        return self.required

    @property
    def shown_example(self) -> JsonValue:
        """The example given, or one made from the parts."""
        if self.example is not None:
            return self.example
        if self.kind is FactKind.LIST:
            return [{item.name: item.shown_example for item in self.items}]
        if self.kind is FactKind.CHOICE:
            return next(iter(self.choices), None)
        return _EXAMPLES[self.kind]


DECIDING: Final = (Phase.FILING, Phase.REVIEW)
"""Whose facts the lead decides an application on; most types ask for none at the review."""

_EXAMPLES: dict[FactKind, JsonValue] = {
    FactKind.MONEY: "12300000.00",
    FactKind.INTEGER: 1,
    FactKind.DATE: "2026-03-01",
    FactKind.YEAR: 2026,
    FactKind.BOOLEAN: True,
    FactKind.TEXT: "文字说明",
}

FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_TEXT = 2000
LONGEST_LIST = 200
LARGEST_INTEGER = 10**15
"""Below 2⁵³, so that a browser's number is still exact."""


def _written_as(spec: FactSpec) -> dict[str, Any]:
    match spec.kind:
        case FactKind.MONEY:
            return {"type": "string", "pattern": YUAN_PATTERN}
        case FactKind.INTEGER | FactKind.YEAR:
            low, high = integer_bounds(spec)
            return {"type": "integer", "minimum": low, "maximum": high}
        case FactKind.DATE:
            return {"type": "string", "format": "date"}
        case FactKind.BOOLEAN:
            return {"type": "boolean"}
        case FactKind.CHOICE:
            return {"type": "string", "enum": list(spec.choices), "x-labels": dict(spec.choices)}
        case FactKind.LIST:
            entry = facts_schema(spec.items)
            return {"type": "array", "items": entry, "minItems": 1, "maxItems": LONGEST_LIST}
        case FactKind.TEXT:
            return {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}


def integer_bounds(spec: FactSpec) -> tuple[int, int]:
    """The least and greatest whole number that a fact may be."""
    lowest, highest = (FIRST_YEAR, LAST_YEAR) if spec.kind is FactKind.YEAR else (0, LARGEST_INTEGER)
    low = lowest if spec.minimum is None else int(spec.minimum)
    high = highest if spec.maximum is None else int(spec.maximum)
    return low, high


def facts_schema(specs: Iterable[FactSpec], title: str = "") -> dict[str, Any]:
    """Describe a set of facts as one closed JSON object."""
    listed = tuple(specs)
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {spec.name: spec.json_schema() for spec in listed},
        "required": [spec.name for spec in listed if spec.required and not spec.required_when],
        "additionalProperties": False,
    }
    conditional = [_needed_when(spec) for spec in listed if spec.required_when]
    if conditional:
        schema["allOf"] = conditional
    return {"title": title, **schema} if title else schema


def _needed_when(spec: FactSpec) -> dict[str, Any]:
    choices = [
        {"properties": {name: {"const": value}}, "required": [name]}
        for name, value in spec.required_when.items()
    ]
    return {"if": {"anyOf": choices}, "then": {"required": [spec.name]}}
