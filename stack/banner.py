"""What ``make run`` prints once everything is up: where things are and who may log in."""

from collections.abc import Iterable
from datetime import UTC, datetime

from adapters.settings import Settings
from stack.accounts import ACCOUNTS_FILE, EmbeddedAccount
from stack.ports import LOOPBACK

RULE = "─" * 78


def banner(settings: Settings, accounts: Iterable[EmbeddedAccount]) -> str:
    """The whole text."""
    return "\n".join([RULE, *_addresses(settings), RULE, *_logins(accounts), RULE, *_hints(settings), RULE])


def _addresses(settings: Settings) -> list[str]:
    api = f"http://{LOOPBACK}:{settings.api_port}"
    return [
        "兑现 Duixian is up",
        f"  API            {api}/v1",
        f"  OpenAPI        {api}/docs",
        f"  Mails          {api}/mails",
        f"  Temporal UI    http://{LOOPBACK}:{settings.temporal_ui_port}",
        f"  SMTP           {LOOPBACK}:{settings.smtp_port}",
        f"  Folder         {settings.var}",
    ]


def _logins(accounts: Iterable[EmbeddedAccount]) -> list[str]:
    today = datetime.now(UTC).date()
    return [
        f"  {'account':30} {'password':18} {'roles':14} acts for",
        *(
            f"  {account.username:30} {account.password:18} {','.join(account.roles):20} {account.display_name(today)}"
            for account in accounts
        ),
    ]


def _hints(settings: Settings) -> list[str]:
    return [
        f"  The accounts are kept in {settings.var / ACCOUNTS_FILE}, the logs in {settings.var / 'log'}.",
        "  Ctrl-C stops everything; the next start goes on where this one ended.",
    ]
