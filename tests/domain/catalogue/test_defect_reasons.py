"""The library of defects: whole sentences about a document, with a clause, and nothing that cannot be filled in."""

import shutil
from pathlib import Path

import pytest

from domain.catalogue.defects import DefectReason, Item
from domain.catalogue.facts import Phase
from domain.catalogue.items import items_asked
from domain.catalogue.registry import POLICIES, load_catalogue, load_policy
from domain.errors import CatalogueError

POLICY = load_catalogue().policies[0]
REASONS = POLICY.defect_reasons


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_is_a_sentence_about_one_document(code: str) -> None:
    reason = REASONS[code]
    worded = reason.worded("竣工验收或投运证明")
    assert worded.count("“竣工验收或投运证明”") == 1
    assert worded.endswith("。")
    assert "{" not in worded
    assert reason.clause.startswith("附则")


def test_the_usual_defects_are_there() -> None:
    usual = {"missing", "illegible", "not_stamped", "expired", "figures_disagree", "wrong_unit_name"}
    assert usual <= set(REASONS)
    assert 15 <= len(REASONS) <= 30
    assert len({reason.name for reason in REASONS.values()}) == len(REASONS)
    assert {item for reason in REASONS.values() for item in reason.about} == set(Item)


def test_what_an_official_adds_stands_in_brackets() -> None:
    worded = REASONS["missing"].worded("审计报告", " 第2页起 ")
    assert worded == "未提交“审计报告”，请补交。（第2页起）"


@pytest.mark.parametrize("text", ["请补交{item}。", "请补交{document。", ""])
def test_a_placeholder_that_nobody_fills_is_refused(tmp_path: Path, text: str) -> None:
    folder = Path(shutil.copytree(POLICIES / "langfang_ai_2026", tmp_path / "policy"))
    path = folder / "defect_reasons.toml"
    old = REASONS["missing"].text
    path.write_text(path.read_text(encoding="utf-8").replace(old, text, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_policy(folder)
    assert (refused.value.file, refused.value.key) == ("defect_reasons.toml", "defect_reasons.missing.text")


def test_a_reason_is_found_in_something() -> None:
    with pytest.raises(ValueError, match="about"):
        DefectReason(name="…", text="{document}", about=())


@pytest.mark.parametrize("code", POLICY.types)
def test_a_phase_asks_for_its_own_documents_and_figures(code: str) -> None:
    subsidy = POLICY.types[code]
    filing, instalment = items_asked(subsidy, Phase.FILING), items_asked(subsidy, Phase.INSTALMENT)
    assert {document.code for document in subsidy.documents_for(Phase.FILING)} <= set(filing)
    assert {fact.name for fact in subsidy.facts_for((Phase.FILING,))} <= set(filing)
    assert set(filing) & set(instalment) == {"form", "other_funding"}  # declared anew each year
    assert filing["form"].kind is Item.PART
    assert "unit_name" in filing
