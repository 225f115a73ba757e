"""The budget sandbox: a file of cases under the policy as it is, or with changed numbers."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path as FilePath
from typing import Annotated, NamedTuple
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Path, Response, UploadFile
from fastapi.responses import FileResponse

from adapters.files.names import file_name
from adapters.store.engine import open_session
from adapters.store.idempotency import KeptAnswer, keep_answer, kept_answer
from adapters.store.law.readings import read_on
from adapters.store.simulations import DONE, KeptSimulation, add_simulation, read_simulation
from api.auth import Require
from api.keys import Key
from api.simulation.views import SimulationView, simulation_view
from api.wiring import Wired
from commands.access.caller import Caller
from commands.keys import digest_of, or_new
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from domain.errors import FieldError, InvalidInput, NotFound, Repeated
from simulation.background import Job, QueuePlace
from simulation.files.cases import read_cases
from simulation.files.columns import format_text
from simulation.files.source import Source
from simulation.policy_changes import Change, changed_policy

router = APIRouter(prefix="/v1/simulations", tags=["预算沙盒"])
PLANNERS = Require(Role.ADMINISTRATOR, Role.FINANCE, Role.AUDITOR)
Planner = Annotated[Caller, Depends(PLANNERS)]
SimulationId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
MOST_CHANGES = 200

FORMAT = f"""Administrator, finance bureau or auditor hand in a file of cases; the answer comes at once, the result later.

The file is CSV (UTF-8 or GB18030), XLSX or Parquet. A wrong column, unit, encoding or row is refused by row and field, and nothing is
taken half. ``changes`` may be given several times, as ``path=value``:
``types.compute_centre_construction.rule.rate=0.12``, ``readings.m2.pool_partial=no``: so a reading is tried before it is
switched. The policy is read as it is today. Repeated with the same
Idempotency-Key, the same simulation. Should the process die, the simulation is told as interrupted.

```text
{format_text(load_catalogue().policies[-1])}
```"""


@router.post("", summary="提交测算", status_code=202, description=FORMAT)
def begin_simulation(
    file: UploadFile,
    caller: Planner,
    wired: Wired,
    response: Response,
    changes: Annotated[
        list[str] | None,
        Form(max_length=MOST_CHANGES, examples=[["types.compute_centre_construction.rule.rate=0.12"]]),
    ] = None,
    policy: Annotated[str | None, Form(max_length=64, examples=["langfang-ai-2026"])] = None,
    key: Key = None,
) -> SimulationView:
    """Read the file whole, then simulate in the background."""
    version = _law(wired, policy)
    asked = [_change(text) for text in changes or []]
    changed_policy(version, asked)
    with _kept_upload(wired, file) as path:
        request = SimulationRequest(
            caller.account, version, asked, path, file_name(file.filename, unnamed="cases"), _digest(path)
        )
        answer = _answer(wired, request, or_new(key))
    response.headers["Location"] = f"/v1/simulations/{answer.id}"
    return answer


def _law(wired: Wiring, version: str | None) -> Policy:
    """The version asked for, or the latest, read as it is today."""
    policy = wired.catalogue.policy(version) if version else wired.catalogue.policies[-1]
    with open_session(wired.engine) as session:
        return read_on(session, policy, wired.today())


class SimulationRequest(NamedTuple):
    """What is asked: who, under which policy with which changes, and the file on disk."""

    account: str
    policy: Policy
    changes: list[Change]
    path: FilePath
    file_name: str
    sha256: str

    @property
    def listed(self) -> list[dict[str, str]]:
        """The changes as they are kept."""
        return [change.model_dump() for change in self.changes]


def _change(text: str) -> Change:
    path, equals, value = text.partition("=")
    if not equals:
        raise InvalidInput(
            "调整的数值须写作“路径=新值”。",
            remedy="例如 types.compute_centre_construction.rule.rate=0.12。",
            fields=(FieldError(path="changes", message=f"“{text[:80]}”缺少等号"),),
        )
    return Change(path=path.strip(), value=value.strip())


@contextmanager
def _kept_upload(wired: Wiring, file: UploadFile) -> Iterator[FilePath]:
    """The upload as a file of its own, for as long as it is read."""
    path = _folder(wired) / f"{uuid4().hex}.upload"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as kept:
            shutil.copyfileobj(file.file, kept, 1024 * 1024)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _digest(path: FilePath) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _answer(wired: Wiring, asked: SimulationRequest, key: str) -> SimulationView:
    """The first answer under this key, or that of a simulation begun now."""
    same = {"sha256": asked.sha256, "policy": asked.policy.version, "changes": asked.listed}
    digest = digest_of("simulations", same)
    kept_key = sha256(f"{asked.account}\nsimulations\n{key}".encode()).hexdigest()
    first = kept_answer(wired.engine, kept_key) or _begin(wired, asked, digest, kept_key)
    if first.digest != digest:
        raise Repeated("同一 Idempotency-Key 已用于另一次测算。", remedy="请使用新的 Idempotency-Key。")
    return SimulationView.model_validate(first.body)


def _begin(wired: Wiring, asked: SimulationRequest, digest: str, kept_key: str) -> KeptAnswer:
    place, begun = QueuePlace(), False
    try:
        cases = read_cases(Source(asked.path), asked.policy, lambda _: None)
        kept = _kept(asked, cases.count)
        answer = KeptAnswer(digest=digest, status=202, body=simulation_view(kept).model_dump(mode="json"))
        first = keep_answer(wired.engine, kept_key, answer, add_simulation(kept))
        if first.body["id"] == kept.id:
            rows_path = _rows_path(wired, kept.id)
            Job(wired.engine, kept.id, cases, asked.policy, asked.changes, rows_path, place).start()
            begun = True
        return first
    finally:
        if not begun:
            place.leave()


def _kept(asked: SimulationRequest, cases: int) -> KeptSimulation:
    now = datetime.now(UTC)
    return KeptSimulation(
        id=uuid4().hex,
        account=asked.account,
        file_name=asked.file_name,
        sha256=asked.sha256,
        cases=cases,
        policy_version=asked.policy.version,
        changes=asked.listed,
        created_at=now,
        beat_at=now,
    )


@router.get("/{identifier}", summary="测算进度与结果", dependencies=[Depends(PLANNERS)])
def show_simulation(identifier: SimulationId, wired: Wired) -> SimulationView:
    """Administrator, finance bureau or auditor see how far a simulation is, and its result."""
    return simulation_view(_found(wired, identifier))


@router.get(
    "/{identifier}/rows",
    summary="下载逐行明细",
    dependencies=[Depends(PLANNERS)],
    response_class=FileResponse,
    responses={200: {"content": {"text/csv": {}}}},
)
def download_rows(identifier: SimulationId, wired: Wired) -> FileResponse:
    """Administrator, finance bureau or auditor download every row: amounts, differences, status and reasons."""
    path = _rows_path(wired, identifier)
    if _found(wired, identifier).status != DONE or not path.is_file():
        raise NotFound("这次测算没有逐行明细。", remedy="请在测算完成后下载。")
    name = f"simulation-{identifier}.csv"
    return FileResponse(path, media_type="text/csv; charset=utf-8", filename=name)


def _found(wired: Wiring, identifier: str) -> KeptSimulation:
    kept = read_simulation(wired.engine, identifier, datetime.now(UTC))
    if kept is None:
        raise NotFound(f"没有编号为“{identifier}”的测算。", remedy="请核对提交时得到的编号。")
    return kept


def _folder(wired: Wiring) -> FilePath:
    return wired.settings.files / "simulations"


def _rows_path(wired: Wiring, identifier: str) -> FilePath:
    return _folder(wired) / f"{identifier}.csv"
