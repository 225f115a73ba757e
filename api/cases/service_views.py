"""How something was served, as whoever reads the case sees it."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from domain.case.service import Service


class ServiceView(BaseModel):
    """How something was served, when, and what shows it."""

    manner: str
    label: str
    on: date
    proof: str = ""
    fetched_at: datetime | None = Field(None, description="The unit's own first look at it.")
    fetched_by: str = Field("", description="Account of the unit that looked.")


def service_view(service: Service) -> ServiceView:
    """How something was served, for whoever reads the case."""
    kept = service.model_dump(include={"on", "proof", "fetched_at", "fetched_by"})
    return ServiceView(manner=service.manner.value, label=service.manner.label, **kept)
