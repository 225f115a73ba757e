"""Accounts in the hands of administrators, and the own log-ins of everybody."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from adapters.store.people.accounts import Account
from api.auth import AnyAccount, Require
from api.wiring import Wired
from commands.access.audit_trail import party_of_caller, record_house_view
from commands.access.caller import Caller
from commands.accounts import keeping
from commands.accounts.bodies import AccountView, ResetView
from commands.accounts.keeping import Keeper
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.errors import NotAllowed

router = APIRouter(prefix="/v1/accounts", tags=["账号"])
own = APIRouter(prefix="/v1/me", tags=["账号"])

Administrator = Annotated[Caller, Depends(Require(Role.ADMINISTRATOR))]
Reader = Annotated[Caller, Depends(Require(Role.ADMINISTRATOR, Role.AUDITOR))]
Username = Annotated[str, Path(max_length=200)]


def _keeper(caller: Caller) -> Keeper:
    return Keeper(caller.account, party_of_caller(caller))


def _known(account: Account) -> dict[str, Any]:
    told = account.model_dump(include=set(AccountView.model_fields))
    return told | {"name": account.display_name, "is_external": account.is_external}


def _changed(wired: Wiring, account: Account) -> AccountView:
    wired.tokens.accounts.forget(account.id)
    return AccountView(**_known(account))


@router.get("/{username}", summary="账号")
def show(username: Username, caller: Reader, wired: Wired) -> AccountView:
    """Whether an account is open, and what it may do."""
    account = keeping.find_account(wired.engine, username)
    record_house_view(wired, caller, "account:viewed", account.id)
    return AccountView(**_known(account))


@router.post("/{username}/disable", summary="停用账号")
def disable(username: Username, caller: Administrator, wired: Wired) -> AccountView:
    """An administrator shuts an account: its log-ins end within seconds, whoever issued them, and nobody logs in to it. Safe to repeat.

    At its desk it counts as somebody who has left; what was done with it stays recorded. The last open account of an administrator stays open.
    """
    return _changed(wired, keeping.disable(wired.engine, _keeper(caller), username))


@router.post("/{username}/enable", summary="启用账号")
def enable(username: Username, caller: Administrator, wired: Wired) -> AccountView:
    """An administrator opens an account again; it logs in anew. Safe to repeat."""
    return _changed(wired, keeping.enable(wired.engine, _keeper(caller), username))


@router.post("/{username}/log-out", summary="收回账号的全部登录")
def log_out(username: Username, caller: Administrator, wired: Wired) -> AccountView:
    """An administrator ends every log-in of an account, within seconds."""
    return _changed(wired, keeping.log_out(wired.engine, _keeper(caller), username))


@router.post("/{username}/password-reset", summary="重置密码")
def reset_password(username: Username, caller: Administrator, wired: Wired) -> ResetView:
    """An administrator gives an account a temporary password, shown this once, and ends its log-ins.

    It opens nothing but ``POST /v1/auth/password``, so that nobody works under a password that another was shown. Reset and
    change are recorded, and the person's own password no longer opens the account: whoever made the change instead is found out.
    """
    account, password = keeping.reset_password(wired.engine, _keeper(caller), username)
    return ResetView(**_changed(wired, account).model_dump(), password=password)


@own.post("/log-out", summary="退出全部登录")
def log_out_everywhere(caller: AnyAccount, wired: Wired) -> AccountView:
    """Every log-in of the own account ends within seconds, this one among them."""
    account = wired.tokens.accounts.find(caller.account)
    if account is None or account.is_external:
        raise NotAllowed(
            "您的账号在外部统一身份认证登录，本系统不能收回其登录凭证。",
            remedy="请在统一身份认证中退出登录。",
        )
    return _changed(wired, keeping.log_out(wired.engine, _keeper(caller), account.username))
