"""Texts of sensible length, as people may write them."""

from typing import Annotated

from pydantic import StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""Something that must be said."""

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
"""Something that may be said."""

ShortWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A name, a title, a number of a document."""

Code = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,64}$")]
"""A key of ours."""
