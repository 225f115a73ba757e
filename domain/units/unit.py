"""A registered unit: what its register says of it, each entry with its day and its document."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.departments import LOCALITY_NAMES, locality_of
from domain.errors import FieldError, WrongStage
from domain.frozen import Frozen
from domain.normal_form import normal_form


class UnitField(StrEnum):
    """What is registered of a unit."""

    NAME = "name"
    LOCALITY = "locality"
    ADDRESS = "address"
    CONTACT_NAME = "contact_name"
    CONTACT_EMAIL = "contact_email"


LABELS: Final = {
    UnitField.NAME: "单位名称",
    UnitField.LOCALITY: "属地",
    UnitField.ADDRESS: "住所",
    UnitField.CONTACT_NAME: "联系人",
    UnitField.CONTACT_EMAIL: "联系邮箱",
}


CONTACTS: Final = (UnitField.CONTACT_NAME, UnitField.CONTACT_EMAIL)
"""What the unit itself may change: whom it is written to. The rest is its register's word."""


class Evidence(Frozen):
    """The document that an entry rests on; empty where the unit itself says it."""

    document_number: str = ""
    document_on: date | None = None


class UnitEntry(Evidence):
    """One thing that was registered of a unit.

    Attributes:
        since: the first day on which it holds.
        until: the first day on which it does not any more; None while it holds.
    """

    field: UnitField
    value: str
    since: date
    until: date | None = None

    @property
    def ever_held(self) -> bool:
        """False for an entry that another of the same day put right."""
        return self.until is None or self.since < self.until


class RegisteredUnit(Frozen):
    """A unit as the registry knows it.

    Attributes:
        code: its unified social credit code, compact.
        entries: everything that was registered, in order.
        ended_on: since when it is no unit any more (merged, re-founded).
        successor: the code of the unit that took over; empty while it has none.
    """

    code: str
    registered_at: datetime
    entries: tuple[UnitEntry, ...]
    ended_on: date | None = None
    successor: str = ""

    def present(self, field: UnitField) -> str:
        """What holds; empty where nothing was registered."""
        return next((entry.value for entry in self._of(field) if entry.until is None), "")

    @property
    def name(self) -> str:
        """The registered name."""
        return self.present(UnitField.NAME)

    @property
    def locality(self) -> str:
        """The code of the locality that it belongs to."""
        return self.present(UnitField.LOCALITY)

    @property
    def locality_name(self) -> str:
        """The latest name of its locality."""
        return next((name for name, code in reversed(LOCALITY_NAMES.items()) if code == self.locality), "")

    @property
    def contact_email(self) -> str:
        """Where it is written to; empty where it has told no address."""
        return self.present(UnitField.CONTACT_EMAIL)

    @property
    def names(self) -> tuple[UnitEntry, ...]:
        """Its names, the oldest first."""
        return tuple(entry for entry in self._of(UnitField.NAME) if entry.ever_held)

    @property
    def former_names(self) -> tuple[UnitEntry, ...]:
        """The names that it bore and bears no more."""
        present = self.name
        return tuple(entry for entry in self.names if entry.until is not None and entry.value != present)

    def name_on(self, day: date) -> str:
        """The name that it bore on a day; the oldest one for days before it."""
        borne = [entry.value for entry in self.names if entry.since <= day]
        return borne[-1] if borne else self.names[0].value

    def is_called(self, name: str) -> bool:
        """Whether it bears a name, or bore it, however that is spelt."""
        return normal_form(name) in {normal_form(entry.value) for entry in self.names}

    def since(self, field: UnitField) -> date | None:
        """Since when it is as it is; None where nothing was registered."""
        return next((entry.since for entry in self._of(field) if entry.until is None), None)

    def _of(self, field: UnitField) -> tuple[UnitEntry, ...]:
        return tuple(entry for entry in self.entries if entry.field is field)


def against_registry(
    unit: RegisteredUnit, name: str | None, locality: str | None, email: str | None
) -> list[FieldError]:
    """What was typed of a unit beside its code, and does not agree with what is registered; nothing typed agrees."""
    renamed = "该名称已变更，" if name is not None and unit.is_called(name) else ""
    checks = (
        (
            name is not None and normal_form(name) != normal_form(unit.name),
            "unit_name",
            f"{renamed}登记名称为“{unit.name}”；名称有变更的，请凭登记机关文书办理变更登记",
        ),
        (
            locality is not None and locality_of(locality) != unit.locality,
            "locality",
            f"登记属地为“{unit.locality_name}”；属地有变更的，请凭登记机关文书办理变更登记",
        ),
        (
            email is not None and email.casefold() != unit.contact_email.casefold(),
            "contact_email",
            "通知只发往登记的联系邮箱；需要更换的，请先变更单位联系方式（PUT /v1/units/{统一社会信用代码}/contact）",
        ),
    )
    return [FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong]


def has_ended(unit: RegisteredUnit) -> WrongStage:
    """Nothing more is entered of a unit that is none any more."""
    heir = f"，由 {unit.successor} 承继" if unit.successor else ""
    return WrongStage(f"单位已于 {unit.ended_on} 终止{heir}。", remedy="请由承继单位办理。")
