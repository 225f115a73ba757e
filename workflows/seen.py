"""What a procedure sees of its case between two waits, and how that is written into its trail."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, TypeAlias, get_type_hints

from pydantic import JsonValue, PlainSerializer, PlainValidator, TypeAdapter

from domain.case.acts.act import Act
from domain.case.acts.registry import BY_KIND
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseState
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask

Seen: TypeAlias = Mapping[str, Any]
"""How a case looks to its procedure: name → value."""


def read_act(value: Any) -> Act:
    """An act from what ``write_act`` made of it."""
    return value if isinstance(value, Act) else BY_KIND[value["kind"]].model_validate(value)


def write_act(act: Act) -> dict[str, JsonValue]:
    """An act as JSON, which says its kind."""
    return {"kind": act.kind, **act.model_dump(mode="json")}


AnyAct = Annotated[Act, PlainValidator(read_act), PlainSerializer(write_act)]

WHOLE: Final = frozenset({"seq", "progress", "answers", "done", "is_woken", "is_unsettled"})
"""Parts of the state that no procedure looks at; they are handed over as they are."""

KEPT: Final = tuple(name for name in CaseState.model_fields if name not in WHOLE)
"""Parts of the state that procedures see."""

_TYPES: Final[dict[str, Any]] = {
    **{name: kind for name, kind in get_type_hints(CaseState, include_extras=True).items() if name in KEPT},
    "plan": CasePlan,
    "stage": Stage,
    "closed": bool,
    "tasks": tuple[UserTask, ...],
    "waiting": tuple[AnyAct, ...],
    "in_hand": tuple[AnyAct, ...],
    "done": dict[str, tuple[str, ...]],
    "used": dict[str, UserTask],
    "stood": dict[str, int],
    "late": dict[str, date],
}
_ADAPTERS: Final = {name: TypeAdapter[Any](kind) for name, kind in _TYPES.items()}


def written(seen: Seen) -> dict[str, JsonValue]:
    """What was seen, as JSON."""
    return {name: _ADAPTERS[name].dump_python(value, mode="json") for name, value in seen.items()}


def read(seen: Mapping[str, JsonValue]) -> Seen:
    """What was seen, from JSON."""
    return {name: _ADAPTERS[name].validate_python(value) for name, value in seen.items()}
