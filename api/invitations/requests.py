"""A list as it is sent: JSON, or a form with a file."""

import asyncio
from typing import Any, TypeVar

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from api.door.forms import check_names
from api.door.json_bodies import read_strictly
from api.problems import TooLarge
from commands.invalid import invalid
from commands.invitations.bodies import InvitationListBody, InvitationListHead
from commands.invitations.lists import MOST_BYTES, REMEDY, Sent
from commands.uploaded_tables import uploaded_table
from domain.errors import FieldError, InvalidInput, Refusal

Head = TypeVar("Head", bound=InvitationListHead)


async def sent_list(request: Request) -> Sent:
    """Read a request: JSON, or a multipart form with a file.

    Raises:
        InvalidInput: it is neither, or some field is wrong.
        TooLarge, FileTooLarge, FileUnsupported: the file cannot be a list.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        body = _validated(InvitationListBody, read_strictly(await request.body()))
        head = InvitationListHead.model_validate(body.model_dump(exclude={"items"}))
        return Sent(head, items=body.rows())
    async with request.form(max_files=1, max_fields=60) as form:
        names = [name for name, _ in form.multi_items()]
        check_names(names, {"documents_held"}, names)
        file = form.get("file")
        told: dict[str, Any] = {
            name: form.get(name) for name in form if name not in ("file", "documents_held")
        }
        given = form.getlist("documents_held")
        codes = [code.strip() for each in given for code in str(each).replace("、", ",").split(",")]
        head = _validated(InvitationListHead, told | {"documents_held": [code for code in codes if code]})
        if not isinstance(file, UploadFile):
            raise InvalidInput(
                "没有收到名单文件。", remedy=REMEDY, fields=(FieldError(path="file", message="为必填项"),)
            )
        content = await file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)
    return Sent(head, table=await asyncio.to_thread(uploaded_table, content, REMEDY))


def _validated(kind: type[Head], content: Any) -> Head:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        told = [{**item, "loc": ("body", *item["loc"])} for item in error.errors()]
        raise Refusal.from_facts(invalid(told)) from None
