"""The bodies of filings and quotes. Closed: a field that is not known is refused by its path."""

from pydantic import Field, StrictBool

from domain.case.acts.act import Facts
from domain.closed import Closed, example
from domain.day import Day
from domain.other_funding.declared import Declaration
from domain.words import MailAddress, Name, ShortWords


class Body(Closed):
    """A request body."""


class QuoteBody(Body):
    """What would it come to?"""

    model_config = example(
        measure="compute_centre_construction",
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
    )

    measure: ShortWords
    facts: Facts
    on: Day | None = Field(None, description="Day of filing; today unless given.")


class ApplicationBody(Body):
    """An application (申报). ``credit_commitment`` is the letter C3, ``other_funding`` the declaration C8.

    Name, locality and contact are those of the registered unit; one that is typed all the same must agree with them.
    """

    model_config = example(
        measure="compute_centre_construction",
        award_base_key="一号算力中心",
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
        credit_commitment=True,
        other_funding=[],
    )

    measure: ShortWords
    unit: ShortWords | None = Field(None, description="USCC of the own unit; the account's unless given.")
    unit_name: Name | None = Field(None, description="The registered name, if anything.")
    maker: Name | None = Field(
        None, description="The person, where the type admits makers (创客) without legal person."
    )
    locality: ShortWords | None = Field(None, description="The registered locality, if anything.")
    award_base_key: ShortWords | None = Field(
        None, description="Names the project, where the type asks for it."
    )
    facts: Facts
    credit_commitment: StrictBool
    other_funding: Declaration
    contact_email: MailAddress | None = Field(None, description="The registered address, if anything.")
