"""Departments and localities: stable ids, dated display names.

A case pins the id for ever. Names change by reorganisation (市地方金融监管局 and 银保监分局 are due),
so each name carries the day from which it holds. Locality codes are GB/T 2260; the two zones have none.
"""

from datetime import date

from domain.errors import NotFound
from domain.frozen import Frozen

APPLICANT = "applicant"
PUBLIC = "public"
CALENDAR = "calendar"
FINANCE_BUREAU = "finance_bureau"
TAXATION = "taxation"


class DatedName(Frozen):
    """A display name and the first day on which it holds."""

    name: str
    since: date


class Party(Frozen):
    """Somebody a case can wait for."""

    id: str
    names: tuple[DatedName, ...]

    def name_on(self, day: date) -> str:
        """The display name that holds on a day; the oldest one for days before it."""
        held = [dated.name for dated in self.names if dated.since <= day]
        return held[-1] if held else self.names[0].name


def _party(identifier: str, name: str) -> Party:
    return Party(id=identifier, names=(DatedName(name=name, since=date(2023, 1, 1)),))


DEPARTMENTS: dict[str, Party] = {
    party.id: party
    for party in (
        _party("development_and_reform", "市发改委"),
        _party("industry_and_information", "市工信局"),
        _party("science_and_technology", "市科技局"),
        _party("market_regulation", "市市场监督管理局"),
        _party("commerce", "市商务局"),
        _party(TAXATION, "市税务局"),
        _party("cyberspace", "市委网信办"),
        _party("education", "市教育局"),
        _party("human_resources", "市人社局"),
        _party(FINANCE_BUREAU, "市财政局"),
        _party("local_financial_regulation", "市地方金融监管局"),
        _party("peoples_bank", "人行廊坊市中心支行"),
        _party("banking_insurance_regulation", "廊坊银保监分局"),
    )
}

LOCALITIES: dict[str, Party] = {
    party.id: party
    for party in (
        _party("131002", "安次区"),
        _party("131003", "广阳区"),
        _party("131022", "固安县"),
        _party("131023", "永清县"),
        _party("131024", "香河县"),
        _party("131025", "大城县"),
        _party("131026", "文安县"),
        _party("131028", "大厂回族自治县"),
        _party("131081", "霸州市"),
        _party("131082", "三河市"),
        _party("kfq", "廊坊开发区"),
        _party("lkq", "临空经济区(廊坊)"),
    )
}

_OTHERS = {APPLICANT: "申请单位", PUBLIC: "社会公众", CALENDAR: "约定日期"}


def party_name(identifier: str, day: date) -> str:
    """The Chinese display name of any party on a day.

    Raises:
        NotFound: when no department, locality or other party has this id.
    """
    if identifier in _OTHERS:
        return _OTHERS[identifier]
    party = DEPARTMENTS.get(identifier) or LOCALITIES.get(identifier)
    if party is None:
        raise NotFound(f"没有代码为“{identifier}”的部门或属地。", remedy="请使用 /v1/measures 中列出的代码。")
    return party.name_on(day)


def name_of(party: str, day: date) -> str:
    """The display name of a party on a day, or its id when it has none."""
    known = party in DEPARTMENTS or party in LOCALITIES or party in (APPLICANT, PUBLIC, "calendar")
    return party_name(party, day) if known else party
