"""The wiring of the application, as a dependency of its routes."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.types import Scope

from commands.wiring import Wiring


async def wiring(request: Request) -> Wiring:
    """The wiring of the application that serves this request; asks for no thread."""
    return wiring_of(request.scope)


def wiring_of(scope: Scope) -> Wiring:
    """The wiring of the application that a request came to."""
    wired: Wiring = scope["app"].state.wiring
    return wired


Wired = Annotated[Wiring, Depends(wiring)]
