"""The documents of a case: told by their content, kept by their digest."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Path, Response, UploadFile
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from adapters.files.media import ALLOWED_TEXT, media_type_of
from adapters.store.cases.documents import add_document
from adapters.store.cases.records import CaseRecord, DocumentRecord, read_case
from adapters.store.idempotency import KeptAnswer, keep_answer, kept_answer
from api.acts.acting import CaseNumberPath
from api.auth import AnyAccount, Uploader
from api.cases.views import DocumentView
from api.downloads import download_headers
from api.problems import TooLarge
from commands.access.audit_trail import party_of_caller, record_view
from commands.access.authorise import check_office
from commands.access.caller import Caller
from commands.access.sight import find_case, sees
from commands.acts.checks import wrong
from commands.acts.preparing import closed
from commands.keys import Key, digest_of, or_new
from commands.wiring import Wiring, wiring
from domain.errors import FieldError, NotFound, Repeated

router = APIRouter(prefix="/v1/applications/{number}/documents", tags=["材料"])
Wired = Annotated[Wiring, Depends(wiring)]


@router.post("", summary="上传材料", status_code=201)
def upload(
    number: CaseNumberPath,
    file: UploadFile,
    code: Annotated[str, Form(max_length=64, examples=["1.1-3"])],
    caller: Uploader,
    wired: Wired,
    response: Response,
    key: Key = None,
) -> DocumentView:
    """The applicant, or an official with a part in the case, adds a document that the type asks for.

    PDF, OFD, PNG, JPEG, DOCX and XLSX are taken, told by content; a name proves nothing.
    """
    case = _seen_case(number, caller, wired)
    check_office(wired, caller, case)
    content = file.file.read(wired.settings.max_upload_bytes + 1)
    if len(content) > wired.settings.max_upload_bytes:
        raise TooLarge(wired.settings.max_upload_bytes)
    name = _clean_name(file.filename)
    title, media_type = _title(case, code, wired), media_type_of(content)
    if media_type is None:
        raise HTTPException(415, f"只接受 {ALLOWED_TEXT} 文件（按内容识别）。")
    asked = {"code": code, "name": name, "sha256": sha256(content).hexdigest()}
    kept_key = sha256(f"{caller.account}\ndocuments {number}\n{or_new(key)}".encode()).hexdigest()
    digest = digest_of(f"documents {number}", asked)
    first = kept_answer(wired.engine, kept_key)
    if first is None:
        if case.final:
            raise closed(case.stage)
        document = DocumentRecord(
            id=uuid4().hex,
            media_type=media_type,
            size=len(content),
            at=datetime.now(UTC),
            **{**asked, "sha256": wired.vault.keep(content)},
        )
        view = DocumentView(title=title, **document.model_dump())
        answer = KeptAnswer(digest=digest, status=201, body=view.model_dump(mode="json"))
        addition = add_document(document, case.case_number, caller.account, party_of_caller(caller))
        first = keep_answer(wired.engine, kept_key, answer, addition)
    if first.digest != digest:
        raise Repeated("同一 Idempotency-Key 已用于另一份材料。", remedy="请使用新的 Idempotency-Key。")
    view = DocumentView.model_validate(first.body)
    response.headers["Location"] = f"/v1/applications/{number}/documents/{view.id}"
    return view


def _seen_case(number: str, caller: Caller, wired: Wiring) -> CaseRecord:
    case = find_case(read_case(wired.engine, number), number)
    return find_case(case if sees(caller, case) else None, number)


def _title(case: CaseRecord, code: str, wired: Wiring) -> str:
    """The Chinese name of the document that the code stands for."""
    subsidy = wired.catalogue.policy(case.policy_version).type(case.code)
    titles = {document.code: document.name for document in subsidy.documents}
    if code not in titles:
        message = "须为下列之一：" + "、".join(titles)
        wrong("本事项不收取这一材料。", [FieldError(path="code", message=message)])
    return titles[code]


def _clean_name(name: str | None) -> str:
    """The last part of a file's name, without characters that a header or a store cannot bear."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?')
    return kept.strip()[-120:] or "document"


@router.get(
    "/{document}",
    summary="下载材料",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def download(
    number: CaseNumberPath,
    document: Annotated[str, Path(max_length=64)],
    caller: AnyAccount,
    wired: Wired,
) -> FileResponse:
    """Whoever sees the case may read its documents; they are downloaded, never shown in place."""
    case = find_case(read_case(wired.engine, number), number)
    find_case(case if sees(caller, case) else None, number)
    found = next((entry for entry in case.documents if entry.id == document), None)
    path = wired.vault.path(found.sha256) if found else None
    if found is None or path is None or not path.is_file():
        raise NotFound("没有这份材料。", remedy="请从案件详情中选择材料。")
    record_view(wired, caller, case, "document:viewed", found.id)
    return FileResponse(path, media_type=found.media_type, headers=download_headers(found.name))
