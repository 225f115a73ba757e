"""The letters (公文) of a case as PDF."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Path
from fastapi.responses import FileResponse

from adapters.files.media import PDF
from adapters.store.cases.records import read_case
from adapters.store.mail.letters import letters_of
from api.acts.acting import CaseNumberPath
from api.auth import AnyAccount
from api.cases.queries import letter_views
from api.cases.views import LetterView
from api.downloads import download_headers
from api.wiring import Wired
from commands.access.audit_trail import record_view
from commands.access.sight import seen_case
from commands.cases.serving import note_fetched
from commands.post_office import wake_post_office
from domain.errors import NotFound

router = APIRouter(prefix="/v1/applications/{number}/letters", tags=["公文"])


@router.get("", summary="公文列表")
def list_letters(number: CaseNumberPath, caller: AnyAccount, wired: Wired) -> list[LetterView]:
    """Whoever sees the case sees its letters: the applicant, departments with a part in it, finance, auditor, administrator."""
    return letter_views(seen_case(read_case(wired.engine, number), caller, number).case_number, wired)


@router.get(
    "/{letter}",
    summary="下载公文",
    response_class=FileResponse,
    responses={200: {"content": {PDF: {}}}},
)
def download_letter(
    number: CaseNumberPath,
    letter: Annotated[str, Path(max_length=128)],
    caller: AnyAccount,
    wired: Wired,
    later: BackgroundTasks,
) -> FileResponse:
    """The PDF as it was made and mailed; it never changes. That it was read is recorded.

    A decision that opens a remedy is served on the unit when it fetches the letter itself (送达).
    """
    case = seen_case(read_case(wired.engine, number), caller, number)
    found = next((entry for entry in letters_of(wired.engine, case.case_number) if entry.id == letter), None)
    path = wired.vault.path(found.sha256) if found else None
    if found is None or path is None or not path.is_file():
        raise NotFound(
            "没有这份公文。",
            remedy="请从案件的公文列表中选择；保存期限届满的已经清除（期限见 GET /v1/personal-data）。",
        )
    record_view(wired, caller, case, "letter:viewed", found.id)
    if note_fetched(wired, caller, case, f"下载{found.title}（{found.number}）", [found.seq]):
        later.add_task(wake_post_office, wired)
    name = f"{found.title}-{found.number}.pdf"
    return FileResponse(path, media_type=PDF, headers=download_headers(name))
