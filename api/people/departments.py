"""Departments: their names since when by which document, and who has the turns of one that was dissolved."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.auth import AT_OFFICES, Require
from api.wiring import Wired
from commands.access.caller import Caller
from commands.people.successions import DepartmentView, SuccessionBody, departments, dissolve
from domain.case.roles import Role

router = APIRouter(prefix="/v1/departments", tags=["部门"])

Administrator = Annotated[Caller, Depends(Require(Role.ADMINISTRATOR))]


@router.get("", summary="部门", dependencies=[Depends(AT_OFFICES)])
def show(wired: Wired) -> list[DepartmentView]:
    """Every department with the names that it bore and bears."""
    return departments(wired)


@router.put("/{department}/successor", summary="登记部门撤并")
def put_successor(
    department: Annotated[str, Path(max_length=64)], body: SuccessionBody, caller: Administrator, wired: Wired
) -> DepartmentView:
    """An administrator enters, by its document, who has the turns of a department that was dissolved; safe to repeat.

    A case pins the dissolved department's id for ever; the successor's people act for it, its open turns among them.
    """
    return dissolve(wired, caller, department, body)
