"""Whether the API and what stands behind it work. Public."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from adapters.store.mail.letters import count_failed_letters
from adapters.store.reach import STORE_AWAY, Engine, is_reachable
from api.auth import Public
from api.law.views import Health
from api.problems import RETRY_SECONDS
from commands.wiring import Wiring, wiring

router = APIRouter(tags=["运行状态"], dependencies=[Public])


@router.get("/healthz", summary="进程是否正常")
async def healthz() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz", summary="是否可以办理", responses={503: {"model": Health}})
async def readyz(response: Response, wired: Annotated[Wiring, Depends(wiring)]) -> Health:
    """Database and Temporal can be reached; 503 with ``Retry-After`` while one of them is away.

    Letters that could not be set are told, and keep nobody from working.
    """
    store, temporal = await asyncio.gather(
        asyncio.to_thread(is_reachable, wired.engine), wired.temporal.is_reachable()
    )
    parts = {"database": store, "temporal": temporal}
    if all(parts.values()):
        return Health(status="ok", parts=parts, notes=await asyncio.to_thread(_notes, wired.engine))
    response.status_code = 503
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return Health(status="unavailable", parts=parts)


def _notes(engine: Engine) -> list[str]:
    try:
        failed = count_failed_letters(engine)
    except STORE_AWAY:
        return []
    return [f"有 {failed} 份公文排版失败，邮件已照常发出；系统会自动重试，原因见日志。"] if failed else []
