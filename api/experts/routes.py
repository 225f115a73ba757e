"""Expert panels: the lead's side below the case, the experts' side by itself."""

import asyncio
from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import FileResponse

from api.acts.acting import CaseNumberPath
from api.auth import OFFICIAL_ONLY, Require
from api.downloads import download_headers
from api.keys import Key
from api.wiring import Wired
from commands.access.caller import Caller
from commands.experts import panels, seats
from commands.experts.bodies import (
    DeclarationBody,
    FurtherExpert,
    MarksBody,
    OwnPanelView,
    PanelBody,
    PanelView,
    RevocationBody,
)
from commands.post_office import wake_post_office
from domain.case.roles import Role
from domain.errors import NotFound

TAGS: list[str | Enum] = ["专家评审"]
lead_side = APIRouter(prefix="/v1/applications/{number}/expert-panel", tags=TAGS)
expert_side = APIRouter(prefix="/v1/expert-panels", tags=TAGS)

Lead = Annotated[Caller, Depends(OFFICIAL_ONLY)]
Reader = Annotated[Caller, Depends(Require(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR, Role.AUDITOR))]
Expert = Annotated[Caller, Depends(Require(Role.EXPERT))]
PanelId = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-f]+$", description="Id of the panel.")]
AccountId = Annotated[str, Path(max_length=64, description="Account of the expert, as the panel shows it.")]


@lead_side.post("", summary="组织专家评审", status_code=201)
async def make_panel(
    number: CaseNumberPath, body: PanelBody, caller: Lead, wired: Wired, key: Key = None
) -> PanelView:
    """The lead asks named experts, with a question, weighted criteria, documents and a last day; each gets a mail."""
    made = await asyncio.to_thread(panels.make_panel, wired, caller, number, body, key)
    await wake_post_office(wired)
    return made


@lead_side.get("", summary="专家组与评审表")
def read_panel(number: CaseNumberPath, caller: Reader, wired: Wired) -> PanelView:
    """The panel with the sheet of each expert, for offices that have a part in the case, and auditors."""
    return panels.panel_seen(wired, caller, number)


@lead_side.post("/experts", summary="增补专家", status_code=201)
async def add_expert(
    number: CaseNumberPath, body: FurtherExpert, caller: Lead, wired: Wired, key: Key = None
) -> PanelView:
    """One more expert, with the same question and last day."""
    made = await asyncio.to_thread(panels.add_expert, wired, caller, number, body, key)
    await wake_post_office(wired)
    return made


@lead_side.post("/experts/{account}/revocation", summary="撤回对专家的委托")
async def revoke(
    number: CaseNumberPath,
    account: AccountId,
    body: RevocationBody,
    caller: Lead,
    wired: Wired,
    key: Key = None,
) -> PanelView:
    """The expert is asked no more, and marks that were given count no more; the expert is told."""
    revoked = await asyncio.to_thread(panels.revoke_seat, wired, caller, number, account, body, key)
    await wake_post_office(wired)
    return revoked


@expert_side.get("", summary="我的评审委托")
def own_panels(caller: Expert, wired: Wired) -> list[OwnPanelView]:
    """Where the caller is asked for an opinion, or gave one; nothing of other experts."""
    return seats.own_panels(wired, caller)


@expert_side.get("/{panel}", summary="评审委托")
def own_panel(panel: PanelId, caller: Expert, wired: Wired) -> OwnPanelView:
    """One of them. The documents are named once it is declared that there is no interest."""
    return seats.own_panel(wired, caller, panel)


@expert_side.post("/{panel}/declaration", summary="利害关系声明")
def declare(
    panel: PanelId, body: DeclarationBody, caller: Expert, wired: Wired, key: Key = None
) -> OwnPanelView:
    """Whether there is an interest in the applicant or its project; with one, the expert is out."""
    return seats.declare(wired, caller, panel, body, key)


@expert_side.post("/{panel}/marks", summary="专家评分")
def give_marks(
    panel: PanelId, body: MarksBody, caller: Expert, wired: Wired, key: Key = None
) -> OwnPanelView:
    """A mark for each criterion, and an opinion. Given again, the last ones count, until the lead has decided."""
    return seats.give_marks(wired, caller, panel, body, key)


@expert_side.get(
    "/{panel}/documents/{document}",
    summary="下载评审材料",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def download(
    panel: PanelId, document: Annotated[str, Path(max_length=64)], caller: Expert, wired: Wired
) -> FileResponse:
    """A document that the panel reads; that it was read is recorded."""
    digest, media_type, name = seats.document_of_panel(wired, caller, panel, document)
    path = wired.vault.path(digest)
    if not path.is_file():
        raise NotFound("没有这份材料。", remedy="请联系牵头部门。")
    return FileResponse(path, media_type=media_type, headers=download_headers(name))
