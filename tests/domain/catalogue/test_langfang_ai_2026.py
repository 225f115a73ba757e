"""The version shipped here says what the measures page fixes: codes, procedures, departments, terms, documents."""

from datetime import date
from decimal import Decimal

import pytest

from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Procedure
from domain.errors import NotFound

CATALOGUE = load_catalogue()
POLICY = CATALOGUE.policy("langfang-ai-2026")

TABLE = {
    # code: number, procedure, lead, number of co-departments, money
    "compute_centre_construction": ("1.1", "one_off", "development_and_reform", 1, True),
    "compute_centre_operation": ("1.2", "multi_year", "development_and_reform", 1, True),
    "settlement_voucher": ("2.1", "voucher", "development_and_reform", 2, True),
    "major_project_voucher": ("2.2", "voucher", "development_and_reform", 2, True),
    "compute_usage_voucher": ("2.3", "voucher", "development_and_reform", 2, True),
    "foundation_model": ("3", "ranked_batch", "science_and_technology", 1, True),
    "core_technology": ("4", "post_acceptance", "science_and_technology", 1, True),
    "national_innovation_task": ("5.1", "one_off", "industry_and_information", 2, True),
    "national_research_platform": ("5.2", "one_off", "industry_and_information", 2, True),
    "headquarters": ("6.1", "post_acceptance", "commerce", 3, True),
    "major_project_investment": ("6.2", "post_acceptance", "commerce", 3, True),
    "leading_goose": ("7.1", "discretionary", "industry_and_information", 0, True),
    "revenue_milestone": ("7.2", "one_off", "industry_and_information", 0, True),
    "revenue_growth": ("7.3", "one_off", "industry_and_information", 0, True),
    "first_equipment": ("8.1", "one_off", "industry_and_information", 5, True),
    "first_software": ("8.2", "one_off", "industry_and_information", 5, True),
    "product_catalogue": ("8.3", "listing", "industry_and_information", 5, False),
    "demonstration_scenario": ("9", "one_off", "science_and_technology", 8, True),
    "security_testing": ("10", "one_off", "industry_and_information", 0, True),
    "talent_compute": ("11.1", "one_off", "industry_and_information", 3, True),
    "training_base": ("11.2", "one_off", "industry_and_information", 3, True),
    "fiscal_support": ("12", "referral", "finance_bureau", 4, False),
    "financing_support": ("13.1", "referral", "peoples_bank", 1, False),
    "listing_award": ("13.2", "discretionary", "peoples_bank", 1, True),
}
TERMS = {
    "completeness_check": (5, 0),
    "supplement": (10, 5),
    "lead_review": (15, 10),
    "payee_check": (3, 0),
    "acceptance_check": (15, 10),
    "amount_confirmation": (5, 0),
    "head_approval": (3, 0),
    "sample_check": (3, 0),
    "sign_off": (5, 0),
    "expert_review": (30, 0),
    "public_notice": (5, 0),
    "objection_finding": (15, 0),
    "payee_details": (10, 0),
    "fund_document": (10, 0),
    "payment": (15, 0),
    "whole_case": (60, 0),
    "progress_notice": (10, 0),
    "referral_answer": (5, 0),
    "instalment_claim": (60, 0),
    "recovery_repayment": (30, 0),
    "reconsideration": (15, 0),
    "redemption_review": (15, 10),
}
READINGS = {
    "m2.cap_includes_settlement": ("yes", ("no",)),
    "m2.pool_partial": ("yes", ("no",)),
    "m3.selection": ("ranked_batch", ("first_come",)),
    "m4.base": ("own_funds", ("all_input",)),
    "m6_2.window_from": ("construction_start", ("signing",)),
    "m7_2.several_tiers_in_one_year": ("highest_only", ("sum_of_tiers",)),
    "m7.milestone_and_growth_in_one_year": ("higher", ("both",)),
    "m10.cap_scope": ("unit_and_year", ("each_product",)),
    "closing3.later_higher": ("pays_difference", ("refused",)),
    "operation_year": ("twelve_months", ("calendar_year",)),
    "m2_1.when": ("year_of_settlement", ("any_time",)),
    "m6_2.before_signing": ("refused", ("accepted",)),
    "m8_2.repeat": ("one_year", ("each_year",)),
    "m10.cap_year": ("year_of_report", ("year_of_filing",)),
    "m2.same_purpose": ("by_contract", ("by_unit_and_year",)),
    "m8.base": ("without_tax", ("with_tax",)),
    "audited": ("audited", ("declared",)),
    "closing5.head_approval": ("none", ("lead", "finance")),
    "closing5.sample": ("none", ("tenth", "every")),
    "closing3.same_measure": ("stand_together", ("higher",)),
    "m11_1.recipient": ("employing_unit", ("person",)),
    "m7.year_in_force": ("revenue_year", ("filing_day",)),
}


def test_the_types_are_those_of_the_table_in_the_texts_order() -> None:
    found = {
        code: (each.number, each.procedure.value, each.lead, len(each.co_departments), each.has_money)
        for code, each in POLICY.types.items()
    }
    assert list(found.items()) == list(TABLE.items())


def test_lead_and_co_departments_are_those_of_the_measure() -> None:
    for subsidy in POLICY.types.values():
        assert (subsidy.lead, *subsidy.co_departments) == POLICY.measure(subsidy.measure).departments


def test_terms_are_data() -> None:
    found = {name: (term.working_days, term.extension_working_days) for name, term in POLICY.terms.items()}
    assert found == TERMS
    assert POLICY.terms["instalment_claim"].is_assumed


def test_readings_have_default_alternatives_and_document_numbers() -> None:
    found = {
        name: (each.default, tuple(value for value in each.labels if value != each.default))
        for name, each in POLICY.readings.items()
    }
    assert found == READINGS
    assert len({each.document_number for each in POLICY.readings.values()}) == len(READINGS)


@pytest.mark.parametrize(
    ("code", "phase", "report"),
    [
        ("compute_centre_construction", Phase.FILING, "1.1-3"),
        ("compute_centre_operation", Phase.INSTALMENT, "1.2-3"),
        ("national_innovation_task", Phase.FILING, "5.1-2"),
        ("major_project_investment", Phase.ACCEPTANCE, "6.2-4"),
        ("first_software", Phase.FILING, "8.2-3"),
        ("training_base", Phase.FILING, "11.2-2"),
    ],
)
def test_the_audit_report_is_needed_unless_a_reading_takes_declared_figures(
    code: str, phase: Phase, report: str
) -> None:
    subsidy = POLICY.type(code)
    needed = {
        choice: {
            document.code for document in subsidy.documents_needed(phase, {"audited": choice}.__getitem__)
        }
        for choice in ("audited", "declared")
    }
    assert needed["audited"] - needed["declared"] == {report}
    assert "audited" in subsidy.tells


def test_the_release_date_is_stated_as_an_assumption() -> None:
    assert (POLICY.released_on, POLICY.valid_until) == (date(2026, 1, 1), date(2028, 12, 31))
    assert POLICY.filing_until == date(2029, 12, 31)
    assert POLICY.released_on_is_assumed


@pytest.mark.parametrize(
    ("code", "rate"),
    [("settlement_voucher", "1.00"), ("major_project_voucher", "0.60"), ("compute_usage_voucher", "0.50")],
)
def test_vouchers_share_pool_and_cap(code: str, rate: str) -> None:
    voucher = POLICY.type(code).voucher
    assert voucher
    assert voucher.redemption_rate == Decimal(rate)
    assert (voucher.pool_per_year, voucher.unit_cap_per_year) == (Decimal(10_000_000), Decimal(1_000_000))
    assert (voucher.validity_months, voucher.validity_is_assumed) == (12, True)
    assert voucher.is_settlement == (code == "settlement_voucher")


def test_only_usage_vouchers_admit_makers() -> None:
    assert [each.number for each in POLICY.types.values() if each.admits_makers] == ["2.3"]


@pytest.mark.parametrize("code", TABLE)
def test_documents_are_a_closed_list_with_the_common_ones(code: str) -> None:
    subsidy = POLICY.type(code)
    filing = {document.code: document for document in subsidy.documents_for(Phase.FILING)}
    assert all(filing[common].electronic for common in ("C1", "C3", "C8"))
    assert not filing.keys() & {"C2", "C4"}
    payee = [document.code for document in subsidy.documents_for(Phase.PAYEE)]
    assert payee == (["C6"] if subsidy.has_money else [])


def test_later_documents_are_asked_in_their_phase() -> None:
    asked = {
        (each.number, document.phase.value)
        for each in POLICY.types.values()
        for document in each.documents
        if document.phase not in (Phase.FILING, Phase.PAYEE)
    }
    later = {"1.2": "instalment", "4": "acceptance", "6.1": "acceptance", "6.2": "acceptance"}
    assert asked == set(later.items()) | {(number, "redemption") for number in ("2.1", "2.2", "2.3")}


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2028, 12, 31), date(2029, 12, 31)])
def test_the_version_is_in_force_until_filing_closes(on: date) -> None:
    assert CATALOGUE.in_force(on) is POLICY


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2030, 1, 1)])
def test_no_version_is_in_force_outside(on: date) -> None:
    with pytest.raises(NotFound):
        CATALOGUE.in_force(on)


def test_unknown_versions_and_types_are_refused() -> None:
    with pytest.raises(NotFound):
        CATALOGUE.policy("langfang-ai-1999")
    with pytest.raises(NotFound):
        POLICY.type("free_lunch")


def test_acceptance_of_an_investment_opens_after_two_years() -> None:
    acceptance = POLICY.type("major_project_investment").acceptance
    assert acceptance
    facts = {"signed_on": date(2026, 3, 10), "construction_started_on": date(2027, 2, 20)}
    defaults = {"m6_2.window_from": "construction_start"}
    assert acceptance.opens_on(facts, defaults) == date(2029, 2, 20)
    assert acceptance.opens_on(facts, {"m6_2.window_from": "signing"}) == date(2028, 3, 10)
    first_tax_year = POLICY.type("headquarters").acceptance
    assert first_tax_year
    assert first_tax_year.confirmed_by == "taxation"
    assert first_tax_year.opens_on({}, defaults) is None


@pytest.mark.parametrize(
    ("reading", "ends"),
    [
        ("twelve_months", (date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28))),
        ("calendar_year", (date(2026, 12, 31), date(2027, 12, 31), date(2028, 12, 31))),
    ],
)
def test_operation_is_supported_for_three_years(reading: str, ends: tuple[date, ...]) -> None:
    instalments = POLICY.type("compute_centre_operation").instalments
    assert instalments
    assert instalments.ends({"commissioned_on": date(2026, 3, 1)}, {"operation_year": reading}) == ends


def test_award_bases_name_the_project() -> None:
    facts = {
        "revenue_year": 2025,
        "tests": [{"tested_on": date(2027, 1, 2)}, {"tested_on": date(2026, 1, 2)}],
    }
    of = {code: POLICY.type(code).award_base.of(unit="U", year=2026, key="k", facts=facts) for code in TABLE}
    assert of["compute_centre_construction"] == of["national_research_platform"] == "platform:k"
    assert of["settlement_voucher"] == "settlement:U"
    assert of["revenue_milestone"] == of["revenue_growth"] == "revenue:U:2025"
    assert of["security_testing"] == "tests:U:2026+2027"
    assert of["listing_award"] == "listing:U"
    assert of["headquarters"] == "headquarters:U"
    with pytest.raises(ValueError, match="key"):
        POLICY.type("foundation_model").award_base.of(unit="U", year=2026)


def test_only_the_batch_has_a_quota() -> None:
    batches = {code: each.batch for code, each in POLICY.types.items() if each.batch}
    assert {code: (each.quota, each.closes_month_day) for code, each in batches.items()} == {
        "foundation_model": (3, "12-01")
    }
    assert POLICY.type("foundation_model").procedure is Procedure.RANKED_BATCH
