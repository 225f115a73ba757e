"""``python -m commands.accounts show``, ``disable``, ``enable``, ``log-out`` and ``reset-password``: on the store of the settings."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Final

from adapters.settings import read_settings
from adapters.store.command_line import on_store
from adapters.store.people.accounts import Account
from adapters.store.reach import Engine
from adapters.store.shape import open_store
from commands.accounts.keeping import Keeper, disable, enable, find_account, log_out, reset_password

COMMAND_LINE: Final = "command-line"
_BY: Final = Keeper(COMMAND_LINE, COMMAND_LINE)


def _reset(engine: Engine, username: str) -> Account:
    account, password = reset_password(engine, _BY, username)
    print(f"临时密码（只显示这一次，须由本人修改后才能登录）：{password}")
    return account


COMMANDS: Final[dict[str, tuple[str, Callable[[Engine, str], Account]]]] = {
    "show": ("查看账号", find_account),
    "disable": ("停用账号，收回其全部登录", lambda engine, username: disable(engine, _BY, username)),
    "enable": ("启用账号", lambda engine, username: enable(engine, _BY, username)),
    "log-out": ("收回账号的全部登录", lambda engine, username: log_out(engine, _BY, username)),
    "reset-password": ("重置为临时密码，收回其全部登录", _reset),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it is done, 1 when it is refused or the store is away."""
    asked = _parser().parse_args(arguments)
    return on_store(lambda: _run(asked.command, asked.username))


def _run(command: str, username: str) -> int:
    _, run = COMMANDS[command]
    engine = open_store(read_settings().database_url)
    try:
        _show(run(engine, username))
    finally:
        engine.dispose()
    return 0


def _show(account: Account) -> None:
    state = "已停用" if account.is_disabled else "启用"
    password = "，须修改临时密码" if account.has_temporary_password else ""
    place = account.department or account.unit or "无所属部门或单位"
    where = "外部统一身份认证" if account.is_external else "本系统"
    print(f"{account.username}（{account.display_name}）：{state}{password}")
    print(f"  角色 {'、'.join(account.roles) or '无'}；{place}；在{where}登录")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="accounts",
        description="账号：停用、启用、收回登录、重置密码。每次办理都记入审计记录，数秒内生效。",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (told, _) in COMMANDS.items():
        commands.add_parser(name, help=told).add_argument("username", help="用户名")
    return parser


if __name__ == "__main__":
    sys.exit(main())
