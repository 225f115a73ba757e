"""First answers by key, for requests that are no acts of a case."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import Idempotency
from domain.errors import Refusal
from domain.frozen import Frozen


class KeptAnswer(Frozen):
    """An answer that was given, and the digest of what was asked."""

    digest: str
    status: int
    body: dict[str, Any]
    headers: dict[str, str] = {}


def kept_answer(engine: Engine, key: str) -> KeptAnswer | None:
    """The first answer under this key, or None."""
    with open_session(engine) as session:
        return _answer(session.get(Idempotency, key))


def keep_answer(
    engine: Engine, key: str, answer: KeptAnswer, effect: Callable[[Session], None]
) -> KeptAnswer:
    """Have the effect and keep the answer in one transaction; who comes second gets the first answer."""

    def answered(session: Session) -> KeptAnswer:
        effect(session)
        return answer

    return answer_once(engine, key, answered)


def answer_once(engine: Engine, key: str, answered: Callable[[Session], KeptAnswer]) -> KeptAnswer:
    """Work an answer out and keep it in one transaction; who comes second gets the first answer."""
    try:
        with transaction(engine) as session:
            first = _answer(session.get(Idempotency, key))
            if first is not None:
                return first
            answer = answered(session)
            session.add(Idempotency(key=key, at=datetime.now(UTC), **answer.model_dump()))
    except (IntegrityError, Refusal):  # the same request was done while this one waited
        first = kept_answer(engine, key)
        if first is None:
            raise
        return first
    return answer


def _answer(row: Idempotency | None) -> KeptAnswer | None:
    return KeptAnswer.model_validate(row.model_dump()) if row else None
