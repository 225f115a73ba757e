"""The documents of a case: told by their content, kept by their digest."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, Path, Response, UploadFile
from fastapi.responses import FileResponse

from adapters.files.media import ENDINGS
from adapters.files.names import file_name
from adapters.store.cases.documents import add_document, documents_of_unit
from adapters.store.cases.records import CaseRecord, DocumentRecord, read_case
from adapters.store.idempotency import KeptAnswer, keep_answer, kept_answer
from api.acts.acting import CaseNumberPath
from api.auth import AnyAccount, Uploader
from api.cases.views import DocumentView
from api.downloads import download_headers
from api.keys import Key
from api.problems import TooLarge
from api.wiring import Wired
from commands.access.audit_trail import party_of_caller, record_view
from commands.access.authorise import check_office
from commands.access.caller import Caller
from commands.access.sight import known_case, seen_case
from commands.acts.checks import wrong
from commands.cases.uploads import kind_of
from commands.keys import digest_of, or_new
from commands.wiring import Wiring
from domain.bounds import Room, check_room
from domain.departments import APPLICANT
from domain.errors import CaseClosed, FieldError, NotAllowed, NotFound, Repeated

router = APIRouter(prefix="/v1/applications/{number}/documents", tags=["材料"])


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

    ``C2`` and ``C4`` are fetched and filed by the lead department itself, and never asked of the applicant.
    PDF, OFD, PNG, JPEG, DOCX and XLSX are taken, told by content; a name proves nothing, and is kept with the ending of
    the content. A document opens: what is encrypted, damaged, without a page or with a macro is refused.
    """
    case = known_case(read_case(wired.engine, number), caller, number)
    check_office(wired, caller, case)
    content = file.file.read(wired.settings.max_upload_bytes + 1)
    if len(content) > wired.settings.max_upload_bytes:
        raise TooLarge(wired.settings.max_upload_bytes)
    title = _title(case, code, caller, wired)
    kept_key = sha256(f"{caller.account}\ndocuments {number}\n{or_new(key)}".encode()).hexdigest()
    first = kept_answer(wired.engine, kept_key)
    if first is None:  # before the content is judged, which costs more
        _check_takes(wired, caller, case, len(content))
    media_type = kind_of(content)
    name = file_name(file.filename, ENDINGS[media_type])
    asked = {"code": code, "name": name, "sha256": sha256(content).hexdigest()}
    digest = digest_of(f"documents {number}", asked)
    if first is None:
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


def _check_takes(wired: Wiring, caller: Caller, case: CaseRecord, size: int) -> None:
    """See whether a case takes one more document of a size, in bytes."""
    if case.final:
        raise CaseClosed.of(case.stage)
    in_case = Room(len(case.documents), sum(document.size for document in case.documents))
    in_a_day = documents_of_unit(wired.engine, case.unit, datetime.now(UTC) - timedelta(days=1))
    check_room(in_case, in_a_day, size, is_office=party_of_caller(caller) != APPLICANT)


def _title(case: CaseRecord, code: str, caller: Caller, wired: Wiring) -> str:
    """The Chinese name of the document that the code stands for; what the office fetches itself is the lead's to file."""
    subsidy = wired.catalogue.policy(case.policy_version).type(case.code)
    fetched = {document.code: document.name for document in subsidy.office_documents}
    if code in fetched and case.lead not in caller.desks:
        raise NotAllowed(
            f"“{fetched[code]}”由牵头部门自行调取归档，不需要提交。",
            clause="《优化营商环境条例》第三十五条",
            remedy="请上传其他材料；本材料无需办理。",
        )
    titles = subsidy.document_titles
    if code not in titles:
        message = "须为下列之一：" + "、".join(titles)
        wrong("本事项不收取这一材料。", [FieldError(path="code", message=message)])
    return titles[code]


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
    case = seen_case(read_case(wired.engine, number), caller, number)
    found = next((entry for entry in case.documents if entry.id == document), None)
    path = wired.vault.path(found.sha256) if found else None
    if found is None or path is None or not path.is_file():
        raise NotFound(
            "没有这份材料。",
            remedy="请从案件详情中选择材料；保存期限届满的已经清除（期限见 GET /v1/personal-data）。",
        )
    record_view(wired, caller, case, "document:viewed", found.id)
    return FileResponse(path, media_type=found.media_type, headers=download_headers(found.name))
