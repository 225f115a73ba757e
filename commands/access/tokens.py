"""Tokens: made for the embedded accounts, and read from them or from an external OIDC issuer."""

from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

import jwt
from pydantic import ValidationError

from adapters.issuer.keys import IssuerKeys, UnknownKey
from adapters.settings import Settings
from commands.access.caller import Caller
from commands.access.claims import caller_by_claims

ISSUER = "duixian"
ALGORITHM = "HS256"
OIDC_ALGORITHMS = ["RS256", "ES256", "PS256"]
LEEWAY_SECONDS = 60
"""By how much the clock of an issuer may go before or after ours."""


class BadToken(Exception):
    """The token is not one of ours, or is over; the text says which, in Chinese."""


class Tokens:
    """Makes and reads bearer tokens.

    A token of an embedded account carries what the account may do, so that no call needs to ask for it again. A token
    of the external issuer says it in claims of ours (``commands/access/claims.py``).
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        url = settings.oidc_jwks_url or f"{settings.oidc_issuer}/.well-known/jwks.json"
        self.issuer_keys = IssuerKeys(url) if settings.oidc_issuer else None

    @cached_property
    def _key(self) -> str:
        return self._settings.signing_key()

    async def keep_issuer_keys(self) -> None:
        """Fetch the issuer's keys again and again, until cancelled; done at once without an issuer."""
        if self.issuer_keys is not None:
            await self.issuer_keys.keep()

    def make(self, caller: Caller) -> str:
        """A token for an embedded account."""
        now = datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "sub": caller.account,
            "iat": now,
            "exp": now + timedelta(minutes=self._settings.token_minutes),
            "name": caller.name,
            "roles": [role.value for role in caller.roles],
            "department": caller.department,
            "unit": caller.unit,
        }
        return jwt.encode(claims, self._key, ALGORITHM)

    def read(self, token: str) -> Caller:
        """Who bears this token.

        Raises:
            BadToken: it is not good.
            NotAllowed: it is, and what its issuer claims is of no use here.
            IssuerAway: whether it is cannot be said now; of the issuer's own people alone.
        """
        try:
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
            if self.issuer_keys is not None and issuer == self._settings.oidc_issuer:
                return self._read_oidc(token, self.issuer_keys)
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                options={"require": ["exp", "sub", "iss"]},
            )
            return _own_caller(claims)
        except jwt.ExpiredSignatureError:
            raise BadToken("登录已过期，请重新登录。") from None
        except (UnknownKey, jwt.PyJWTError, ValidationError, ValueError, KeyError, TypeError):
            raise BadToken("登录凭证无效，请重新登录。") from None

    def _read_oidc(self, token: str, keys: IssuerKeys) -> Caller:
        settings = self._settings
        claims = jwt.decode(
            token,
            keys.find(jwt.get_unverified_header(token)["kid"]),
            algorithms=OIDC_ALGORITHMS,
            issuer=settings.oidc_issuer,
            audience=settings.oidc_audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "sub", "iss", "aud"]},
        )
        if not claims["sub"]:
            raise jwt.InvalidTokenError
        return caller_by_claims(claims, account_of(claims["iss"], claims["sub"]))


def account_of(issuer: str, subject: str) -> str:
    """The account of somebody of an external issuer: the same subject always has the same, and it shows neither."""
    return sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:32]


def _own_caller(claims: dict[str, Any]) -> Caller:
    return Caller(
        account=claims["sub"],
        name=str(claims.get("name") or ""),
        roles=tuple(claims.get("roles") or ()),
        department=claims.get("department"),
        unit=claims.get("unit"),
    )
