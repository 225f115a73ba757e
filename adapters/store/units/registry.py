"""Units as they were entered: reading them, writing what changes, and letting their cases follow."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from adapters.store.audit.chain import append
from adapters.store.engine import open_session
from adapters.store.mail.notices import send_to
from adapters.store.reach import Engine
from adapters.store.search import found_units
from adapters.store.tables.account import UnitEntryRow, UnitRow
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.columns import forms_to_search
from adapters.store.tables.search import CASES, keep_parts
from adapters.store.writing import hold, transaction
from domain.audit.canonical import digest_of_text
from domain.audit.entry import HOUSE, SYSTEM
from domain.frozen import Frozen
from domain.normal_form import normal_form
from domain.units.unit import CONTACTS, RegisteredUnit, UnitEntry, UnitField


class Registrar(Frozen):
    """Who enters something, and when."""

    account: str
    party: str
    at: datetime

    @property
    def signature(self) -> dict[str, Any]:
        """For a link of the audit chain."""
        return {"at": self.at, "actor": self.account, "party": self.party}


def hold_unit(session: Session, code: str) -> None:
    """Let nothing else be entered of a unit meanwhile, and none of its cases begin."""
    hold(session, f"registered:{code}")


def unit_of(session: Session, code: str) -> RegisteredUnit | None:
    """A unit, or None when it was never entered."""
    return units_of(session, [code]).get(code)


def units_of(session: Session, codes: Collection[str]) -> dict[str, RegisteredUnit]:
    """The registered ones among these codes."""
    rows = session.exec(select(UnitRow).where(col(UnitRow.code).in_(set(codes))))
    entries = defaultdict[str, list[UnitEntry]](list)
    asked = select(UnitEntryRow).where(col(UnitEntryRow.code).in_(set(codes)))
    for entry in session.exec(asked.order_by(col(UnitEntryRow.id))):
        content = {name: getattr(entry, name) for name in UnitEntry.model_fields}
        entries[entry.code].append(UnitEntry.model_validate(content))
    return {
        row.code: RegisteredUnit(
            code=row.code,
            registered_at=row.registered_at,
            entries=tuple(entries[row.code]),
            ended_on=row.ended_on,
            successor=row.successor or "",
        )
        for row in rows
    }


def read_unit(engine: Engine, code: str) -> RegisteredUnit | None:
    """A unit, or None when it was never entered."""
    with open_session(engine) as session:
        return unit_of(session, code)


def search_units(engine: Engine, text: str, after: str, limit: int) -> list[RegisteredUnit]:
    """The units behind a code, in the order of codes, whose code or a name of theirs, present or former, has this in it."""
    asked = select(UnitRow.code).where(col(UnitRow.code) > after)
    with open_session(engine) as session:
        if form := normal_form(text):
            asked = asked.where(*found_units(session, form))
        codes = session.exec(asked.order_by(col(UnitRow.code)).limit(limit)).all()
        found = units_of(session, codes)
        return [found[code] for code in codes]


def enter(session: Session, code: str, entries: Sequence[UnitEntry], by: Registrar) -> None:
    """Write what holds of a unit from its day on, with a link of the audit chain; its cases follow.

    A unit that is not known yet is entered with it. The unit is held (``hold_unit``).
    """
    before = unit_of(session, code)
    if before is None:
        session.add(UnitRow(code=code, registered_at=by.at))
        session.flush()
    for entry in entries:
        _end(session, code, entry)
        form = normal_form(entry.value) if entry.field is UnitField.NAME else ""
        who: dict[str, Any] = {"entered_by": by.account, "entered_at": by.at}
        session.add(UnitEntryRow(code=code, form=form, **entry.model_dump(), **who))
    session.flush()
    follow(session, code, by)
    if any(entry.field is UnitField.CONTACT_EMAIL for entry in entries):
        send_again(session, code, by.at)
    append(
        session,
        chain=HOUSE,
        action="unit:changed" if before else "unit:registered",
        subject=code,
        before=_said({entry.field: before.present(entry.field) for entry in entries}) if before else {},
        after=_said({entry.field: entry.value for entry in entries}) | _documents(entries),
        **by.signature,
    )


def keep_unit(engine: Engine, code: str, name: str, locality: str, email: str, since: date) -> None:
    """Register a unit that comes with the installation, unless it is there."""
    at = datetime.now(UTC)
    values = {
        UnitField.NAME: name,
        UnitField.LOCALITY: locality,
        UnitField.CONTACT_EMAIL: email,
    }
    entries = [UnitEntry(field=field, value=value, since=since) for field, value in values.items()]
    with transaction(engine) as session:
        hold_unit(session, code)
        if session.get(UnitRow, code) is None:
            enter(session, code, entries, Registrar(account=SYSTEM, party="", at=at))


def send_again(session: Session, code: str, at: datetime) -> int:
    """Whom a unit is written to was said, anew or the same again: what its cases could not tell is sent there.

    The post office is to be told after the commit.

    Returns:
        How many mails are on their way again.
    """
    unit = unit_of(session, code)
    numbers = list(session.exec(select(CaseFile.number).where(of_unit(code))))
    return send_to(session, numbers, unit.contact_email, at) if unit and unit.contact_email else 0


def follow(session: Session, code: str, by: Registrar | None = None) -> None:
    """Let the cases of a unit, and of the makers whom it incubates, bear what is registered now.

    The papers of the time keep what they say: mails, letters and notices are written from facts of their day. ``by``
    leaves a link in the chain of each case that is under way.
    """
    unit = unit_of(session, code)
    if unit is None:
        return
    behind = select(CaseFile).where(of_unit(code)).order_by(col(CaseFile.number))
    for case in session.exec(behind.with_for_update(key_share=True)).all():
        was = {"unit_name": case.unit_name, "contact_email": case.contact_email}
        now = was | borne_by_cases(unit)
        if was == now:
            continue
        found_by = forms_to_search(case.number, unit.name, case.award_base_key)
        keep_parts(session.connection(), CASES, case.number, found_by, known=case.found_by)
        change = update(CaseFile).where(col(CaseFile.number) == case.number)
        session.exec(change.values(**now, found_by=found_by))
        if by is not None and not case.final:
            append(
                session,
                chain=case.number,
                action="unit:followed",
                subject=code,
                before=_borne(was),
                after=_borne(now),
                **by.signature,
            )


def borne_by_cases(unit: RegisteredUnit) -> dict[str, str]:
    """What a case of a unit bears of it; its own address stays where the unit has told none."""
    borne = {"unit_name": unit.name, "contact_email": unit.contact_email}
    return {name: value for name, value in borne.items() if value}


def _borne(values: Mapping[str, str]) -> dict[str, str]:
    return {"unit_name": values["unit_name"], "contact_digest": digest_of_text(values["contact_email"])}


def of_unit(code: str) -> ColumnElement[bool]:
    """Cases of a unit, and of the makers whom it incubates."""
    return col(CaseFile.legal_person) == code


def _end(session: Session, code: str, entry: UnitEntry) -> None:
    """What held of this field holds until the day of its new entry."""
    holds = (col(UnitEntryRow.code) == code, col(UnitEntryRow.field) == entry.field.value)
    ending = update(UnitEntryRow).where(*holds, col(UnitEntryRow.until).is_(None))
    session.exec(ending.values(until=entry.since))


def _documents(entries: Sequence[UnitEntry]) -> dict[str, Any]:
    """Since when, and by which document of the register."""
    first = next((entry for entry in entries if entry.document_number), entries[0])
    return {"since": first.since, "document_number": first.document_number, "document_on": first.document_on}


def _said(values: Mapping[UnitField, str]) -> dict[str, str]:
    """What the audit record says in plain words; of contacts, who are persons, it knows a digest."""
    spoken = {field.value: value for field, value in values.items() if field not in CONTACTS}
    digests = {
        f"{field.value}_digest": digest_of_text(values[field]) for field in CONTACTS if field in values
    }
    return spoken | digests
