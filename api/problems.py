"""Every error as RFC 9457 ``application/problem+json``, with a type that never changes and words that help."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

from adapters.files.vault import is_full
from adapters.issuer.keys import IssuerAway
from adapters.store.reach import STORE_AWAY, STORE_REFUSES
from api.door.answers import SAFE
from commands.invalid import invalid
from commands.temporal_link import OutcomeUnknown, TemporalAway
from domain.errors import FieldError, Refusal, RefusalFacts

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
ROOM_SECONDS = 60
"""Until somebody may have made room."""
_log = logging.getLogger(__name__)

_AGAIN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""Answers to a request that may be sent again."""

STATUS: dict[str, int] = {
    "invalid-input": 422,
    "not-eligible": 422,
    "not-allowed": 403,
    "conflict-of-roles": 403,
    "wrong-stage": 409,
    "case-busy": 429,
    "not-found": 404,
    "repeated-key": 409,
    "case-closed": 409,
    "case-interrupted": 503,
    "office-busy": 503,
    "limit-reached": 409,
    "too-large": 413,
    "unsupported-type": 415,
}


class ProblemReason(BaseModel):
    """One of the reasons why something is refused, and the way out."""

    detail: str
    why: str = ""
    clause: str = ""
    remedy: str = ""


class Problem(BaseModel):
    """What went wrong, where, why, and what to do."""

    type: str
    title: str
    status: int
    detail: str = ""
    why: str = ""
    clause: str = ""
    remedy: str = ""
    errors: list[FieldError] = []
    reasons: list[ProblemReason] = []
    """Every reason, this one first, where there is more than one."""

    model_config = {
        "json_schema_extra": {
            "examples": [
                {
                    "type": "urn:duixian:problem:invalid-input",
                    "title": "Unprocessable Content",
                    "status": 422,
                    "detail": "“算力中心建设补助”的申报数据有 1 处需要更正。",
                    "why": "",
                    "clause": "第1条",
                    "remedy": "请按各项提示更正后重新提交。",
                    "errors": [
                        {"path": "facts.audited_investment", "message": "“经审计的建设投资额”为必填项"}
                    ],
                }
            ]
        }
    }


class TooLarge(HTTPException):
    """The body is larger than we take."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, f"请求内容超过上限（{limit} 字节）。")


def problem(
    status: int,
    kind: str,
    detail: str,
    *,
    facts: RefusalFacts | None = None,
    remedy: str = "",
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """One problem as a response."""
    content = _problem(status, kind, detail, facts, remedy)
    return JSONResponse(content.model_dump(), status, dict(headers or {}), MEDIA_TYPE)


def _problem(status: int, kind: str, detail: str, facts: RefusalFacts | None, remedy: str = "") -> Problem:
    return Problem(
        type=f"urn:duixian:problem:{kind}",
        title=_phrase(status),
        status=status,
        detail=detail,
        why=facts.why if facts else "",
        clause=facts.clause if facts else "",
        remedy=(facts.remedy if facts else "") or remedy,
        errors=list(facts.fields) if facts else [],
        reasons=[reason_of(each) for each in (facts, *facts.further)] if facts and facts.further else [],
    )


def reason_of(facts: RefusalFacts) -> ProblemReason:
    """One reason of a refusal."""
    return ProblemReason(detail=facts.what, why=facts.why, clause=facts.clause, remedy=facts.remedy)


def refused(facts: RefusalFacts) -> Problem:
    """A refusal as data, the same as it would be answered."""
    return _problem(STATUS.get(facts.kind, 409), facts.kind, facts.what, facts)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def away(what: str) -> JSONResponse:
    """Something behind us is away; nothing is lost."""
    return problem(
        503,
        "unavailable",
        f"{what}暂时无法访问，没有得到办理结果。",
        remedy="请稍后用同一 Idempotency-Key 重试；如果已经办理，会得到首次的答复，不会重复办理。",
        headers={"Retry-After": str(RETRY_SECONDS)},
    )


def on_refusal(_: Request, refusal: Exception) -> JSONResponse:
    """A refusal of the domain."""
    assert isinstance(refusal, Refusal)  # noqa: S101 - registered for this class alone
    facts = refusal.facts
    status = STATUS.get(facts.kind, 409)
    headers = {"Retry-After": str(RETRY_SECONDS)} if status in _AGAIN else {}
    return problem(status, facts.kind, facts.what, facts=facts, headers=headers)


def on_invalid_request(_: Request, error: Exception) -> JSONResponse:
    """A request that is not in the form that OpenAPI describes."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class alone
    facts = invalid(error.errors())
    return problem(422, facts.kind, facts.what, facts=facts)


_READ_DOCS = "请对照接口说明（/docs）核对地址和方法。"
_HTTP_KINDS = {
    400: (
        "invalid-input",
        "请求无法读取。",
        "请核对请求头 Content-Type 与内容是否一致；上传文件须为 multipart/form-data，带 boundary，每次一个文件。",
    ),
    401: ("not-authenticated", "请先登录。", ""),
    403: ("not-allowed", "您无权进行此操作。", ""),
    404: ("not-found", "没有这一地址。", _READ_DOCS),
    405: ("method-not-allowed", "此地址不接受这一方法。", _READ_DOCS),
    413: ("too-large", "请求内容过大。", "请减少内容后重新提交。"),
    421: (
        "not-here",
        "没有以这一名称提供服务。",
        "请使用本系统公布的地址访问；更换域名的，请管理员设置 DUIXIAN_ALLOWED_HOSTS。",
    ),
    429: (
        "too-many-requests",
        "访问过于频繁。",
        "请按 Retry-After 所示的秒数等待后重试；登录后办理不受此限。",
    ),
    503: ("unavailable", "暂时无法处理。", "请按 Retry-After 所示的秒数等待后重试。"),
    415: ("unsupported-type", "不接受这一类型的内容。", "请对照接口说明（/docs）核对请求头 Content-Type。"),
}


def on_http_error(_: Request, error: Exception) -> JSONResponse:
    """What Starlette and FastAPI raise themselves, and our own log-in errors."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    kind, detail, remedy = _HTTP_KINDS.get(error.status_code, ("http-error", "", ""))
    told = str(error.detail)
    if is_full(error.__cause__):  # what a form spilled to disk
        return full()
    said = detail if told.isascii() and detail else told
    return problem(error.status_code, kind, said, remedy=remedy, headers=error.headers)


def full() -> JSONResponse:
    """No room for files; nothing was kept of this one."""
    return problem(
        507,
        "storage-full",
        "服务器存储空间不足，内容没有保存。",
        remedy="请稍后用同一 Idempotency-Key 重试；急需办理的，可以将纸质材料交牵头部门。查询不受影响。",
        headers={"Retry-After": str(ROOM_SECONDS)},
    )


def on_system_error(request: Request, error: Exception) -> JSONResponse:
    """The machine refused something: room for files, which is told, or what is a defect of ours."""
    if not is_full(error):
        return on_anything(request, error)
    _log.error("no room for files: %s", error)
    return full()


def on_store_away(_: Request, error: Exception) -> JSONResponse:
    """The database cannot be reached."""
    _log.warning("store is away: %s", type(error).__name__)
    return away("数据库")


def on_store_refuses(_: Request, error: Exception) -> JSONResponse:
    """The database cannot hold a value, such as a text with characters that it does not know."""
    _log.warning("store refuses a value: %s", type(error).__name__)
    return problem(422, "invalid-input", "提交的内容含有无法保存的值。", remedy="请检查填写的文字和数值。")


def on_issuer_away(_: Request, _error: Exception) -> JSONResponse:
    """Whether a token of the external issuer is good cannot be said now."""
    return problem(
        503,
        "unavailable",
        "统一身份认证暂时无法访问，无法核对您的登录凭证。",
        remedy="请稍后重试，不必重新登录；无需登录的页面和本系统自带的账号不受影响。",
        headers={"Retry-After": str(RETRY_SECONDS)},
    )


def on_temporal_away(_: Request, error: Exception) -> JSONResponse:
    """Temporal cannot be reached."""
    _log.warning("Temporal is away: %s", error)
    return away("流程服务")


def on_outcome_unknown(_: Request, error: Exception) -> JSONResponse:
    """An act whose answer is not known yet; never told as failed."""
    return problem(
        504,
        "outcome-unknown",
        str(error) or "操作已提交，结果尚未返回。",
        remedy="请稍后用同一 Idempotency-Key 重复本次请求，即可得到结果；不会重复办理。",
        headers={"Retry-After": str(RETRY_SECONDS)},
    )


def on_anything(request: Request, error: Exception) -> JSONResponse:
    """A defect of ours: logged with its place, told without it."""
    _log.error("unhandled error at %s %s", request.method, request.url.path, exc_info=error)
    return problem(
        500, "internal", "系统出现错误，已记录。", remedy="请稍后重试；如仍有问题请联系管理员。", headers=SAFE
    )


def answer_to(request: Request, error: Exception) -> JSONResponse:
    """What a route's error would be answered with, for what stands before the routes."""
    handlers = request.app.exception_handlers
    handler = next(handlers[kind] for kind in type(error).__mro__ if kind in handlers)
    answer: JSONResponse = handler(request, error)
    return answer


def register(app: FastAPI) -> None:
    """Let every error leave as a problem."""
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(IssuerAway, on_issuer_away)
    app.add_exception_handler(TemporalAway, on_temporal_away)
    app.add_exception_handler(RPCError, on_temporal_away)
    app.add_exception_handler(OutcomeUnknown, on_outcome_unknown)
    app.add_exception_handler(OSError, on_system_error)
    for kind in STORE_AWAY:
        app.add_exception_handler(kind, on_store_away)
    for kind in STORE_REFUSES:
        app.add_exception_handler(kind, on_store_refuses)
    app.add_exception_handler(Exception, on_anything)
