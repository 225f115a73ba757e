"""The seed of an installation: made with its store, read for a draw and by auditors."""

import secrets
from datetime import datetime

from sqlmodel import select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.payments.samples import SampleSeedRow
from adapters.store.writing import Session
from domain.frozen import Frozen


class SampleSeed(Frozen):
    """The seed, and since when there is one."""

    seed: str
    made_at: datetime


def new_seed(at: datetime) -> SampleSeedRow:
    """A seed that nobody can guess."""
    return SampleSeedRow(seed=secrets.token_hex(32), made_at=at)


def seed_in(session: Session) -> str:
    """The seed, for a draw."""
    return session.exec(select(SampleSeedRow.seed)).one()


def read_seed(engine: Engine) -> SampleSeed:
    """The seed, for who draws again."""
    with open_session(engine) as session:
        return SampleSeed.model_validate(session.exec(select(SampleSeedRow)).one().model_dump())
