"""Tokens: made for the accounts of the store, and read from them or from an external OIDC issuer."""

from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256

import jwt

from adapters.issuer.keys import IssuerKeys, UnknownKey
from adapters.settings import Settings
from adapters.store.people.accounts import Account
from adapters.store.reach import Engine
from commands.access.caller import Caller
from commands.access.claims import caller_by_claims
from commands.access.known_accounts import KnownAccounts
from commands.access.standing import as_entered, caller_of_account, check_enabled

ISSUER = "duixian"
ALGORITHM = "HS256"
OIDC_ALGORITHMS = ["RS256", "ES256", "PS256"]
LEEWAY_SECONDS = 60
"""By how much the clock of an issuer may go before or after ours."""

GENERATION = "gen"


class BadToken(Exception):
    """The token is not one of ours, or is over; the text says which, in Chinese."""


class Tokens:
    """Makes and reads bearer tokens.

    A token of ours names an account and its generation; what the account may do, the store says. A token of the
    external issuer says it in claims of ours (``commands/access/claims.py``), bounded by what was entered of its bearer.
    """

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._settings = settings
        self.accounts = KnownAccounts(engine)
        url = settings.oidc_jwks_url or f"{settings.oidc_issuer}/.well-known/jwks.json"
        self.issuer_keys = IssuerKeys(url) if settings.oidc_issuer else None

    @cached_property
    def _key(self) -> str:
        return self._settings.signing_key()

    async def keep_issuer_keys(self) -> None:
        """Fetch the issuer's keys again and again, until cancelled; done at once without an issuer."""
        if self.issuer_keys is not None:
            await self.issuer_keys.keep()

    def make(self, account: Account) -> str:
        """A token for an account of the store."""
        now = datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "sub": account.id,
            GENERATION: account.generation,
            "iat": now,
            "exp": now + timedelta(minutes=self._settings.token_minutes),
        }
        return jwt.encode(claims, self._key, ALGORITHM)

    def read(self, token: str) -> Caller:
        """Who bears this token.

        Raises:
            BadToken: it is not good.
            NotAllowed: it is, and opens nothing: its account is disabled, or what its issuer claims is of no use here.
            IssuerAway: whether it is good cannot be said now; of the issuer's own people alone.
        """
        try:
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
            if self.issuer_keys is not None and issuer == self._settings.oidc_issuer:
                return self._read_oidc(token, self.issuer_keys)
            return self._read_own(token)
        except jwt.ExpiredSignatureError:
            raise BadToken("登录已过期，请重新登录。") from None
        except (UnknownKey, jwt.PyJWTError, ValueError, KeyError, TypeError):
            raise BadToken("登录凭证无效，请重新登录。") from None

    def _read_own(self, token: str) -> Caller:
        claims = jwt.decode(
            token,
            self._key,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            options={"require": ["exp", "sub", "iss", GENERATION]},
        )
        account = self.accounts.find(claims["sub"])
        if account is None:
            raise BadToken("没有这一账号，请重新登录。")
        check_enabled(account)
        if account.generation != claims[GENERATION]:
            raise BadToken("此次登录已被收回：密码已修改，或已在别处退出全部登录。请重新登录。")
        return caller_of_account(account)

    def _read_oidc(self, token: str, keys: IssuerKeys) -> Caller:
        claims = jwt.decode(
            token,
            keys.find(jwt.get_unverified_header(token)["kid"]),
            algorithms=OIDC_ALGORITHMS,
            issuer=self._settings.oidc_issuer,
            audience=self._settings.oidc_audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "sub", "iss", "aud"]},
        )
        if not claims["sub"]:
            raise jwt.InvalidTokenError
        account = account_of(claims["iss"], claims["sub"])
        known = self.accounts.find(account)
        if known is not None:
            check_enabled(known)
        claimed = caller_by_claims(claims, account)
        return claimed if known is None else as_entered(claimed, known)


def account_of(issuer: str, subject: str) -> str:
    """The account of somebody of an external issuer: the same subject always has the same, and it shows neither."""
    return sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:32]
