"""Settings come from the environment, follow from one another, and never change."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from adapters.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def test_defaults_follow_from_other_settings(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, temporal_port=17233, api_port=18000)
    assert settings.temporal_address == "127.0.0.1:17233"
    assert settings.public_url == "http://127.0.0.1:18000"
    assert settings.database_url == f"sqlite:///{tmp_path}/duixian.sqlite"
    assert settings.files == tmp_path / "files"


def test_a_child_reads_the_same_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parent = Settings(
        var=tmp_path, time_skipping=True, jwt_secret=SecretStr("x" * 40), mail_directory=tmp_path / "mail"
    )
    for name, value in parent.environment().items():
        monkeypatch.setenv(name, value)
    assert Settings() == parent


def test_settings_never_change(settings: Settings) -> None:
    with pytest.raises(ValidationError):
        settings.api_port = 9000  # type: ignore[misc]


def test_a_postgresql_url_gets_the_driver_that_is_installed() -> None:
    assert Settings(database_url="postgres://u@h/d").database_url == "postgresql+psycopg://u@h/d"
    assert Settings(database_url="postgresql://u@h/d").database_url == "postgresql+psycopg://u@h/d"


def test_the_signing_key_is_made_once_and_readable_by_its_owner_only(settings: Settings) -> None:
    key = settings.signing_key()
    assert len(key) >= 32
    assert settings.signing_key() == key
    assert stat.S_IMODE((settings.var / "jwt_secret").stat().st_mode) == 0o600
    assert [path.name for path in settings.var.iterdir()] == ["jwt_secret"]


def test_the_key_of_acts_is_made_once_and_readable_by_its_owner_only(settings: Settings) -> None:
    assert settings.keyring() == settings.keyring()
    assert stat.S_IMODE((settings.var / "act_keys").stat().st_mode) == 0o600


def test_a_wrong_port_is_refused() -> None:
    with pytest.raises(ValidationError, match="temporal_port"):
        Settings(temporal_port=0)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"oidc_issuer": "https://login.example.com"}, "DUIXIAN_OIDC_AUDIENCE"),
        ({"oidc_issuer": "http://login.example.com", "oidc_audience": "duixian"}, "DUIXIAN_OIDC_ISSUER"),
        ({"oidc_issuer": "login.example.com", "oidc_audience": "duixian"}, "DUIXIAN_OIDC_ISSUER"),
        ({"oidc_jwks_url": "http://login.example.com/keys"}, "DUIXIAN_OIDC_JWKS_URL"),
        ({"tsa_url": "http://stamps.example.com"}, "DUIXIAN_TSA_URL"),
        ({"tsa_url": "https://stamps.example.com"}, "DUIXIAN_TSA_ROOTS"),
        ({"tsa_url": "https://stamps.example.com", "tsa_roots": "/dev/null"}, "DUIXIAN_TSA_ROOTS"),
        ({"tsa_url": "https://stamps.example.com", "tsa_roots": "/no/such/file"}, "DUIXIAN_TSA_ROOTS"),
        ({"jwt_secret": "x" * 31}, "DUIXIAN_JWT_SECRET"),
        ({"act_keys": f"{'x' * 32},{'y' * 31}"}, "DUIXIAN_ACT_KEYS"),
        ({"act_keys": " , "}, "DUIXIAN_ACT_KEYS"),
        ({"smtp_username": "duixian"}, "DUIXIAN_SMTP_TLS"),
        ({"smtp_password": "secret", "smtp_tls": "none"}, "DUIXIAN_SMTP_TLS"),
    ],
)
def test_settings_that_leave_a_door_open_are_refused_by_name(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(ValidationError, match=named) as refused:
        Settings(**wrong)  # type: ignore[arg-type]  # texts, as the environment has them
    assert not any(
        value in str(refused.value)
        for name, value in wrong.items()
        if not name.startswith(("oidc", "tsa")) and value != "none"
    )


def test_an_issuer_of_a_test_on_this_machine_needs_no_https() -> None:
    url = "http://127.0.0.1:8443"
    assert Settings(oidc_issuer=url, oidc_audience="duixian", oidc_jwks_url=url).oidc_issuer == url


@pytest.mark.parametrize(
    "program",
    [
        "adapters.store.migrate",
        *(pytest.param(each, marks=pytest.mark.long) for each in ("api", "worker", "commands.accounts")),
    ],
)
def test_a_program_that_may_not_start_says_which_setting_is_wrong_and_shows_no_secret(
    tmp_path: Path, program: str
) -> None:
    secret = "guessed in a minute"
    wrong = {"DUIXIAN_VAR": str(tmp_path), "DUIXIAN_JWT_SECRET": secret, "DUIXIAN_API_PORT": "0"}
    arguments = ["show", "fgw"] if program == "commands.accounts" else []
    ended = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=ROOT,
        env=os.environ | wrong,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "DUIXIAN_JWT_SECRET" in ended.stderr
    assert "DUIXIAN_API_PORT" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert secret not in ended.stderr
