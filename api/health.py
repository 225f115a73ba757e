"""Whether the API and what stands behind it work. Public."""

import asyncio

from fastapi import APIRouter, Depends, Response

from adapters.store.mail.letters import count_failed_letters
from adapters.store.mail.outbox import held_mails
from adapters.store.reach import STORE_AWAY, Engine, is_reachable
from api.auth import anyone
from api.law.views import Health
from api.problems import RETRY_SECONDS
from api.wiring import Wired
from domain.post_office import MailFault

router = APIRouter(tags=["运行状态"], dependencies=[Depends(anyone)])


@router.get("/healthz", summary="进程是否正常")
async def healthz() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz", summary="是否可以办理", responses={503: {"model": Health}})
async def readyz(response: Response, wired: Wired) -> Health:
    """Database and Temporal can be reached, and files can be kept; 503 with ``Retry-After`` while one of them is away or full.

    Letters that could not be set and mails that wait for us are told, and keep nobody from working.
    """
    store, temporal, storage = await asyncio.gather(
        asyncio.to_thread(is_reachable, wired.engine),
        wired.temporal.is_reachable(),
        asyncio.to_thread(wired.vault.has_room),
    )
    parts = {"database": store, "temporal": temporal, "storage": storage}
    if all(parts.values()):
        return Health(status="ok", parts=parts, notes=await asyncio.to_thread(_notes, wired.engine))
    response.status_code = 503
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return Health(status="unavailable", parts=parts)


def _notes(engine: Engine) -> list[str]:
    try:
        letters, held = count_failed_letters(engine), held_mails(engine)
    except STORE_AWAY:
        return []
    notes = (
        (letters, "有 {} 份公文排版失败，邮件已照常发出；系统会自动重试，原因见日志。"),
        (
            held.get(MailFault.OURS, 0),
            "邮件服务器拒收本系统发出的邮件，有 {} 封在等待；请检查发信账号、发件人地址和中继许可，恢复后自动发出。",
        ),
        (held.get(MailFault.AWAY, 0), "邮件服务器连接不上，有 {} 封邮件在等待，恢复后自动发出。"),
    )
    return [words.format(count) for count, words in notes if count]
