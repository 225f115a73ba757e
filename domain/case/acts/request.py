"""What is asked for with an act: its class without the envelope, and without what the office works out."""

from functools import cache
from typing import Annotated, Any

from pydantic import ConfigDict, create_model

from domain.case.acts.act import Act
from domain.closed import Closed

ENVELOPE = frozenset({"id", "by", "digest", "authenticator"})


@cache
def request_of(act: type[Act]) -> type[Closed]:
    """The body of a request for an act, closed."""
    if act.request is not None:
        return act.request

    class Said(Closed):
        model_config = ConfigDict(**{**act.model_config, "extra": "forbid"})

    apart = {*ENVELOPE, act.rules.subject, *act.rules.worked_out}
    fields: dict[str, Any] = {
        name: (field.annotation, field) for name, field in act.model_fields.items() if name not in apart
    }
    return create_model(f"{act.__name__}Request", __base__=Said, __doc__=act.__doc__, **fields)


def subject_of(act: type[Act]) -> Any:
    """The type of what an act is about; None where that is nothing in particular."""
    if not act.rules.subject:
        return None
    field = act.model_fields[act.rules.subject]
    return Annotated[field.annotation, field]
