"""What is asked and answered about personal data."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, StrictBool

from commands.bodies import Body
from domain.closed import example


class KeptView(BaseModel):
    """What is kept of whom, why, and how long."""

    id: str
    what: str
    whose: str
    why: str
    basis: str = Field(description="The law.")
    term: str
    term_because: str


class OwnKind(BaseModel):
    """The own data of one kind; ``rows`` as they are kept."""

    id: str
    what: str
    rows: list[dict[str, Any]]


class OwnDataView(BaseModel):
    """Everything that is kept of the caller as a person."""

    at: datetime
    username: str
    data: list[OwnKind]
    others: list[KeptView] = Field(
        description="What may be kept of the caller in papers of others, which no account leads to."
    )


def _meant(confirm: bool) -> bool:
    if not confirm:
        raise ValueError("须为 true，表示确认注销")
    return confirm


Meant = Annotated[StrictBool, AfterValidator(_meant)]


class ClosingBody(Body):
    """注销本人账号；不能撤销."""

    model_config = example(confirm=True)

    confirm: Meant = Field(description="That it is meant, true: nobody can take it back.")


class ClosedView(BaseModel):
    """That an account was closed, what was erased with it, and what stays and why."""

    detail: str
    erased: list[KeptView]
    stays: list[KeptView]
