"""What is sent of a unit, and how a unit is shown."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from commands.bodies import Body
from domain.closed import example
from domain.day import Day
from domain.departments import locality_of, name_of
from domain.units.unit import LABELS, RegisteredUnit, UnitField
from domain.words import MailAddress, Name, ShortWords


def _locality(text: str) -> str:
    """The code where a name was given; what is neither is told with the other wrong fields."""
    return locality_of(text) or text


class UnitBody(Body):
    """登记单位，或变更登记. A field that is not given stays as it is."""

    model_config = example(
        name="廊坊云枢智算集团有限公司",
        locality="kfq",
        address="廊坊开发区云鹏道1号",
        contact_name="王某",
        contact_email="yunshu@example.com",
        document_number="（廊）登字〔2026〕第1108号",
        document_on="2026-11-20",
    )

    name: Name = Field(title="登记名称")
    locality: Annotated[ShortWords, AfterValidator(_locality)] = Field(title="属地代码或名称")
    address: ShortWords | None = Field(None, title="住所")
    contact_name: Name | None = Field(None, title="联系人")
    contact_email: MailAddress | None = Field(None, title="联系邮箱")
    since: Day | None = Field(None, title="自何日起", description="The day of the document unless given.")
    document_number: ShortWords = Field(title="登记机关文书的文号")
    document_on: Day = Field(title="文书日期")


class ContactBody(Body):
    """单位变更联系人和联系邮箱."""

    model_config = example(contact_name="王某", contact_email="yunshu@example.com")

    contact_name: Name | None = Field(None, title="联系人")
    contact_email: MailAddress = Field(title="联系邮箱")


class SuccessorBody(Body):
    """登记单位终止与承继（合并、改制重新设立）."""

    model_config = example(
        successor="91131081MAFAKE086A",
        on="2026-11-20",
        document_number="（廊）登字〔2026〕第1120号",
        document_on="2026-11-20",
    )

    successor: ShortWords = Field(title="承继单位的统一社会信用代码")
    on: Day = Field(title="自何日起承继")
    document_number: ShortWords = Field(title="登记机关文书的文号")
    document_on: Day = Field(title="文书日期")


class DivisionBody(Body):
    """登记单位分立：哪些案件由分立后的单位承继."""

    model_config = example(
        successor="91131081MAFAKE086A",
        cases=["LF2026-0102-00001"],
        on="2026-11-20",
        document_number="（廊）登字〔2026〕第1121号",
        document_on="2026-11-20",
    )

    successor: ShortWords = Field(title="分立后承继所列案件的单位的统一社会信用代码")
    cases: Annotated[tuple[ShortWords, ...], Field(min_length=1, max_length=200)] = Field(
        title="承继的案件编号（按分立协议）"
    )
    on: Day = Field(title="自何日起承继")
    document_number: ShortWords = Field(title="登记机关文书的文号")
    document_on: Day = Field(title="文书日期")


class UnitEntryView(BaseModel):
    """One thing that was registered, from its day to the day on which it does not hold any more."""

    field: UnitField
    label: str
    value: str
    since: date
    until: date | None
    document_number: str = Field(description="Empty where the unit itself said it.")
    document_on: date | None


class UnitLine(BaseModel):
    """A unit in a list."""

    code: str
    name: str
    former_names: list[str]
    locality: str
    locality_name: str
    ended_on: date | None
    successor: str | None = Field(description="Code of the unit that took over.")


class UnitView(UnitLine):
    """A unit with everything that was registered of it."""

    address: str
    contact_name: str
    contact_email: str
    registered_at: datetime
    history: list[UnitEntryView] = Field(description="In the order in which it was entered.")


def unit_line(unit: RegisteredUnit, today: date) -> UnitLine:
    """A unit as a list shows it: nothing of persons."""
    return UnitLine(
        code=unit.code,
        name=unit.name,
        former_names=[entry.value for entry in unit.former_names],
        locality=unit.locality,
        locality_name=name_of(unit.locality, today),
        ended_on=unit.ended_on,
        successor=unit.successor or None,
    )


def unit_view(unit: RegisteredUnit, today: date) -> UnitView:
    """A unit as itself and the office see it."""
    return UnitView(
        **unit_line(unit, today).model_dump(),
        address=unit.present(UnitField.ADDRESS),
        contact_name=unit.present(UnitField.CONTACT_NAME),
        contact_email=unit.contact_email,
        registered_at=unit.registered_at,
        history=[
            UnitEntryView(label=LABELS[entry.field], **entry.model_dump())
            for entry in unit.entries
            if entry.ever_held
        ],
    )
