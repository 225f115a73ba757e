"""The registry of units: whom the product knows as a legal person, under which names since when."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from adapters.store.units.registry import search_units
from api.auth import AT_OFFICES, EVERY_ROLE, Applicant, Require
from api.paging import Page
from api.viewing import viewed
from api.wiring import Wired
from commands.access.caller import Caller
from commands.post_office import wake_post_office
from commands.units.bodies import (
    ContactBody,
    DivisionBody,
    SuccessorBody,
    UnitBody,
    UnitLine,
    UnitView,
    unit_line,
    unit_view,
)
from commands.units.registering import change_contact, divide_unit, register, show_unit, succeed
from domain.case.roles import Role

router = APIRouter(prefix="/v1/units", tags=["单位登记"])

REGISTRAR = Require(Role.OFFICIAL, Role.ADMINISTRATOR)
Registrar = Annotated[Caller, Depends(REGISTRAR)]
UnitCode = Annotated[
    str, Path(max_length=40, description="统一社会信用代码", examples=["91131071MAFAKE019W"])
]


class UnitPage(Page[UnitLine, str]):
    """A page of units, in the order of their codes."""


@router.get("", summary="单位", dependencies=[viewed(AT_OFFICES, "units:listed")])
def units(
    wired: Wired,
    q: Annotated[
        str, Query(max_length=200, description="Part of a code, or of a name that it bears or bore.")
    ] = "",
    after: Annotated[str, Query(max_length=40)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> UnitPage:
    """Every registered unit; names are found in their normal form, former ones as well. Nothing of persons."""
    found = search_units(wired.engine, q, after.replace("\x00", ""), limit + 1)
    today = wired.today()
    return UnitPage.of(found, limit, lambda unit: unit_line(unit, today), lambda unit: unit.code)


@router.get("/{code}", summary="单位登记信息")
def show(code: UnitCode, caller: Annotated[Caller, Depends(EVERY_ROLE)], wired: Wired) -> UnitView:
    """A unit with its names, addresses and contacts since when until when; applicants see their own."""
    return unit_view(show_unit(wired, caller, code), wired.today())


@router.put("/{code}", summary="登记单位、变更登记")
async def put(code: UnitCode, body: UnitBody, caller: Registrar, wired: Wired) -> UnitView:
    """The office enters a unit, or what has changed of it, with the document of its register; safe to repeat.

    Its cases under way go on under the name and to the address of the day; what was written before stays as it is.
    """
    unit = await asyncio.to_thread(register, wired, caller, code, body)
    await wake_post_office(wired)
    return unit_view(unit, wired.today())


@router.put("/{code}/contact", summary="变更联系人、联系邮箱")
async def put_contact(code: UnitCode, body: ContactBody, caller: Applicant, wired: Wired) -> UnitView:
    """The unit says whom it is written to from now on, in every case of its; safe to repeat.

    What could not arrive is sent again, also where the address is the same.
    """
    unit = await asyncio.to_thread(change_contact, wired, caller, code, body)
    await wake_post_office(wired)
    return unit_view(unit, wired.today())


@router.put("/{code}/successor", summary="登记承继单位")
async def put_successor(code: UnitCode, body: SuccessorBody, caller: Registrar, wired: Wired) -> UnitView:
    """The office enters that a unit was merged into another, or founded anew, with the document of the register; safe to repeat.

    Its cases, open invitations and place in the ledger are the successor's from then on: it sees them, its caps count both, and
    it is paid under its own names. The unit that has ended neither files nor sees them any more.
    """
    unit = await asyncio.to_thread(succeed, wired, caller, code, body)
    await wake_post_office(wired)
    return unit_view(unit, wired.today())


@router.put("/{code}/division", summary="登记单位分立")
async def put_division(code: UnitCode, body: DivisionBody, caller: Registrar, wired: Wired) -> UnitView:
    """The office enters which cases of a divided unit pass to one that came of it, with the document; safe to repeat.

    The named cases are the other unit's from then on: it sees them, its caps count them, and it is paid under its own names. The
    unit goes on with the rest; where it has ended, its successor is entered for the rest (``…/successor``).
    """
    unit = await asyncio.to_thread(divide_unit, wired, caller, code, body)
    await wake_post_office(wired)
    return unit_view(unit, wired.today())
