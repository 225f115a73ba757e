"""Entering people of the external issuer (人员登记): only who is known here takes tasks, is away, is alarmed or is anybody's head."""

from datetime import UTC, datetime

from adapters.store.people.accounts import Account, account_in, enter_account, office_accounts
from adapters.store.writing import hold, transaction
from commands.access.caller import Caller
from commands.access.tokens import account_of
from commands.accounts.keeping import leave_an_administrator
from commands.acts.checks import wrong
from commands.people.bodies import KnownPersonView, PersonBody
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.departments import party_name
from domain.errors import FieldError, NotAllowed
from domain.people.entry import wrong_entry


def enter_person(wired: Wiring, caller: Caller, username: str, body: PersonBody) -> KnownPersonView:
    """Enter somebody of the external issuer, or correct the entry; without a role the person sits at no desk any more.

    Raises:
        NotAllowed: this installation has no external issuer, or nobody would be an administrator any more.
        InvalidInput: roles and department do not go together, or the username is another account's.
    """
    issuer = wired.settings.oidc_issuer
    if not issuer:
        raise NotAllowed(
            "本系统没有接入外部身份认证，不能登记外部账号。",
            remedy="请先在系统设置中配置外部身份认证（DUIXIAN_OIDC_ISSUER）；本系统自带的账号已经登记，无需办理。",
        )
    entered = Account(
        id=account_of(issuer, body.subject),
        username=username,
        password_hash="",
        display_name=body.name,
        email=body.email,
        roles=tuple(dict.fromkeys(body.roles)),
        department=body.department,
    )
    with transaction(wired.engine) as session:
        hold(session, "accounts")
        first = account_in(session, username)
        found = wrong_entry(body.roles, body.department)
        if first is not None and first.id != entered.id:
            found.append(FieldError(path="username", message="已被另一账号使用；请换一个用户名"))
        wrong("人员登记需要更正。", found)
        if Role.ADMINISTRATOR not in body.roles:
            leave_an_administrator(session, entered.id)
        kept = enter_account(session, entered, caller.account, datetime.now(UTC))
    wired.tokens.accounts.forget(kept.id)
    return _view(kept, wired)


def known_people_view(wired: Wiring) -> list[KnownPersonView]:
    """Everybody whom the store knows at an office."""
    return [_view(account, wired) for account in office_accounts(wired.engine)]


def _view(account: Account, wired: Wiring) -> KnownPersonView:
    department = account.department
    return KnownPersonView(
        username=account.username,
        name=account.display_name,
        email=account.email,
        roles=[Role(role) for role in account.roles],
        department=department,
        department_name=party_name(department, wired.today()) if department else "",
        is_external=account.is_external,
        is_disabled=account.is_disabled,
    )
