"""A version that cases were filed under may not be edited: told at the start, with what to do."""

import shutil
from pathlib import Path

import pytest

from adapters.store.engine import open_engine
from commands.law.versions import EditedVersion, open_lawful_store
from domain.catalogue.registry import POLICIES, POLICY_FILE, Catalogue, load_catalogue, load_policy
from tests.activities.casework import Casework

FACTS = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped version, which may be edited here."""
    copied = tmp_path / "policies" / "langfang_ai_2026"
    shutil.copytree(POLICIES / "langfang_ai_2026", copied)
    return copied


@pytest.fixture
def store(database_url: str) -> str:
    """A store with a case under the shipped version."""
    engine = open_engine(database_url)
    Casework(engine).file("LF2026-0101-00001", "compute_centre_construction", FACTS)
    engine.dispose()
    return database_url


def edit(folder: Path, old: str, new: str, file: str = POLICY_FILE) -> None:
    path = folder / file
    whole = path.read_text(encoding="utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new, 1), encoding="utf-8")


def test_a_store_whose_versions_are_shipped_unchanged_opens(store: str) -> None:
    open_lawful_store(store).dispose()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("measure_01.toml", "rate = 0.10", "rate = 0.11"),
        (POLICY_FILE, 'default = "own_funds"', 'default = "all_input"'),
        (POLICY_FILE, "working_days = 15", "working_days = 20"),
        (POLICY_FILE, "# The text", "# A text"),
    ],
)
def test_an_edited_version_is_refused_by_name_with_what_to_do(
    store: str, folder: Path, file: str, old: str, new: str
) -> None:
    edit(folder, old, new, file)
    with pytest.raises(EditedVersion) as refused:
        open_lawful_store(store, Catalogue([load_policy(folder)]))
    told = str(refused.value)
    assert "langfang-ai-2026" in told
    assert "effective_from" in told
    assert load_catalogue().policies[0].digest[:12] in told


def test_the_same_edit_as_a_new_version_beside_the_old_is_taken(store: str, folder: Path) -> None:
    later = folder.parent / "langfang_ai_2026_2"
    shutil.copytree(folder, later)
    edit(later, 'version = "langfang-ai-2026"', 'version = "langfang-ai-2026-2"')
    edit(later, "effective_from = 2026-01-01", "effective_from = 2027-01-01")
    edit(later, "rate = 0.10", "rate = 0.11", "measure_01.toml")
    open_lawful_store(store, load_catalogue(folder.parent)).dispose()


def test_a_version_that_is_not_shipped_any_more_is_refused(store: str, folder: Path) -> None:
    edit(folder, 'version = "langfang-ai-2026"', 'version = "langfang-ai-2027"')
    with pytest.raises(EditedVersion, match="现在没有这一版本的文件"):
        open_lawful_store(store, Catalogue([load_policy(folder)]))


def test_an_edited_version_without_cases_is_nobody_s_business(database_url: str, folder: Path) -> None:
    edit(folder, "rate = 0.10", "rate = 0.11", "measure_01.toml")
    open_lawful_store(database_url, Catalogue([load_policy(folder)])).dispose()


def test_an_empty_store_opens(tmp_path: Path) -> None:
    open_lawful_store(f"sqlite:///{tmp_path / 'new.sqlite'}").dispose()
