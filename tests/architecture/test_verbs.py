"""Every verb that is described is done, each under one name; and no class of the house is deeper than three levels."""

import importlib
import pkgutil
from collections import Counter
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from temporalio import activity

import domain
from activities.office import CaseOffice
from activities.registry import VERBS, verbs_of
from adapters.store.engine import open_engine
from adapters.temporal.announcing import Announcer
from domain.verb import Verb
from tests.activities.casework import KEYRING, LETTERHEAD, VAULT
from tests.architecture.test_layers import ROOMS
from workflows.registry import WORKFLOWS

DEEPEST = 3


def described() -> dict[int, Verb[..., Any, Any]]:
    modules = [
        importlib.import_module(name) for _, name, _ in pkgutil.walk_packages(domain.__path__, "domain.")
    ]
    found = (each for module in modules for each in vars(module).values() if isinstance(each, Verb))
    return {id(verb): verb for verb in found}


def test_every_described_verb_is_done_and_no_two_share_a_name() -> None:
    names = Counter(verb.name for verb in described().values())
    assert max(names.values()) == 1
    assert set(names) == set(VERBS)


def test_an_activity_takes_and_gives_what_its_verb_says(tmp_path: Path) -> None:
    office = CaseOffice(
        open_engine(f"sqlite:///{tmp_path}/store.sqlite"), Announcer(), LETTERHEAD, KEYRING, VAULT
    )
    for done in verbs_of(office):
        definition = activity._Definition.must_from_callable(done)
        assert definition.name is not None
        verb = VERBS[definition.name].verb
        assert definition.arg_types == [verb.request_type]
        assert get_type_hints(done)["return"] is verb.answer
    office.engine.dispose()


def depth(kind: type) -> int:
    ours = [base for base in kind.__bases__ if base.__module__.partition(".")[0] in ROOMS]
    return 1 + max(map(depth, ours), default=0)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_no_workflow_is_deeper_than_three_levels(kind: type) -> None:
    assert depth(kind) <= DEEPEST
