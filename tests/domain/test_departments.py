"""Departments bear the name of the day; each name is data with its day and its document."""

from datetime import date, timedelta

import pytest

from domain.departments import DEPARTMENTS, LOCALITIES, party_name

PARTIES = [*DEPARTMENTS.values(), *LOCALITIES.values()]


@pytest.mark.parametrize(
    ("party", "day", "name"),
    [
        ("peoples_bank", date(2023, 8, 17), "人行廊坊市中心支行"),
        ("peoples_bank", date(2023, 8, 18), "中国人民银行廊坊市分行"),
        ("peoples_bank", date(2026, 11, 29), "中国人民银行廊坊市分行"),
        ("banking_insurance_regulation", date(2023, 7, 19), "廊坊银保监分局"),
        ("banking_insurance_regulation", date(2023, 7, 20), "国家金融监督管理总局廊坊监管分局"),
        ("peoples_bank", date(2020, 1, 1), "人行廊坊市中心支行"),
        ("local_financial_regulation", date(2026, 11, 29), "市地方金融监管局"),
    ],
)
def test_a_department_bears_the_name_of_the_day(party: str, day: date, name: str) -> None:
    assert party_name(party, day) == name


def test_names_follow_one_another_and_no_two_parties_share_one() -> None:
    for party in PARTIES:
        days = [dated.since for dated in party.names]
        assert days == sorted(set(days)), party.id
        for dated in party.names:
            assert party.name_on(dated.since) == dated.name
            assert dated.document
        assert party.name_on(days[0] - timedelta(days=1)) == party.names[0].name
    names = [dated.name for party in PARTIES for dated in party.names]
    assert len(names) == len(set(names))


def test_ids_are_those_that_cases_have_pinned() -> None:
    assert len(DEPARTMENTS) == 13
    assert len(LOCALITIES) == 12
    assert {"finance_bureau", "taxation", "peoples_bank"} <= DEPARTMENTS.keys()
    assert {"131002", "kfq", "lkq"} <= LOCALITIES.keys()
