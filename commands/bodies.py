"""The bodies of filings and quotes. Closed: a field that is not known is refused by its path."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.case.acts.act import Facts
from domain.closed import Closed, example
from domain.money import Yuan
from domain.words import Reason, ShortWords

Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"),
]


class Body(Closed):
    """A request body."""


class OtherFunding(Body):
    """Money from another policy for the same matter (其他财政资金情况声明, C8)."""

    source: ShortWords
    amount: Yuan
    note: Reason = ""


class QuoteBody(Body):
    """What would it come to?"""

    model_config = example(
        measure="compute_centre_construction",
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
    )

    measure: ShortWords
    facts: Facts
    on: date | None = Field(None, description="Day of filing; today unless given.")


class ApplicationBody(Body):
    """An application (申报). ``credit_commitment`` is the letter C3, ``other_funding`` the declaration C8."""

    model_config = example(
        measure="compute_centre_construction",
        unit_name="廊坊云枢智算科技有限公司",
        locality="kfq",
        award_base_key="一号算力中心",
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
        credit_commitment=True,
        other_funding=[],
        contact_email="yunshu@example.com",
    )

    measure: ShortWords
    unit: ShortWords | None = Field(None, description="USCC of the own unit; the account's unless given.")
    unit_name: ShortWords
    maker: ShortWords | None = Field(
        None, description="The person, where the type admits makers (创客) without legal person."
    )
    locality: ShortWords
    award_base_key: ShortWords | None = Field(
        None, description="Names the project, where the type asks for it."
    )
    facts: Facts
    credit_commitment: bool
    other_funding: list[OtherFunding] = Field(max_length=50)
    contact_email: Email | None = None
