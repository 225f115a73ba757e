"""Passwords: hashed with argon2id, verified so that the time tells nothing, made where an administrator resets one."""

import secrets
import string
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from adapters.store.people.accounts import Account
from domain.errors import FieldError, InvalidInput
from domain.people.passwords import password_fault

_HASHER: Final = PasswordHasher()
_NOBODY: Final = _HASHER.hash("nobody has this password")
"""Verified when there is no such account, so that the time tells nothing."""

_SIGNS: Final = string.ascii_letters + string.digits
_MADE_LENGTH: Final = 16


def matches(account: Account | None, password: str) -> bool:
    """Whether it is the password of the account; as long in finding out where there is none."""
    own = account.password_hash if account else ""  # who is known at another issuer has none here
    try:
        _HASHER.verify(own or _NOBODY, _typed(password))
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return bool(own)


def hashed(password: str) -> str:
    """How a password is kept."""
    return _HASHER.hash(_typed(password))


def _typed(password: str) -> str:
    """One spelling, whichever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)


def made_password() -> str:
    """Sixteen letters and digits: 95 bits, and nothing that a shell or a form would take amiss."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_MADE_LENGTH))


def check_new(password: str, username: str, before: str = "") -> None:
    """Refuse a password that is too weak, or the one that it shall replace.

    Raises:
        InvalidInput: with the reason.
    """
    fault = password_fault(password, username)
    if not fault and password == before:
        fault = "新密码不得与原密码相同"
    if fault:
        raise InvalidInput(
            "新密码不符合要求。",
            remedy="请换一个密码后重新提交；原密码仍然有效。",
            fields=(FieldError(path="new_password", message=fault),),
        )
