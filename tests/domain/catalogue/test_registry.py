"""A bad file is refused with its name, the key and the reason; a changed character changes the digest."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from domain.catalogue.registry import POLICIES, Catalogue, load_catalogue, load_policy
from domain.errors import CatalogueError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(POLICIES / "langfang_ai_2026", tmp_path / "langfang_ai_2026"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


BAD = [
    (
        "policy.toml",
        'silence = "nothing"',
        'silence = "agrees"',
        "langfang-ai-2026",
        "completeness_check.silence",
    ),
    (
        "policy.toml",
        'name = "资金下达"',
        'name = "资金下达"\nsilence = "agrees"',
        "langfang-ai-2026",
        "fund_document.silence",
    ),
    (
        "policy.toml",
        'name = "公示"',
        'name = "公示"\nafter_supplement = "starts_anew"',
        "langfang-ai-2026",
        "public_notice.after_supplement",
    ),
    ("measure_01.toml", "rate = 0.10", "rate = 1.10", "measure_01.toml", "rate"),
    ("measure_01.toml", "rate = 0.10", "rate = nan", "measure_01.toml", "rate"),
    ("measure_01.toml", "amount = 10_000_000.00", "amount = 0.001", "measure_01.toml", "amount"),
    ("measure_01.toml", "rate = 0.10", "ratio = 0.10", "measure_01.toml", "rate"),
    ("measure_01.toml", 'base = "audited_investment"', 'base = "investment"', "measure_01.toml", "facts"),
    ("measure_01.toml", 'kind = "rate"', 'kind = "guess"', "measure_01.toml", "rule"),
    ("measure_01.toml", 'quote = "上限1000万元"', 'quote = "上限2000万元"', "measure_01.toml", "quote"),
    (
        "measure_02.toml",
        'code = "settlement_voucher"',
        'code = "headquarters"',
        "measure_06.toml",
        "types.headquarters",
    ),
    (
        "measure_03.toml",
        'lead = "science_and_technology"',
        'lead = "astronomy"',
        "measure_03.toml",
        "departments",
    ),
    (
        "measure_03.toml",
        'co_departments = ["industry_and_information"]',
        'co_departments = ["science_and_technology"]',
        "measure_03.toml",
        "co_departments",
    ),
    ("measure_03.toml", 'procedure = "ranked_batch"', 'procedure = "one_off"', "measure_03.toml", "batch"),
    ("measure_03.toml", "[[types.conditions]]", "[[types.wishes]]", "measure_03.toml", "wishes"),
    ("measure_04.toml", 'when = "own_funds"', 'when = "no_funds"', "measure_04.toml", "readings"),
    ("measure_05.toml", 'number = "5.2"', 'number = "5.1"', "langfang-ai-2026", "types.number"),
    ("measure_10.toml", 'fee = "fee"', 'fee = "price"', "measure_10.toml", "rule"),
    ("measure_12.toml", "number = 12\ntitle", "number = 11\ntitle", "langfang-ai-2026", "measures"),
    ("measure_13.toml", "[measure]", "[measures]", "measure_13.toml", "measures"),
    ("measure_13.toml", 'code = "13.2-1"', 'code = "13.2-2"', "listing_award", "documents"),
    ("measure_13.toml", "[measure]", "[measure", "measure_13.toml", "(syntax)"),
    (
        "policy.toml",
        "valid_until = 2028-12-31",
        "valid_until = 2025-12-31",
        "langfang-ai-2026",
        "valid_until",
    ),
    (
        "policy.toml",
        "effective_from = 2026-01-01",
        "effective_from = 2025-12-31",
        "langfang-ai-2026",
        "effective_from",
    ),
    ("policy.toml", 'default = "own_funds"', 'default = "no_funds"', "langfang-ai-2026", "m4.base"),
    ("policy.toml", "working_days = 5\n", "working_days = 0\n", "policy.toml", "working_days"),
    ("policy.toml", 'title = "', 'colour = "', "policy.toml", "title"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "key"), BAD, ids=lambda value: str(value)[:40])
def test_a_bad_file_names_place_key_and_reason(
    folder: Path, file: str, old: str, new: str, where: str, key: str
) -> None:
    change(folder, file, old, new)
    with pytest.raises(CatalogueError) as refused:
        load_policy(folder)
    assert refused.value.file == where
    assert key in refused.value.key
    assert refused.value.reason


def test_a_changed_character_changes_the_digest(folder: Path) -> None:
    before = load_policy(folder).digest
    change(folder, "measure_01.toml", "rate = 0.10", "rate = 0.100")
    assert load_policy(folder).digest != before


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        load_catalogue(tmp_path)


def test_two_versions_cannot_bear_one_name(folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "copy")
    with pytest.raises(CatalogueError, match="same value"):
        load_catalogue(folder.parent)


@pytest.mark.parametrize("released", ["2026-01-01", "2027-06-15"])
def test_of_several_versions_the_last_that_has_effect_is_in_force(folder: Path, released: str) -> None:
    """Of the same measures, or of others that were released later."""
    first = load_policy(folder)
    change(folder, "policy.toml", 'version = "langfang-ai-2026"', 'version = "langfang-ai-2027"')
    change(folder, "policy.toml", "released_on = 2026-01-01", f"released_on = {released}")
    change(folder, "policy.toml", "effective_from = 2026-01-01", "effective_from = 2027-07-01")
    second = load_policy(folder)
    catalogue = Catalogue([second, first])
    assert catalogue.in_force(date(2027, 6, 30)) is first
    assert catalogue.in_force(date(2027, 7, 1)) is second
    assert second.released_on.isoformat() == released
    assert catalogue.policy(first.version) is first
