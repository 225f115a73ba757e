"""The wiring of the application, as a dependency of its routes."""

from typing import Annotated

from fastapi import Depends, Request

from commands.wiring import Wiring


def wiring(request: Request) -> Wiring:
    """The wiring of the application that serves this request."""
    wired: Wiring = request.app.state.wiring
    return wired


Wired = Annotated[Wiring, Depends(wiring)]
