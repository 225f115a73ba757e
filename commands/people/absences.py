"""Absences with their deputies: entered by the person or the head of its department, revoked, and listed."""

from datetime import UTC, date, datetime
from uuid import uuid4

from adapters.store.engine import open_session
from adapters.store.people.absences import (
    AbsenceRecord,
    add_absence,
    find_absence,
    list_absences,
    record_absence,
    revoke_absence,
    standing_absences,
)
from adapters.store.people.desks import empty_desks, people_by_account, people_of
from adapters.store.writing import Session, hold, transaction
from commands.access.caller import Caller
from commands.acts.checks import wrong
from commands.people.bodies import DelegationBody, DelegationView, PersonView
from commands.people.desk_sight import offices_of
from commands.people.mails import alarm
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.departments import party_name
from domain.errors import FieldError, NotAllowed, NotFound, WrongStage
from domain.people.absence import Absence, check_absence
from domain.people.person import Person

OVERSEERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that see the absences of every department, with their reasons."""


def enter_absence(wired: Wiring, caller: Caller, body: DelegationBody) -> tuple[DelegationView, bool]:
    """Enter an absence, and raise the alarm for every desk that it empties today.

    Returns:
        The absence, and whether a mail waits to be sent.

    Raises:
        Refusal: not for this caller to enter, wrong days, or a deputy who cannot stand in.
    """
    at, today = datetime.now(UTC), wired.today()
    with transaction(wired.engine) as session:
        person = _whose(session, caller, body.person)
        hold(session, f"absences:{person.desk}")
        deputy = _colleague(session, person.desk, body.deputy, "deputy") if body.deputy else None
        absence = Absence(
            id=uuid4().hex,
            person=person.account,
            department=person.desk,
            from_on=body.from_on,
            until_on=body.until_on,
            deputy=deputy.account if deputy else "",
        )
        standing = standing_absences(session, {person.desk}, min(today, body.from_on))
        check_absence(absence, person, deputy, standing, today)
        add_absence(session, absence, body.reason, caller.account, at)
        empties = empty_desks(session, today, {person.desk}) if absence.covers(today) else ()
        queued = alarm(session, wired, empties, at)
        record_absence(session, absence, body.reason, caller.account, at)
        record = AbsenceRecord(absence=absence, reason=body.reason, entered_by=caller.account, entered_at=at)
        return _views(session, caller, [record], today)[0], queued


def _whose(session: Session, caller: Caller, username: str | None) -> Person:
    """Who is away: the caller, or somebody of the department that the caller heads."""
    me = people_by_account(session, {caller.account}).get(caller.account)
    if me is None or not me.acting_roles or not me.desk:
        raise NotAllowed(
            "您的账号没有在本系统登记所属部门和经办角色，不能登记缺勤。", remedy="请联系管理员登记人员信息。"
        )
    if username is None or username == me.username:
        return me
    if not me.heads(me.desk):
        raise NotAllowed(
            "不能为他人登记缺勤。",
            why="只有部门负责人可以为本部门人员登记。",
            remedy="请由本人登记（不填 person），或联系部门负责人。",
        )
    return _colleague(session, me.desk, username, "person")


def _colleague(session: Session, desk: str, username: str, path: str) -> Person:
    """Somebody of a department by username; officials of others are not told apart from those who do not exist."""
    found = [one for one in people_of(session, {desk}) if one.username == username and one.acting_roles]
    if not found:
        message = "本部门没有这一用户名的经办人员；请填写本部门人员的用户名"
        wrong("人员填写有误。", [FieldError(path=path, message=message)])
    return found[0]


def revoke(wired: Wiring, caller: Caller, identifier: str) -> DelegationView:
    """Revoke an absence: by the person, whoever entered it, the department's head or an administrator.

    Raises:
        Refusal: no such absence for this caller, not the caller's, over, or revoked before.
    """
    at, today = datetime.now(UTC), wired.today()
    with transaction(wired.engine) as session:
        found = find_absence(session, identifier)
        if found is None or not _sees(caller, found.absence):
            raise NotFound("没有这一缺勤登记。", remedy="请从 /v1/delegations 的列表中选择。")
        hold(session, f"absences:{found.absence.department}")
        found = find_absence(session, identifier) or found  # another may have revoked it meanwhile
        _check_revocation(caller, found, today)
        revoke_absence(session, found.absence, caller.account, at)
        return _views(session, caller, [found.model_copy(update={"revoked_at": at})], today)[0]


def _check_revocation(caller: Caller, found: AbsenceRecord, today: date) -> None:
    absence = found.absence
    if found.revoked_at is not None:
        raise WrongStage("此登记已经撤销。", remedy="无需再次办理；当前有效的登记见 /v1/delegations。")
    if absence.until_on < today:
        raise WrongStage("此登记已经期满。", remedy="无需办理；期满后自动失效。")
    if not (_is_own(caller, found) or _heads(caller, absence) or Role.ADMINISTRATOR in caller.roles):
        raise NotAllowed(
            "不能撤销他人的缺勤登记。",
            why="只有缺勤人、登记人、部门负责人和管理员可以撤销。",
            remedy="请联系缺勤人或部门负责人。",
        )


def absences_seen(wired: Wiring, caller: Caller, *, includes_past: bool, limit: int) -> list[DelegationView]:
    """The absences of the caller's departments; all of them for administrators and auditors."""
    departments = None if OVERSEERS & set(caller.roles) else _departments(caller)
    today = wired.today()
    with open_session(wired.engine) as session:
        found = list_absences(session, departments, None if includes_past else today, limit)
        return _views(session, caller, found, today)


def _departments(caller: Caller) -> set[str]:
    return offices_of(caller) | ({caller.department} if caller.department else set())


def _sees(caller: Caller, absence: Absence) -> bool:
    return bool(OVERSEERS & set(caller.roles)) or absence.department in _departments(caller)


def _is_own(caller: Caller, found: AbsenceRecord) -> bool:
    return caller.account in (found.absence.person, found.entered_by)


def _heads(caller: Caller, absence: Absence) -> bool:
    return Role.SUPERVISOR in caller.roles and absence.department in _departments(caller)


def _views(session: Session, caller: Caller, found: list[AbsenceRecord], today: date) -> list[DelegationView]:
    accounts = {account for one in found for account in (one.absence.person, one.absence.deputy)}
    people = people_by_account(session, accounts)
    return [_view(one, people, caller, today) for one in found]


def _view(found: AbsenceRecord, people: dict[str, Person], caller: Caller, today: date) -> DelegationView:
    absence = found.absence
    may_know = (
        _is_own(caller, found)
        or _heads(caller, absence)
        or caller.account == absence.deputy
        or bool(OVERSEERS & set(caller.roles))
    )
    return DelegationView(
        **absence.model_dump(include={"id", "department", "from_on", "until_on"}),
        person=person_view(people.get(absence.person)),
        department_name=party_name(absence.department, today),
        deputy=person_view(people.get(absence.deputy)) if absence.deputy else None,
        reason=found.reason if may_know else None,
        entered_at=found.entered_at,
        revoked_at=found.revoked_at,
    )


def person_view(person: Person | None) -> PersonView:
    """Somebody of an office, as colleagues see it."""
    return (
        PersonView(username=person.username, name=person.title)
        if person
        else PersonView(username="", name="")
    )
