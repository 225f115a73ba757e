"""The pages of those who object without an account: the form's answer, and what the link of the mail opens."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from api.acts.acting import CaseNumberPath
from api.auth import Public
from api.door.quotas import DEAR, DEAREST, Stranger
from api.notices.outside import SENT, read_files
from api.pages import page
from api.problems import STATUS
from api.wiring import Wired
from commands.bodies import Body
from commands.invalid import invalid
from commands.notices.confirming import OutsideObjectionView, confirm, standing
from commands.notices.submitting import Given, submit
from commands.post_office import wake_post_office
from domain.closed import example
from domain.errors import Refusal, RefusalFacts
from domain.words import MailAddress, Name, Reason, Words

router = APIRouter(prefix="/public-notices/{number}", include_in_schema=False, dependencies=[Public])

Typed = Annotated[str, Form()]
TokenTyped = Annotated[str, Form(max_length=200)]


class ObjectionForm(Body):
    """What was typed into the form of a notice."""

    model_config = example(
        name="赵某", contact="zhao@example.com", content="投资额与年报不符。", evidence="年报"
    )

    name: Name
    contact: MailAddress
    content: Words
    evidence: Reason = ""


@router.post("/objections", dependencies=[Depends(Stranger(DEAREST))])
async def send_form(
    number: CaseNumberPath,
    wired: Wired,
    files: Annotated[list[UploadFile], File(default_factory=list)],
    name: Typed = "",
    contact: Typed = "",
    content: Typed = "",
    evidence: Typed = "",
) -> HTMLResponse:
    """The form of a notice was sent; what is wrong with it is told by field."""
    try:
        said = ObjectionForm(name=name, contact=contact, content=content, evidence=evidence)
        given = Given(**dict(said), files=await read_files(files))
        notice = await asyncio.to_thread(submit, wired, number, given, None)
    except ValidationError as wrong:
        facts = invalid(wrong.errors())
        return _refused(facts.model_copy(update={"what": "异议内容需要更正。"}), number)
    except Refusal as refusal:
        return _refused(refusal.facts, number)
    await wake_post_office(wired)
    return page("objection_sent.html", 202, words=SENT, number=number, until=notice.last_day[0])


@router.get("/objection")
def objection_page(
    number: CaseNumberPath, wired: Wired, token: Annotated[str, Query(max_length=200)] = ""
) -> HTMLResponse:
    """What the link of the mail opens: what was sent, and a button that confirms it. Opening it confirms nothing."""
    try:
        return _own(standing(wired, number, token), token)
    except Refusal as refusal:
        return _refused(refusal.facts, number)


@router.post("/objection", dependencies=[Depends(Stranger(DEAR))])
async def confirm_page(number: CaseNumberPath, wired: Wired, token: TokenTyped = "") -> HTMLResponse:
    """The button was pressed."""
    try:
        return _own(await confirm(wired, number, token), token)
    except Refusal as refusal:
        return _refused(refusal.facts, number)


def _own(objection: OutsideObjectionView, token: str) -> HTMLResponse:
    """The page of one person: no cache on the way keeps it."""
    return page("objection.html", objection=objection, token=token)


def _refused(facts: RefusalFacts, number: str) -> HTMLResponse:
    return page("objection_refused.html", STATUS.get(facts.kind, 409), facts=facts, number=number)
