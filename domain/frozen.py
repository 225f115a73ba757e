"""The one base of every message and value: frozen, and tolerant of fields that it does not know."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value.

    Unknown fields are ignored, because workers are replaced one by one: one may meet a payload that
    another build wrote. From 1.0.0 on fields are only added, with a default, since histories live for
    years; none is renamed or retyped.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
