"""Looking for a text in numbers, names and projects: few signs or many, on every database alike."""

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, exists, or_, select

from adapters.store.tables.account import UnitEntryRow, UnitRow
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.search import CASES, LONGEST_PART, UNITS, SearchPart
from domain.normal_form import normal_form, number_form

FEW = 1000
"""So many holders are looked at one by one; of a text that more have, the next in order are soon found."""

_LAST_SIGN = "\U0010ffff"


def holders(session: Session, kind: str, sought: str) -> list[str] | None:
    """Who has the rarest part of a text, in normal form; None where every part of it has more than ``FEW`` holders."""
    last = max(0, len(sought) - LONGEST_PART)
    for start in dict.fromkeys((last, *range(0, last, LONGEST_PART))):
        part = sought[start : start + LONGEST_PART]
        asked = select(SearchPart.holder).where(
            SearchPart.kind == kind,
            SearchPart.part >= part,
            SearchPart.part < part + _LAST_SIGN,
        )
        found = session.exec(asked.limit(LONGEST_PART * FEW)).all()
        if len(set(found)) <= FEW and len(found) < LONGEST_PART * FEW:
            return sorted(set(found))
    return None


def units_called(session: Session, text: str) -> list[str] | None:
    """The codes of units that bear a name with this in it, or bore one; None where more than ``FEW`` may."""
    form = normal_form(text)
    found = holders(session, UNITS, form) if form else []
    if not found:
        return found
    asked = select(UnitEntryRow.code).where(
        col(UnitEntryRow.code).in_(found), col(UnitEntryRow.form).contains(form, autoescape=True)
    )
    return sorted(set(session.exec(asked)))


def found_cases(session: Session, text: str) -> tuple[list[ColumnElement[bool]] | None, ColumnElement[bool]]:
    """Where a text is sought: what leads to the few cases that may have it, None where they are many; and what is checked of each.

    Signs alone find nothing.
    """
    sought, form = number_form(text), normal_form(text)
    if not sought:
        return [], false()
    units, cases = units_called(session, text), holders(session, CASES, sought)
    has_it = col(CaseFile.found_by).contains(sought, autoescape=True)
    if cases is not None and units is not None:
        of_units = col(CaseFile.unit).in_(units)
        return [col(CaseFile.number).in_(cases), of_units], or_(has_it, of_units)
    called = exists().where(
        col(UnitEntryRow.code) == col(CaseFile.unit),
        col(UnitEntryRow.form).contains(form, autoescape=True),
    )
    return None, has_it if units == [] else or_(has_it, called)


def found_units(session: Session, form: str) -> list[ColumnElement[bool]]:
    """The same of units, for a text in normal form: by code, or by a name that they bear or bore."""
    code, has_code = col(UnitRow.code), col(UnitRow.code).contains(form.upper(), autoescape=True)
    of_unit = col(UnitEntryRow.code) == code
    has_name = exists().where(of_unit, col(UnitEntryRow.form).contains(form, autoescape=True))
    few = holders(session, UNITS, form)
    return [or_(has_code, has_name)] + ([code.in_(few)] if few is not None else [])
