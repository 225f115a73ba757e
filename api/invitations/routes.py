"""Confirm-only filing (免申即享): lists that an office loads, and the invitations that units confirm."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from temporalio.service import RPCError

from activities.invitations.mails import InvitationNews, tell_invited
from adapters.store.engine import transaction
from adapters.store.invitations.lists import Settling, settle_open
from adapters.store.invitations.queries import (
    InvitationRecord,
    ListRecord,
    invitation_lists_of,
    open_invitations_of,
    read_invitation,
    read_invitation_list,
)
from adapters.temporal.starting import RPC_TIMEOUT
from api.auth import EVERY_ROLE, AnyAccount, Applicant, Official
from api.cases.answers import act_answer
from api.cases.views import ActAnswer
from api.downloads import TABLE, TableFormat, table_file
from api.invitations.requests import sent_list
from api.keys import Key
from api.openapi import PROBLEMS
from api.problems import MEDIA_TYPE, RETRY_SECONDS, Problem
from api.viewing import viewed
from api.wiring import Wired
from commands.access.audit_trail import party_of_caller, record_house_view
from commands.access.authorise import check_inviter
from commands.access.caller import Caller
from commands.invitations.answers import confirm_invitation, decline_invitation, no_invitation
from commands.invitations.bodies import ConfirmBody, DeclineBody, WithdrawBody, request_content
from commands.invitations.lists import (
    ListLoading,
    NobodyInvited,
    answered_before,
    led_type,
)
from commands.invitations.views import (
    InvitationListView,
    InvitationsView,
    InvitationView,
    JudgedView,
    RowView,
    invitation_view,
    judged_view,
    list_view,
)
from commands.keys import or_new
from commands.people.mails import letterhead_of
from commands.post_office import wake_post_office
from commands.temporal_link import TemporalAway
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.errors import NotAllowed, NotFound
from domain.invitation.columns import columns_of, template_of
from domain.invitation.invited import InvitationStatus
from domain.invitation.mail_facts import InvitationMailKind
from domain.invitation.term import WITHDRAWN, invitations_id


class InvitationProblem(Problem):
    """A list of which nobody can be invited, with an answer for every row."""

    rows: list[RowView]


router = APIRouter(prefix="/v1/invitations", tags=["免申即享"])
Identifier = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", examples=["0f8d5a1c6b1e4a579a315f1f0b2a9f10"])]


@router.post(
    "",
    summary="提交免申即享名单（可试运行）",
    status_code=201,
    response_model=InvitationListView,
    responses={
        200: {"model": JudgedView, "description": "The dry run: nothing was stored"},
        422: {
            "description": "Nobody can be invited; ``rows`` answers each",
            "content": PROBLEMS[422]["content"],
        },
    },
    openapi_extra=request_content(),
)
async def load(
    request: Request,
    caller: Official,
    wired: Wired,
    response: Response,
    dry_run: Annotated[bool, Query(description="Only say what each row would come to.")] = False,
    key: Key = None,
) -> InvitationListView | Response:
    """The lead department loads a list of units: as JSON with ``items``, or as a form with a ``file`` (XLSX or CSV).

    Each row is checked with the catalogue and calculated with what the unit has already. Whoever is eligible is invited
    and told by mail; every other row is answered with its reasons. With nobody to invite nothing is stored (422).
    """
    sent = await sent_list(request)
    kept_with = or_new(key)
    first = (
        None if dry_run else await asyncio.to_thread(answered_before, wired, caller, kept_with, sent.digest)
    )
    try:
        loading = None if first else await asyncio.to_thread(ListLoading, wired, caller, sent)
        if loading is not None and dry_run:
            return Response(
                judged_view(loading.verdicts).model_dump_json(), 200, media_type="application/json"
            )
        answer = first or (await loading.keep(kept_with) if loading else None)
    except NobodyInvited as refused:  # whom the same request invited at the same moment is invited already
        answer = (
            None
            if dry_run
            else await asyncio.to_thread(answered_before, wired, caller, kept_with, sent.digest)
        )
        if answer is None:
            return _nobody(refused)
    assert answer is not None  # noqa: S101 - either kept before or kept now
    response.headers["Location"] = f"/v1/invitations/lists/{answer.id}"
    return answer


def _nobody(refused: NobodyInvited) -> JSONResponse:
    judged = judged_view(refused.verdicts)
    told = InvitationProblem(
        type="urn:duixian:problem:invalid-input",
        title=HTTPStatus(422).phrase,
        status=422,
        detail=f"名单的 {len(judged.rows)} 行中没有可以邀请的单位，未登记。",
        remedy="请按各行提示更正后重新提交。",
        errors=[fault for row in judged.rows for fault in row.faults],
        rows=judged.rows,
    )
    return JSONResponse(told.model_dump(mode="json"), 422, media_type=MEDIA_TYPE)


@router.get(
    "/template",
    summary="下载名单模板",
    response_class=Response,
    responses=TABLE,
)
def template(
    caller: Official,
    wired: Wired,
    measure: Annotated[str, Query(pattern=r"^[\w.-]{1,64}$", description="Code of the subsidy type.")],
    kind: TableFormat = "xlsx",
) -> Response:
    """The empty list of a type that the caller's department leads, with a line on how each column is written."""
    subsidy = led_type(wired.law_on(wired.today()), measure, caller)
    rows = template_of(subsidy)
    return table_file(
        kind,
        f"免申即享名单-{subsidy.number}",
        rows,
        sheet="邀请名单",
        widths=(column.width for column in columns_of(subsidy)),
        titles_at=len(rows),
    )


@router.get("", summary="邀请列表", dependencies=[viewed(EVERY_ROLE, "invitations:listed")])
def list_invitations(
    caller: AnyAccount, wired: Wired, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> InvitationsView:
    """A unit sees what it is invited to and may still confirm; an office its own lists, newest first; others all lists."""
    own = caller.unit if Role.APPLICANT in caller.roles else None
    invitations = open_invitations_of(wired.engine, own, wired.today()) if own else []
    lists: list[ListRecord] = []
    if caller.reads_all or (Role.OFFICIAL in caller.roles and caller.department):
        department = None if caller.reads_all else caller.department
        lists = invitation_lists_of(wired.engine, department, limit)
    return InvitationsView(
        invitations=[invitation_view(found, wired) for found in invitations],
        lists=[list_view(kept, wired) for kept in lists],
    )


@router.get(
    "/lists/{list_id}", summary="免申即享名单", dependencies=[viewed(EVERY_ROLE, "invitations:listed")]
)
def show_list(list_id: Identifier, caller: AnyAccount, wired: Wired) -> InvitationListView:
    """A list with the answer to each row and where each invitation stands; for its office and who sees every case."""
    return list_view(_seen_list(wired, caller, list_id), wired)


def _seen_list(wired: Wiring, caller: Caller, list_id: str) -> ListRecord:
    kept = read_invitation_list(wired.engine, list_id)
    if kept is None or not _is_office(caller, kept.department):
        raise NotFound(f"没有编号为“{list_id}”的名单。", remedy="请从名单列表中选择。")
    return kept


def _is_office(caller: Caller, department: str) -> bool:
    return caller.reads_all or (Role.OFFICIAL in caller.roles and department in caller.desks)


@router.post("/lists/{list_id}/withdraw", summary="撤回尚未答复的邀请")
async def withdraw(
    list_id: Identifier, body: WithdrawBody, caller: Official, wired: Wired
) -> InvitationListView:
    """The office withdraws, with a reason, whatever is still open of its list; the units are told. Safe to repeat."""
    await asyncio.to_thread(_withdraw, wired, caller, list_id, body.reason)
    await wake_post_office(wired)
    await _end_term(wired, list_id)
    return await asyncio.to_thread(show_list, list_id, caller, wired)


async def _end_term(wired: Wiring, list_id: str) -> None:
    """The list's workflow ends now; untold, on the last day to confirm: everything is withdrawn and told all the same."""
    with suppress(TemporalAway, RPCError):
        client = await wired.temporal.client()
        await client.get_workflow_handle(invitations_id(list_id)).signal(WITHDRAWN, rpc_timeout=RPC_TIMEOUT)


def _withdraw(wired: Wiring, caller: Caller, list_id: str, reason: str) -> None:
    kept = _seen_list(wired, caller, list_id)
    if kept.department not in caller.desks:
        raise NotAllowed("只有发出邀请的部门可以撤回。", remedy="请联系该部门。")
    check_inviter(wired, caller, kept.department, {each.invited.unit for each in kept.invitations})
    at, status = datetime.now(UTC), InvitationStatus.WITHDRAWN
    settling = Settling(
        status=status,
        at=at,
        actor=caller.account,
        party=party_of_caller(caller),
        reason=reason,
    )
    with transaction(wired.engine) as session:
        settle_open(session, kept.id, settling)
        told = InvitationNews(list_id=kept.id, kind=InvitationMailKind.WITHDRAWN, at=at)
        tell_invited(session, wired.catalogue, letterhead_of(wired), status, told)


@router.get("/{identifier}", summary="邀请详情")
def show(identifier: Identifier, caller: AnyAccount, wired: Wired) -> InvitationView:
    """The application as it is prefilled, what it comes to with its sheet, and until when it can be confirmed."""
    found = read_invitation(wired.engine, identifier)
    if found is None or not _sees(caller, found):
        raise no_invitation(identifier)
    if caller.unit != found.invited.unit:
        record_house_view(wired, caller, "invitation:viewed", found.id)
    return invitation_view(found, wired)


def _sees(caller: Caller, found: InvitationRecord) -> bool:
    is_own = Role.APPLICANT in caller.roles and caller.unit == found.invited.unit
    return is_own or _is_office(caller, found.department)


@router.post(
    "/{identifier}/confirm",
    summary="确认申报",
    status_code=201,
    response_model=ActAnswer,
    responses={
        201: {"headers": {"Location": {"schema": {"type": "string"}, "description": "The case."}}},
        202: {"model": InvitationView, "description": "Confirmed; filed when Temporal is back, see ``next``"},
    },
)
async def confirm(
    identifier: Identifier,
    body: ConfirmBody,
    caller: Applicant,
    wired: Wired,
    response: Response,
) -> ActAnswer | JSONResponse:
    """The invited unit signs the letter of credit, and the prefilled application is filed; confirmed again, the same case.

    The law of today is applied once more. Figures cannot be corrected here: whoever needs to applies in the ordinary way.
    """
    done = await confirm_invitation(wired, caller, identifier, body)
    if isinstance(done, InvitationRecord):
        headers = {"Location": f"/v1/invitations/{done.id}", "Retry-After": str(RETRY_SECONDS)}
        return JSONResponse(invitation_view(done, wired).model_dump(mode="json"), 202, headers=headers)
    response.headers["Location"] = f"/v1/applications/{done.case_number}"
    return act_answer(done)


@router.post("/{identifier}/decline", summary="不需要")
def decline(identifier: Identifier, body: DeclineBody, caller: Applicant, wired: Wired) -> InvitationView:
    """The invited unit does not want it; it may still apply by itself while filing is open."""
    return invitation_view(decline_invitation(wired, caller, identifier, body.reason), wired)
