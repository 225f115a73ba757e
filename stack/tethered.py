"""Becomes another program that cannot outlive its supervisor: ``python tethered.py PARENT_PID PROGRAM [ARGUMENT …]``.

The kernel kills the program as soon as the supervisor is gone, however it went (Linux, PR_SET_PDEATHSIG). A file of its
own, run before the program and not as ``preexec_fn``: code between fork and exec in a process with threads can hang.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(parent: int, command: list[str]) -> None:
    """Tie this process to ``parent`` and turn into ``command``."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the supervisor died before the tie was made
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - the whole point


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
