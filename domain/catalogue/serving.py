"""When a decision counts as told (送达): the days after which it is deemed served, and whence they come."""

from pydantic import Field

from domain.catalogue.ruled import Ruled, Words


class ServiceRule(Ruled):
    """The days of service; the measures do not say them.

    Attributes:
        deemed_days: days after a mail has arrived, at whose end a decision that nobody fetched counts as served.
        announcement_days: days after a public announcement, at whose end what it tells counts as served.
    """

    deemed_days: int = Field(ge=0)
    announcement_days: int = Field(ge=0)
    clause: Words
    source: Words
    is_assumed: bool = True
