"""``python -m stack`` (or ``make run``): start everything, say where it is, stay up until Ctrl-C."""

import argparse
import asyncio
import signal
import sys
from datetime import datetime

from pydantic.fields import FieldInfo

from adapters.settings import Settings, read_settings
from adapters.store.shape import OtherShape
from commands.law.versions import EditedVersion
from stack.account_keeping import WrongAccount
from stack.banner import banner
from stack.embedded import EmbeddedStack
from stack.embedded_settings import PROVIDED
from stack.ports import PortInUse
from stack.supervisor import ChildDied
from stack.temporal_server import TemporalNotFound
from stack.var_folder import VarInUse

SETTLE_SECONDS = 0.3
"""The SDK's threads may crash an interpreter that ends at the very moment they do (sdk-python#300)."""


def main() -> int:
    """Run the stack; the exit status is 0 when it was asked to stop."""
    _parser().parse_args()
    try:
        return asyncio.run(_run(read_settings()))
    except (
        PortInUse,
        VarInUse,
        OtherShape,
        EditedVersion,
        WrongAccount,
        TemporalNotFound,
        ChildDied,
    ) as error:
        print(error, file=sys.stderr)
    return 1


async def _run(settings: Settings) -> int:
    """Start, print the banner, wait for SIGINT, SIGTERM or SIGHUP, stop. A second signal stops at once."""
    this = asyncio.current_task()
    assert this is not None  # noqa: S101 - asyncio.run made it
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, this.cancel)
    _say("兑现 Duixian is starting …")
    try:
        async with EmbeddedStack(settings, report=_say) as stack:
            print(banner(stack.settings, stack.accounts), flush=True)
            await _stopped_by_signal()
    except asyncio.CancelledError:
        await asyncio.sleep(SETTLE_SECONDS)
    _say("stopped; everything is kept")
    return 0


async def _stopped_by_signal() -> None:
    try:
        await asyncio.Event().wait()
    finally:
        _say("stopping …")


def _say(message: str) -> None:
    print(f"{datetime.now().astimezone():%H:%M:%S} {message}", flush=True)


def _parser() -> argparse.ArgumentParser:
    """Help that cannot drift from the settings: it is made of them."""
    return argparse.ArgumentParser(
        prog="python -m stack",
        description="Start Temporal, a mail catcher, the worker and the API on this machine, until Ctrl-C.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Settings, from the environment:\n" + "\n".join(_settings_lines()),
    )


def _settings_lines() -> list[str]:
    """One line a setting that the stack reads, with its default where that is a plain value."""
    fields = {name: field for name, field in Settings.model_fields.items() if name not in PROVIDED}
    width = max(len(name) for name in fields) + len("DUIXIAN_")
    return [
        f"  {'DUIXIAN_' + name.upper():{width}}  {field.description}{_default(field)}"
        for name, field in fields.items()
    ]


def _default(field: FieldInfo) -> str:
    plain = field.default_factory is None and field.default is not None
    return f" [{field.default}]" if plain else ""


if __name__ == "__main__":
    sys.exit(main())
