"""A request that is no act of a case, done once for its key: repeated, it gets the first answer."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from pydantic import BaseModel

from adapters.store.idempotency import KeptAnswer, answer_once
from adapters.store.writing import Session
from commands.access.caller import Caller
from commands.keys import digest_of, or_new
from commands.wiring import Wiring
from domain.errors import Repeated

View = TypeVar("View", bound=BaseModel)


def done_once(
    wired: Wiring,
    caller: Caller,
    what: str,
    key: str | None,
    body: BaseModel,
    view: type[View],
    do: Callable[[Session], View],
) -> View:
    """Do something in one transaction with keeping its answer.

    Args:
        wired: the store.
        caller: whose key it is.
        what: is asked, and about what.
        key: of the request; without one it is done each time.
        body: of the request.
        view: what it is answered with.
        do: it, and gives the answer; it may refuse.

    Raises:
        Repeated: the key was used for something else.
    """
    digest = digest_of(what, body)

    def answered(session: Session) -> KeptAnswer:
        return KeptAnswer(digest=digest, status=200, body=do(session).model_dump(mode="json"))

    kept = sha256(f"{caller.account}\n{what}\n{or_new(key)}".encode()).hexdigest()
    first = answer_once(wired.engine, kept, answered)
    if first.digest != digest:
        raise Repeated(
            "同一 Idempotency-Key 已用于另一项内容不同的办理。", remedy="请使用新的 Idempotency-Key。"
        )
    return view.model_validate(first.body)
