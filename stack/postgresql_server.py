"""A PostgreSQL server of our own, from the machine's programs: in a temporary folder, behind a Unix socket.

For what is thrown away (chaos, tests of several processes); an installation brings its own server. Nothing is made
faster at the cost of safety: what was committed survives ``kill -9``.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = DATABASE = "duixian"
PORT = 5432
"""Names the socket; nobody listens on TCP."""

MOST_CONNECTIONS = 200
"""Each worker and API holds up to forty."""


class PostgresqlNotFound(Exception):
    """The machine has no PostgreSQL programs."""


def find_programs() -> Path:
    """The newest folder with both ``initdb`` and ``postgres``, on PATH or where Debian keeps them.

    Raises:
        PostgresqlNotFound: says what to install.
    """
    on_path = shutil.which("initdb")
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest_first = sorted(debian, key=lambda program: float(program.parts[-3]), reverse=True)
    for program in [*newest_first, *([Path(on_path)] if on_path else [])]:
        folder = program.resolve().parent
        if (folder / "postgres").exists():
            return folder
    raise PostgresqlNotFound(
        "initdb and postgres are not on this machine (Debian: apt-get install postgresql)"
    )


def run_as() -> pwd.struct_passwd | None:
    """Whom the server runs as; None means ourselves. PostgreSQL refuses to run as root, so root lends it a user."""
    if os.geteuid() != 0:
        return None
    names = [entry.pw_name for entry in pwd.getpwall()]
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def initdb_flags(data: Path) -> list[str]:
    """How a cluster is made: everybody on this machine who reaches the socket is trusted."""
    return ["-D", str(data), "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]


def store_url(folder: Path) -> str:
    """The store of a server whose socket is in ``folder``."""
    return f"postgresql+psycopg://{USER}@/{DATABASE}?host={folder}"


class PostgresqlServer:
    """One cluster in a folder of its own."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        self.account = run_as()
        self._programs = programs

    @property
    def url(self) -> str:
        """The store, as an SQLAlchemy URL."""
        return store_url(self.folder)

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.folder / f".s.PGSQL.{PORT}"

    def command(self) -> list[str]:
        """How the server is started."""
        data = str(self.folder / "data")
        settings = ("listen_addresses=", f"max_connections={MOST_CONNECTIONS}", f"port={PORT}")
        flags = [flag for setting in settings for flag in ("-c", setting)]
        return [str(self._programs / "postgres"), "-D", data, "-k", str(self.folder), *flags]

    def make_cluster(self) -> None:
        """Lay down the data folder."""
        self._run("initdb", *initdb_flags(self.folder / "data"))

    def make_database(self) -> None:
        """Make the empty database of the store in the running server."""
        self._run("createdb", "-h", str(self.folder), "-p", str(PORT), "-U", USER, DATABASE)

    def is_ready(self) -> bool:
        """Whether the server takes connections now."""
        asked = [str(self._programs / "pg_isready"), "-q", "-h", str(self.folder), "-p", str(PORT)]
        return subprocess.run(asked, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            cwd=self.folder,
            user=self.account.pw_uid if self.account else None,
            group=self.account.pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout.decode(errors='replace')}")


@contextmanager
def thrown_away() -> Iterator[PostgresqlServer]:
    """A new cluster, not started yet; its folder is removed at the end. The path is short, as sockets want it.

    Raises:
        PostgresqlNotFound: says what to install.
    """
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="duixian-pg-"))
    try:
        server = PostgresqlServer(programs, folder)
        if server.account:
            shutil.chown(folder, server.account.pw_uid, server.account.pw_gid)
        server.make_cluster()
        yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
