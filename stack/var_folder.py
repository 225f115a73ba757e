"""The folder of an installation: made on the first start, and used by one stack at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class VarInUse(Exception):
    """Another stack runs on the same folder."""


@contextmanager
def held(var: Path) -> Iterator[Path]:
    """Make the folder and hold it; the kernel lets go of it with the process, however that ends.

    Raises:
        VarInUse: says which folder, and which variable chooses another one.
    """
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (var / "stack.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise VarInUse(
                f"目录 {var} 正由另一个运行中的兑现使用。请先停止它，或用 DUIXIAN_VAR 另选目录。\n"
                f"Another stack is running on {var}. Stop it first, or choose another folder with DUIXIAN_VAR."
            ) from None
        yield var
