"""On what each department signs: the whole table, and names that point nowhere are refused."""

import shutil
from pathlib import Path

import pytest

from domain.catalogue.registry import POLICIES, load_catalogue, load_policy
from domain.catalogue.schema import Procedure
from domain.departments import LOCALITIES
from domain.errors import CatalogueError

POLICY = load_catalogue().policies[0]

RELIES_ON = """
compute_centre_construction industry_and_information commissioned_on 1.1-1 1.1-2
compute_centre_operation industry_and_information commissioned_on 1.2-1 1.2-2
settlement_voucher industry_and_information unit_kind 2.1-2
settlement_voucher science_and_technology unit_kind 2.1-2
major_project_voucher industry_and_information programme_kind programme_level is_lead_unit compute_cost 2.2-1 2.2-2
major_project_voucher science_and_technology programme_kind programme_level is_lead_unit 2.2-1
compute_usage_voucher industry_and_information uses_local_platform compute_fee 2.3-1
compute_usage_voucher science_and_technology uses_local_platform 2.3-1
foundation_model industry_and_information scenario_count 3-2
core_technology market_regulation programme_level 4-1
national_innovation_task science_and_technology task_level research_cost 5.1-1 5.1-2
national_innovation_task development_and_reform task_level 5.1-1
national_research_platform science_and_technology platform_kind platform_name 5.2-1
national_research_platform development_and_reform platform_kind platform_name 5.2-1
headquarters development_and_reform headquarters_kind established_on 6.1-1
headquarters industry_and_information enterprise_kind 6.1-2
headquarters taxation headquarters_kind established_on first_tax_year 6.1-1 6.1-3
major_project_investment development_and_reform signed_on construction_started_on 6.2-2 6.2-3
major_project_investment industry_and_information agreed_investment 6.2-1
major_project_investment taxation fixed_asset_investment 6.2-4
first_equipment market_regulation 8.1-1
first_equipment development_and_reform 8.1-1
first_equipment science_and_technology 8.1-1 8.1-3
first_equipment commerce unit_price value_added_tax 8.1-2
first_equipment cyberspace 8.1-3
first_software market_regulation 8.2-1
first_software development_and_reform 8.2-1
first_software science_and_technology 8.2-1 8.2-2
first_software commerce sales_year annual_sales value_added_tax 8.2-3
first_software cyberspace 8.2-2
product_catalogue market_regulation product_name category 8.3-2
product_catalogue development_and_reform category 8.3-1
product_catalogue science_and_technology summary 8.3-1 8.3-2
product_catalogue commerce product_name category summary 8.3-1
product_catalogue cyberspace summary 8.3-1
demonstration_scenario industry_and_information scenario_domain has_solution 9-1
demonstration_scenario cyberspace scenario_domain 9-3
demonstration_scenario education scenario_domain 9-1
demonstration_scenario development_and_reform scenario_domain has_solution 9-1
demonstration_scenario commerce scenario_domain has_commercial_case 9-2
demonstration_scenario local_financial_regulation scenario_domain 9-1
demonstration_scenario peoples_bank scenario_domain 9-1
demonstration_scenario banking_insurance_regulation scenario_domain 9-1
talent_compute human_resources talent_kind talent_title 11.1-1 11.1-2
talent_compute education talent_kind talent_title 11.1-1
talent_compute science_and_technology talent_kind talent_title compute_cost 11.1-1 11.1-3
training_base human_resources 11.2-1 11.2-3
training_base education 11.2-1
training_base science_and_technology construction_cost 11.2-2 11.2-3
listing_award local_financial_regulation exchange listed_on 13.2-1
"""


def test_the_table_is_this() -> None:
    found = [
        " ".join((code, party, *reliance.facts, *reliance.documents))
        for code, subsidy in POLICY.types.items()
        for party, reliance in subsidy.relies_on.items()
    ]
    assert sorted(found) == sorted(RELIES_ON.split("\n")[1:-1])


def test_every_co_department_that_signs_is_in_it_and_localities_rely_on_everything() -> None:
    for subsidy in POLICY.types.values():
        signs = subsidy.procedure is not Procedure.REFERRAL
        expected = set(subsidy.co_departments) if signs else set()
        assert set(subsidy.relies_on) == expected, subsidy.code
        assert not set(subsidy.relies_on) & set(LOCALITIES)


def test_it_is_told_as_an_assumption_of_the_office() -> None:
    assert POLICY.signing.is_assumed
    assert POLICY.signing.clause == "附则(五)"
    assert "本系统设定" in POLICY.signing.source


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('commerce = { facts = ["unit_price"', 'commerce = { facts = ["price"'),
        ('cyberspace = { documents = ["8.1-3"] }', 'cyberspace = { documents = ["8.1-9"] }'),
        ('cyberspace = { documents = ["8.1-3"] }', 'education = { documents = ["8.1-3"] }'),
        ('cyberspace = { documents = ["8.1-3"] }', "cyberspace = {}"),
        ('cyberspace = { documents = ["8.1-3"] }', 'cyberspace = { papers = ["8.1-3"] }'),
        ('cyberspace = { documents = ["8.1-3"] }', 'finance_bureau = { documents = ["8.1-3"] }'),
    ],
)
def test_what_points_nowhere_is_refused(tmp_path: Path, old: str, new: str) -> None:
    folder = Path(shutil.copytree(POLICIES / "langfang_ai_2026", tmp_path / "policy"))
    path = folder / "measure_08.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_policy(folder)
    assert refused.value.file == "measure_08.toml"
    assert "relies_on" in refused.value.key


def test_a_single_locality_can_be_told_what_it_relies_on(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(POLICIES / "langfang_ai_2026", tmp_path / "policy"))
    path = folder / "measure_08.toml"
    text = path.read_text(encoding="utf-8")
    old = 'cyberspace = { documents = ["8.1-3"] }\n'
    path.write_text(text.replace(old, f'{old}131002 = {{ facts = ["unit_price"] }}\n', 1), encoding="utf-8")
    assert load_policy(folder).type("first_equipment").relies_on["131002"].facts == ("unit_price",)
