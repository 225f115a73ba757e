"""Preview before you press."""

import asyncio

from fastapi import APIRouter

from api.acts.acting import CaseNumberPath
from api.acts.preview_bodies import PreviewBody
from api.acts.preview_views import PreviewView, preview_view
from api.auth import AnyAccount
from api.wiring import Wired
from commands.access.audit_trail import record_case_view
from commands.dry_run.previews import preview_of
from domain.case.roles import Role
from domain.personal_data.numbers import warnings_of

router = APIRouter(prefix="/v1/applications/{number}", tags=["办理前预览"])


@router.post("/preview", summary="办理前预览")
async def preview(
    number: CaseNumberPath,
    body: PreviewBody,
    caller: AnyAccount,
    wired: Wired,
) -> PreviewView:
    """What an act would do, without doing it: next stage, tasks and terms, mails, letters, money; or its refusal.

    ``body`` is what the act's own route takes, ``subject`` what stands in its path (an instalment, a redemption, an
    objection, a payment). Acts at the desks are previewed as well: ``claim``, ``release``, ``reassign``, ``recusal``. A refusal is part of the answer (``allowed`` is false), with status 200. For whoever may do the
    act. Nothing is stored but who looked, nobody is told.
    """
    found = await preview_of(wired, caller, number, body.act, body.subject, body.body)
    if found.is_seen and set(caller.roles) - {Role.APPLICANT}:
        await asyncio.to_thread(record_case_view, wired, caller, number, "preview:viewed", body.act)
    return preview_view(found).model_copy(update={"warnings": warnings_of(body.body)})
