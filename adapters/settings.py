"""Every setting of the product, read once from the environment (prefix ``DUIXIAN_``) and never changed after."""

import os
import secrets
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificates
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.case.authenticity.authenticator import Keyring

SIGNING_KEY_FILE = "jwt_secret"
ACT_KEYS_FILE = "act_keys"
SHORTEST_KEY_BYTES = 32
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "[::1]", "localhost"})
"""The same as a ``Host`` has them."""


class Settings(BaseSettings):
    """What an installation may decide.

    The defaults are those of the embedded stack on loopback; a default that follows from another setting
    (the Temporal address from its port, the files from ``var``) is computed when the setting is not given.
    """

    model_config = SettingsConfigDict(
        env_prefix="DUIXIAN_", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    api_host: str = Field("127.0.0.1", description="Address that the API listens on.")
    api_port: int = Field(8000, ge=1, le=65535, description="Port of the API and its pages.")
    temporal_port: int = Field(7233, ge=1, le=65535, description="Port of the embedded Temporal server.")
    temporal_ui_port: int = Field(8233, ge=1, le=65535, description="Port of the embedded Temporal Web UI.")
    smtp_port: int = Field(1025, ge=1, le=65535, description="Port of the SMTP server that takes our mails.")
    var: Path = Field(Path("var"), description="Folder of everything that the installation keeps.")

    database_url: str = Field(
        default_factory=lambda given: f"sqlite:///{given['var'] / 'duixian.sqlite'}",
        description="Store, as an SQLAlchemy URL: an SQLite file in `var` unless a PostgreSQL URL is given.",
    )
    store_wait_seconds: float = Field(
        10,
        gt=0,
        description="Seconds that an HTTP call waits for the store, its locks included, before it is 'away for now'.",
    )
    files: Path = Field(
        default_factory=lambda given: given["var"] / "files",
        description="Folder of the documents of the cases.",
    )
    max_upload_bytes: int = Field(
        20 * 1024 * 1024, ge=1, description="Largest document that an applicant may upload, in bytes."
    )
    max_simulation_bytes: int = Field(
        512 * 1024 * 1024, ge=1, description="Largest file of cases for the budget sandbox, in bytes."
    )

    temporal_address: str = Field(
        default_factory=lambda given: f"127.0.0.1:{given['temporal_port']}",
        description="Temporal frontend as host:port; the embedded server unless given.",
    )
    temporal_namespace: str = Field("default", description="Temporal namespace of the cases.")
    task_queue: str = Field("duixian", description="Task queue between the workflows and the worker.")
    time_skipping: bool = Field(
        False, description="Lets workflows skip time. Only for the demo and the tests; never with real cases."
    )

    smtp_host: str = Field("127.0.0.1", description="Host of the SMTP server that takes our mails.")
    smtp_tls: Literal["none", "starttls", "tls"] = Field(
        "none", description="How the connection to the SMTP server is secured."
    )
    smtp_username: str | None = Field(
        None, description="Account at the SMTP server, where it asks for one; never without TLS."
    )
    smtp_password: SecretStr | None = Field(None, description="Password of the account at the SMTP server.")
    mail_from: str = Field(
        "兑现 <duixian@langfang.example.com>", description="Sender of the mails to applicants."
    )
    mail_directory: Path | None = Field(
        None, description="Folder of the caught mails that the page /mails shows; no page when not set."
    )
    public_url: str = Field(
        default_factory=lambda given: f"http://127.0.0.1:{given['api_port']}",
        description="Address under which applicants reach the API and its pages; links in mails begin with it.",
    )

    jwt_secret: SecretStr | None = Field(
        None,
        description="Key that signs the tokens of embedded accounts, 32 bytes at least; made and kept in `var` when not set.",
    )
    act_keys: SecretStr | None = Field(
        None,
        description="Keys by which cases know that an act came from the API or the worker, by commas, each of 32 bytes at least: the first signs, all are believed; made and kept in `var` when not set.",
    )
    token_minutes: int = Field(
        8 * 60, ge=1, description="Minutes that a token of an embedded account is good."
    )
    oidc_issuer: str | None = Field(
        None,
        description="External OIDC issuer whose tokens are accepted as well: an https address (plain http on this machine alone, for tests).",
    )
    oidc_audience: str | None = Field(
        None, description="Audience that a token of the OIDC issuer must name; asked for with an issuer."
    )
    oidc_jwks_url: str | None = Field(
        None,
        description="Where the OIDC issuer publishes its signing keys: an https address (plain http on this machine alone, for tests).",
    )

    tsa_url: str | None = Field(
        None,
        description="Time-stamping authority (RFC 3161) that stamps the audit record each morning: an https address (plain http on this machine alone, for tests); nothing is stamped when not set.",
    )
    tsa_roots: Path | None = Field(
        None,
        description="File of the root certificates (PEM) that are trusted to vouch for the stamping authority; asked for with one.",
    )

    stranger_calls_a_minute: int = Field(
        600,
        ge=30,
        description="Calls a minute of one network address to what asks for no log-in; quotes count five-fold, objections thirty-fold.",
    )
    allowed_hosts: str = Field(
        default_factory=lambda given: urlsplit(given["public_url"]).hostname or "",
        description="Names under which the API answers besides this machine's own, by commas; that of the public URL unless given.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses or networks of reverse proxies, by commas, whose word of where a call comes from is believed.",
    )

    act_timeout_seconds: float = Field(
        8,
        gt=0,
        description="Seconds that an HTTP call waits for the answer of a case before it is 'unknown yet'.",
    )

    watch_seconds: float = Field(
        60,
        gt=0,
        description="Seconds between two looks of a worker at what may be the matter with the cases.",
    )
    outage_minutes: int = Field(
        60, ge=1, description="Minutes without any worker after which a start counts as the end of an outage."
    )
    outage_grace_working_days: int = Field(
        3, ge=1, description="Working days after an outage to which an applicant's end in it is moved."
    )

    @field_validator("var", "files", "mail_directory", "tsa_roots", mode="after")
    @classmethod
    def _absolute(cls, folder: Path | None) -> Path | None:
        """Folders are absolute from here on: the children of the stack need not share a working directory."""
        return None if folder is None else folder.expanduser().absolute()

    @field_validator("database_url", mode="after")
    @classmethod
    def _with_driver(cls, url: str) -> str:
        """``postgres://`` and ``postgresql://`` mean the driver that is installed."""
        scheme, separator, rest = url.partition("://")
        return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url

    @field_validator("jwt_secret", mode="after")
    @classmethod
    def _strong(cls, secret: SecretStr | None) -> SecretStr | None:
        """Whoever guesses it is anybody: as long as the digest of its signatures (RFC 7518, 3.2)."""
        if secret is not None and len(secret.get_secret_value().encode()) < SHORTEST_KEY_BYTES:
            raise ValueError(f"DUIXIAN_JWT_SECRET must have {SHORTEST_KEY_BYTES} bytes at least")
        return secret

    @field_validator("act_keys", mode="after")
    @classmethod
    def _hard_to_guess(cls, keys: SecretStr | None) -> SecretStr | None:
        """Whoever guesses one acts as anybody."""
        found = None if keys is None else Keyring.of(keys.get_secret_value()).keys
        if found is not None and (not found or min(map(len, found)) < SHORTEST_KEY_BYTES):
            raise ValueError(f"each key of DUIXIAN_ACT_KEYS must have {SHORTEST_KEY_BYTES} bytes at least")
        return keys

    @field_validator("oidc_issuer", "oidc_jwks_url", "tsa_url", mode="after")
    @classmethod
    def _https(cls, url: str | None, info: ValidationInfo) -> str | None:
        """Keys and stamps that came over a line that others can change are none to rely on."""
        parts = urlsplit(url or "")
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if url is not None and not (safe and parts.hostname):
            raise ValueError(f"DUIXIAN_{str(info.field_name).upper()} must be an https address")
        return url

    @field_validator("tsa_roots", mode="after")
    @classmethod
    def _certificates(cls, roots: Path | None) -> Path | None:
        """A file without certificates would be found out on the first morning."""
        try:
            if roots is not None:
                load_pem_x509_certificates(roots.read_bytes())
        except (OSError, ValueError) as wrong:
            raise ValueError(f"DUIXIAN_TSA_ROOTS must have certificates in PEM: {wrong}") from None
        return roots

    @model_validator(mode="after")
    def _closed(self) -> Self:
        """A token that was made for another product is no log-in to this one; a password goes over no open line."""
        if self.oidc_issuer and not self.oidc_audience:
            raise ValueError("DUIXIAN_OIDC_AUDIENCE must be set where DUIXIAN_OIDC_ISSUER is")
        if bool(self.tsa_url) != bool(self.tsa_roots):
            raise ValueError("DUIXIAN_TSA_URL and DUIXIAN_TSA_ROOTS need one another")
        if self.smtp_tls == "none" and (self.smtp_username or self.smtp_password):
            raise ValueError(
                "DUIXIAN_SMTP_USERNAME and DUIXIAN_SMTP_PASSWORD need DUIXIAN_SMTP_TLS=starttls or tls"
            )
        return self

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which the API answers, in small letters: always this machine's own, under which its health is asked for."""
        named = {name.strip().lower() for name in self.allowed_hosts.split(",") if name.strip()}
        return LOOPBACK_HOSTS | named

    @property
    def mail_domain(self) -> str:
        """The right side of every Message-ID: the domain of the sender."""
        return self.mail_from.rpartition("@")[2].rstrip("> ")

    def signing_key(self) -> str:
        """The key of the tokens: the one given, else the one kept in ``var`` (made on first use, mode 0600)."""
        if self.jwt_secret is not None:
            return self.jwt_secret.get_secret_value()
        return kept_secret(self.var / SIGNING_KEY_FILE)

    def keyring(self) -> Keyring:
        """The keys of acts: those given, else the one kept in ``var`` (made on first use, mode 0600)."""
        if self.act_keys is not None:
            return Keyring.of(self.act_keys.get_secret_value())
        return Keyring.of(kept_secret(self.var / ACT_KEYS_FILE))

    def environment(self) -> dict[str, str]:
        """These settings as environment variables, for a child process that shall read the same."""
        return {f"DUIXIAN_{name.upper()}": _as_variable(value) for name, value in self if value is not None}


def read_settings() -> Settings:
    """The settings of the environment, for a program that starts; it ends with what is wrong where they do not hold.

    Raises:
        SystemExit: names every setting that is wrong, and shows the value of none.
    """
    try:
        return Settings()
    except ValidationError as wrong:
        found = (f"  {_named(error['loc'])}{error['msg']}" for error in wrong.errors())
        raise SystemExit(
            "\n".join(("设置有误，未能启动 / A setting is wrong, nothing was started:", *found))
        ) from None


def _named(place: tuple[int | str, ...]) -> str:
    return f"DUIXIAN_{str(place[0]).upper()}: " if place else ""


def kept_secret(path: Path) -> str:
    """Read the secret in ``path``; the first caller makes it, readable by its owner only.

    Two processes that come first together end with the same secret: the file appears complete or not at all.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def _as_variable(value: Any) -> str:
    """One setting as the text of an environment variable."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
