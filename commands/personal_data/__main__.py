"""``python -m commands.personal_data mask`` and ``show``: what has come to its term is masked; what is kept, why and how long."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from adapters.files.vault import Vault
from adapters.settings import read_settings
from adapters.store.command_line import on_store
from adapters.store.personal_data.masking import mask_what_is_due
from adapters.store.shape import open_store
from domain.personal_data.register import register


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it is done, 1 when it is refused or the store is away."""
    parser = argparse.ArgumentParser(prog="python -m commands.personal_data", description="个人信息。")
    parser.add_argument("command", choices=("show", "mask"), help="show：清单；mask：清除保存期限届满的内容")
    asked = parser.parse_args(arguments)
    return _show() if asked.command == "show" else on_store(_mask)


def _show() -> int:
    for each in register().kept:
        print(f"{each.what}（{each.whose}）：{each.why}；{register().terms[each.term].words}")
    return 0


def _mask() -> int:
    settings = read_settings()
    engine = open_store(settings.database_url)
    try:
        done = mask_what_is_due(engine, Vault(settings.files).erase, datetime.now(UTC))
    finally:
        engine.dispose()
    for name, rows in done.items():
        print(f"{register().terms[name].words}：清除 {rows} 处")
    if not done.total():
        print("没有保存期限届满的内容。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
