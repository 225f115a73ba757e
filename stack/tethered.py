"""Becomes another program that cannot outlive its supervisor.

``python tethered.py PARENT_PID [--as UID:GID] PROGRAM [ARGUMENT …]``: the kernel kills the program as soon as the
supervisor is gone, however it went (Linux, PR_SET_PDEATHSIG). A file of its own, run before the program and not as
``preexec_fn``: code between fork and exec in a process with threads can hang.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(parent: int, command: list[str]) -> None:
    """Tie this process to ``parent`` and turn into ``command``, as another user where one is named."""
    if command[0] == "--as":
        _change_user(*(int(number) for number in command[1].split(":")))  # first: it would untie us
        command = command[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the supervisor died before the tie was made
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - the whole point


def _change_user(user: int, group: int) -> None:
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
