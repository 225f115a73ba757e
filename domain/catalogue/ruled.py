"""The one base of everything read from a policy file, and the short types that such files are made of."""

from decimal import Decimal
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

CODE: Final = r"^[a-z][a-z0-9_]*$"

Code = Annotated[str, Field(pattern=CODE)]
"""A lasting name: of a type, a fact, a condition."""

Words = Annotated[str, Field(min_length=1)]
"""Text that may not be forgotten."""

Rate = Annotated[Decimal, Field(gt=0, le=1, allow_inf_nan=False)]
"""A share of one: 0.10 is 10 %."""


class Ruled(BaseModel):
    """A piece of law as data: immutable, and a key that the schema does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
