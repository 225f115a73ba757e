"""The bodies of the budget sandbox."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from adapters.store.simulations import DONE, FAILED, INTERRUPTED, RUNNING, WAITING, KeptSimulation
from simulation.outcome import Outcome

STATUS_NAMES = {
    WAITING: "等待测算",
    RUNNING: "测算中",
    DONE: "已完成",
    FAILED: "未能完成",
    INTERRUPTED: "已中断",
}
_DIED = "测算所在的进程已终止，没有得出结果；请重新提交同一文件。"


class ChangeAsked(BaseModel):
    """A number or reading, and what it shall be."""

    path: str = Field(title="数值或口径的路径", examples=["types.compute_centre_construction.rule.rate"])
    value: str = Field(title="新值", examples=["0.12"])


class SimulationView(BaseModel):
    """A simulation: how far it is, or its result, or why there is none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0f8d5a1c6b1e4a579a315f1f0b2a9f10",
                    "status": "running",
                    "status_name": "测算中",
                    "step": "逐事项计算",
                    "progress": 12,
                    "file_name": "cases.csv",
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "cases": 1000000,
                    "policy_version": "langfang-ai-2026",
                    "changes": [{"path": "types.compute_centre_construction.rule.rate", "value": "0.12"}],
                    "created_at": "2026-03-02T01:00:00Z",
                    "finished_at": None,
                    "failure": None,
                    "rows": None,
                    "result": None,
                }
            ]
        }
    )

    id: str
    status: str = Field(title="状态代码：waiting、running、done、failed、interrupted")
    status_name: str = Field(title="状态")
    step: str = Field(title="正在进行的步骤")
    progress: int = Field(title="进度（%）", ge=0, le=100)
    file_name: str = Field(title="文件名")
    sha256: str = Field(title="文件的 SHA-256")
    cases: int = Field(title="案件行数")
    policy_version: str = Field(title="政策版本")
    changes: list[ChangeAsked] = Field(title="调整的数值与口径")
    created_at: datetime
    finished_at: datetime | None
    failure: str | None = Field(title="没有结果的原因")
    rows: str | None = Field(title="逐行明细（CSV）的地址")
    result: Outcome | None = Field(title="结果")


def simulation_view(kept: KeptSimulation) -> SimulationView:
    """A simulation as it is shown."""
    shared = kept.model_dump(exclude={"account", "beat_at", "failure"})
    return SimulationView.model_validate(
        {
            **shared,
            "status_name": STATUS_NAMES[kept.status],
            "failure": _DIED if kept.status == INTERRUPTED else kept.failure,
            "rows": f"/v1/simulations/{kept.id}/rows" if kept.status == DONE else None,
        }
    )
