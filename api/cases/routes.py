"""Applications: filing, list, one case, and the caller's worklist."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query, Request, Response
from pydantic import ConfigDict, Field

from adapters.store.cases.lists import CaseFilter, list_cases
from adapters.store.cases.records import CaseSummary, read_case
from adapters.store.cases.worklist import open_tasks
from api.acts.acting import CaseNumberPath
from api.auth import EVERY_ROLE, AnyAccount, Applicant
from api.cases.answers import act_answer
from api.cases.queries import case_line, case_view, task_view
from api.cases.views import ActAnswer, CasePage, CaseView, Task
from api.door.query_parameters import check_order
from api.keys import KeyAsked
from api.paging import link_onward, mark_of, place_of
from api.viewing import viewed
from api.wiring import Wired
from commands.access.audit_trail import record_view
from commands.access.caller import Caller
from commands.access.sight import is_own, seen_case
from commands.bodies import ApplicationBody
from commands.cases.filing import file_application
from commands.cases.serving import note_fetched
from commands.people.desk_sight import desk_sight, takers_for
from commands.post_office import wake_post_office
from commands.wiring import Wiring
from domain.case.identifiers import unit_key
from domain.case.record.stages import Stage
from domain.case.roles import Role
from domain.frozen import Frozen

router = APIRouter(prefix="/v1", tags=["申报与查询"])
Text = Annotated[str | None, Field(max_length=100, pattern=r"^[^\x00-\x1f]*$")]


@router.post(
    "/applications",
    summary="提交申请",
    status_code=201,
    responses={201: {"headers": {"Location": {"schema": {"type": "string"}, "description": "The case."}}}},
)
async def file(
    body: ApplicationBody, caller: Applicant, wired: Wired, response: Response, key: KeyAsked
) -> ActAnswer:
    """An applicant files a case for the own unit; ``Idempotency-Key`` is required.

    Who is not eligible gets every reason at once, and nothing is stored. Documents are uploaded to the case afterwards.
    """
    progress = await file_application(wired, caller, key, body)
    response.headers["Location"] = f"/v1/applications/{progress.case_number}"
    return act_answer(progress)


class CaseQuery(Frozen):
    """What a list may be narrowed down to, and its page."""

    model_config = ConfigDict(extra="forbid")

    stage: Stage | None = Field(None, description="Stage, in Chinese.")
    code: Text = None
    measure: int | None = Field(None, ge=1, le=99, description="Number of the measure.")
    locality: Text = None
    lead: Text = None
    unit: Text = None
    search: Text = Field(
        None, alias="q", description="Part of case number, unit name or project, in any spelling."
    )
    overdue: bool | None = None
    filed_from: date | None = None
    filed_to: date | None = None
    after: str | None = Field(None, max_length=80, description="``next`` of the page before.")
    limit: int = Field(50, ge=1, le=200)

    def filter(self, wired: Wiring) -> CaseFilter:
        """The cases that are asked for, whatever the page."""
        asked = CaseFilter(**self.model_dump(mode="json", include=set(CaseFilter.model_fields)))
        unit = unit_key(asked.unit) if asked.unit else None
        return asked.model_copy(update={"unit": unit, "codes": self._codes(wired)})

    def _codes(self, wired: Wiring) -> tuple[str, ...] | None:
        """The types that are asked for by code or by their measure; None for all."""
        if self.measure is None:
            return (self.code,) if self.code is not None else None
        types = (each for policy in wired.catalogue.policies for each in policy.types.values())
        of_measure = {each.code for each in types if each.number.partition(".")[0] == str(self.measure)}
        return tuple(sorted(of_measure & {self.code} if self.code is not None else of_measure))


@router.get("/applications", summary="案件列表", dependencies=[viewed(EVERY_ROLE, "applications:listed")])
def list_applications(caller: AnyAccount, wired: Wired, query: Annotated[CaseQuery, Query()]) -> CasePage:
    """The cases that the caller sees, newest first: applicants their own unit's, officials those of their department or locality."""
    check_order(query.filed_from, query.filed_to, ("filed_from", "filed_to"))
    position = place_of(query.after, date, str)
    asked = seen_by(caller, query.filter(wired), wired)
    found = list_cases(wired.engine, asked, position, query.limit + 1) if asked else []
    return CasePage.of(found, query.limit, lambda case: case_line(case, wired), _mark)


def _mark(case: CaseSummary) -> str:
    """The place of a case in the list."""
    return mark_of(case.filed_on, case.case_number)


def seen_by(caller: Caller, asked: CaseFilter, wired: Wiring) -> CaseFilter | None:
    """The filter narrowed down to what the caller sees; None when that is nothing."""
    asked = asked.model_copy(update={"left_by": caller.account})
    if caller.reads_all:
        return asked
    if Role.APPLICANT in caller.roles and caller.unit:
        return asked.model_copy(update={"own_unit": caller.unit})
    if Role.OFFICIAL in caller.roles and caller.department:
        codes = {
            subsidy.code
            for policy in wired.catalogue.policies
            for subsidy in policy.types.values()
            if not caller.desks.isdisjoint((subsidy.lead, *subsidy.co_departments))
        }
        found = {"parties": tuple(sorted(caller.desks)), "party_codes": tuple(sorted(codes))}
        return asked.model_copy(update=found)
    return None


@router.get("/applications/{number}", summary="案件详情")
def show_application(
    number: CaseNumberPath, caller: AnyAccount, wired: Wired, later: BackgroundTasks
) -> CaseView:
    """Stage, amount with its sheet, whom it waits for since when until when, timeline, and the caller's next acts.

    The unit itself sees what was decided: by that, decisions that open a remedy are served on it (送达).
    """
    seen = seen_case(read_case(wired.engine, number), caller, number)
    if not is_own(caller, seen):
        record_view(wired, caller, seen, "case:viewed")
    if note_fetched(wired, caller, seen, "查阅案件详情"):
        later.add_task(wake_post_office, wired)
    return case_view(seen, caller, wired)


@router.get("/tasks", summary="待办", dependencies=[viewed(EVERY_ROLE, "tasks:listed")])
def tasks(
    caller: AnyAccount,
    wired: Wired,
    request: Request,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    mine: Annotated[
        bool, Query(description="Only what the caller, or whom it stands in for, has taken.")
    ] = False,
    after: Annotated[str | None, Query(max_length=100, description="As the header ``Link`` has it.")] = None,
) -> list[Task]:
    """What waits for the caller, most urgent first, with who has taken it, and whether its desk is empty.

    Where there are more, the header ``Link`` says where (``rel="next"``).
    """
    parties = caller.parties()
    own = caller.unit if Role.APPLICANT in caller.roles else None
    takers = takers_for(wired, caller) if mine else None
    position = place_of(after, str, datetime, int)
    tasks = open_tasks(wired.engine, tuple(parties), own, limit + 1, takers, position)
    if len(tasks) > limit:
        link_onward(request, response, mark_of(*tasks[limit - 1].place), limit)
    desks = desk_sight(wired, caller, {task.case_number for task in tasks[:limit]})
    found = (task_view(task, caller, wired, desks) for task in tasks[:limit])
    return [entry for entry in found if entry is not None]
