"""Registering units (单位登记): the office enters what their registers say, units themselves whom they are written to."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime

from adapters.store.payments.list_mails import tell_of_successor
from adapters.store.units.registry import (
    Registrar,
    enter,
    hold_unit,
    read_unit,
    send_again,
    unit_of,
    units_of,
)
from adapters.store.units.succession import cases_divided, cases_of_unit, divide, pass_on
from adapters.store.writing import Session, transaction
from commands.access.audit_trail import party_of_caller, record_house_view
from commands.access.caller import Caller
from commands.acts.checks import wrong
from commands.people.mails import letterhead_of
from commands.units.bodies import ContactBody, DivisionBody, SuccessorBody, UnitBody
from commands.wiring import Wiring
from domain.case.roles import OUTSIDE
from domain.departments import LOCALITIES
from domain.errors import ConflictOfRoles, FieldError, NotFound
from domain.normal_form import normal_form
from domain.units.code import NO_CODE, compact, is_code
from domain.units.unit import CONTACTS, Evidence, RegisteredUnit, UnitEntry, UnitField, has_ended


def register(wired: Wiring, caller: Caller, code: str, body: UnitBody) -> RegisteredUnit:
    """Enter a unit, or what has changed of it by a document of its register; the same again changes nothing.

    Raises:
        InvalidInput: with every wrong field.
        ConflictOfRoles: the caller's account bears the unit.
        WrongStage: the unit has ended.
    """
    kept = compact(code)
    _refuse_own(caller, {kept})
    said = {field: value for field in UnitField if (value := getattr(body, field)) is not None}
    with transaction(wired.engine) as session:
        hold_unit(session, kept)
        before = _running(session, kept)
        changes = _changes(before, said)
        since = body.since or body.document_on
        wrong("单位登记需要更正。", _faults(kept, body, since, before, changes, wired.today()))
        entries = [_entry(field, value, body, since, wired.today()) for field, value in changes.items()]
        return _entered(session, caller, kept, entries)


def _entry(field: UnitField, value: str, body: UnitBody, since: date, today: date) -> UnitEntry:
    """Whom one writes to holds from today on, the register's word from the day of its document."""
    return UnitEntry(
        field=field,
        value=value,
        since=today if field in CONTACTS else since,
        document_number=body.document_number,
        document_on=body.document_on,
    )


def succeed(wired: Wiring, caller: Caller, code: str, body: SuccessorBody) -> RegisteredUnit:
    """Let a unit end and everything of it pass to its successor; the same again changes nothing.

    Raises:
        NotFound: one of them is not registered.
        InvalidInput: with every wrong field.
        ConflictOfRoles: the caller's account bears one of them.
        WrongStage: one of them has ended otherwise.
    """
    kept, heir = compact(code), compact(body.successor)
    _refuse_own(caller, {kept, heir})
    with transaction(wired.engine) as session:
        known = _held(session, kept, heir)
        wrong("承继登记需要更正。", _faults_of_succession(kept, heir, body, known, wired.today()))
        if known[kept].successor != heir:
            evidence = Evidence(document_number=body.document_number, document_on=body.document_on)
            by = _by(caller)
            passed = pass_on(session, _still_running(known[kept]).code, known[heir], body.on, evidence, by)
            why = f"{known[kept].name}已由{known[heir].name}承继"
            tell_of_successor(session, passed, why, by.at, letterhead_of(wired))
        return units_of(session, [kept])[kept]


def divide_unit(wired: Wiring, caller: Caller, code: str, body: DivisionBody) -> RegisteredUnit:
    """Let the cases that a division's document names pass to a unit that came of it; the same again changes nothing.

    Raises:
        NotFound: the unit is not registered.
        InvalidInput: with every wrong field, each case that is not the unit's among them.
        ConflictOfRoles: the caller's account bears one of the units.
        WrongStage: the unit has ended.
    """
    kept, heir = compact(code), compact(body.successor)
    _refuse_own(caller, {kept, heir})
    with transaction(wired.engine) as session:
        known = _held(session, kept, heir)
        divided = cases_divided(session, kept, heir)
        if divided.issuperset(body.cases):
            return known[kept]
        there = cases_of_unit(session, kept) | divided
        strange = [
            FieldError(path=f"cases[{place}]", message="不是该单位的案件，请核对案件编号")
            for place, number in enumerate(body.cases)
            if number not in there
        ]
        faults = _faults_of_succession(kept, heir, body, known, wired.today())
        wrong("分立登记需要更正。", [*faults, *strange])
        evidence = Evidence(document_number=body.document_number, document_on=body.document_on)
        by, unit = _by(caller), _still_running(known[kept])
        passed = divide(session, kept, known[heir], body.cases, body.on, evidence, by)
        why = f"{unit.name}分立，本案由{known[heir].name}承继"
        tell_of_successor(session, passed, why, by.at, letterhead_of(wired))
        return unit


def _held(session: Session, code: str, heir: str) -> Mapping[str, RegisteredUnit]:
    """A unit and the one that its matters pass to, as far as they are registered; both are held.

    Raises:
        NotFound: the first is not registered.
    """
    for each in sorted({code, heir}):
        hold_unit(session, each)
    known = units_of(session, [code, heir])
    if code not in known:
        raise no_unit(code)
    return known


def _faults_of_succession(
    code: str, heir: str, body: SuccessorBody | DivisionBody, known: Mapping[str, RegisteredUnit], today: date
) -> list[FieldError]:
    successor = known.get(heir)
    ended = has_ended(successor).facts.what if successor and successor.ended_on else ""
    held = [since for each in (code, heir) if (since := _since_when(known.get(each)))]
    checks = (
        (code == heir, "successor", "不能由本单位承继本单位"),
        (successor is None, "successor", "尚未登记；请先登记承继单位（PUT /v1/units/{统一社会信用代码}）"),
        (bool(ended), "successor", ended),
        (
            bool(held) and body.on < max(held),
            "on",
            f"不得早于两单位登记的起始日（{max(held, default=today)}）",
        ),
        (body.on > today, "on", f"不得晚于今天（{today}）"),
        (body.document_on > today, "document_on", f"不得晚于今天（{today}）"),
    )
    return [FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong]


def _since_when(unit: RegisteredUnit | None) -> date | None:
    """Since when a unit is registered at all."""
    return min((entry.since for entry in unit.names), default=None) if unit else None


def change_contact(wired: Wiring, caller: Caller, code: str, body: ContactBody) -> RegisteredUnit:
    """The unit says whom it is written to from today on.

    Raises:
        NotFound: it is not the caller's own unit, or is not registered.
        WrongStage: the unit has ended.
    """
    kept = compact(code)
    said = {UnitField.CONTACT_EMAIL: body.contact_email}
    if body.contact_name is not None:
        said[UnitField.CONTACT_NAME] = body.contact_name
    with transaction(wired.engine) as session:
        if caller.unit != kept:
            raise no_unit(code)
        hold_unit(session, kept)
        before = _running(session, kept)
        if before is None:
            raise no_unit(code)
        since, changes = wired.today(), _changes(before, said)
        entries = [UnitEntry(field=field, value=value, since=since) for field, value in changes.items()]
        send_again(session, kept, datetime.now(UTC))  # also the same address: it was said anew
        return _entered(session, caller, kept, entries)


def show_unit(wired: Wiring, caller: Caller, code: str) -> RegisteredUnit:
    """A unit, for itself and for offices; that an office looked at its contacts is recorded.

    Raises:
        NotFound: there is none, or the caller may not know of it.
    """
    kept = compact(code)
    is_office = bool(set(caller.roles) - OUTSIDE)
    found = read_unit(wired.engine, kept) if is_office or caller.unit == kept else None
    if found is None:
        raise no_unit(code)
    if caller.unit != kept:
        record_house_view(wired, caller, "unit:viewed", kept)
    return found


def no_unit(code: str) -> NotFound:
    """There is none, or the caller may not know of it."""
    return NotFound(
        f"没有登记统一社会信用代码为“{code[:40]}”的单位。",
        remedy="请核对代码；尚未登记的，由牵头部门、属地或管理员登记（PUT /v1/units/{统一社会信用代码}）。",
    )


def _refuse_own(caller: Caller, codes: Collection[str]) -> None:
    if caller.unit in codes:
        raise ConflictOfRoles(
            "不能登记您的账号所代表的单位。", why="与该单位有利害关系。", remedy="请由其他经办人员登记。"
        )


def _by(caller: Caller) -> Registrar:
    return Registrar(account=caller.account, party=party_of_caller(caller), at=datetime.now(UTC))


def _still_running(unit: RegisteredUnit) -> RegisteredUnit:
    if unit.ended_on is not None:
        raise has_ended(unit)
    return unit


def _running(session: Session, code: str) -> RegisteredUnit | None:
    found = unit_of(session, code)
    return _still_running(found) if found else None


def _changes(before: RegisteredUnit | None, said: Mapping[UnitField, str]) -> dict[UnitField, str]:
    return {field: value for field, value in said.items() if before is None or before.present(field) != value}


def _entered(session: Session, caller: Caller, code: str, entries: Sequence[UnitEntry]) -> RegisteredUnit:
    if entries:
        enter(session, code, entries, _by(caller))
    found = unit_of(session, code)
    assert found is not None  # noqa: S101 - it was there, or was entered just now
    return found


def _faults(
    code: str,
    body: UnitBody,
    since: date,
    before: RegisteredUnit | None,
    changes: Mapping[UnitField, str],
    today: date,
) -> list[FieldError]:
    registered = (field for field in changes if field not in CONTACTS)
    held = [day for field in registered if before is not None and (day := before.since(field))]
    checks = (
        (not is_code(code), "code", NO_CODE),
        (not normal_form(body.name), "name", "须为登记机关登记的名称"),
        (body.locality not in LOCALITIES, "locality", "须为下列之一：" + "、".join(LOCALITIES)),
        (body.document_on > today, "document_on", f"不得晚于今天（{today}）"),
        (since > today, "since", f"不得晚于今天（{today}）；尚未生效的变更请在生效当日登记"),
        (
            bool(held) and since < max(held),
            "since",
            f"不得早于现登记内容的起始日（{max(held, default=since)}）",
        ),
    )
    return [FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong]
