"""The one base of every message and value: frozen, and tolerant of fields that a later release adds."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value.

    Unknown fields are ignored, because histories live for years: an older worker may meet a payload
    that a newer one wrote. Fields are only ever added, with a default; none is renamed or retyped.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
