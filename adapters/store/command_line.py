"""Commands on the store, typed by whoever runs this system: what stands against one is told where it was typed."""

from collections.abc import Callable

from adapters.store.reach import STORE_AWAY
from adapters.store.shape import OtherShape
from domain.errors import Refusal, RefusalFacts


def on_store(run: Callable[[], int]) -> int:
    """Run a command: what it gives, or 1 where it is refused, or the store is away or of another build."""
    try:
        return run()
    except Refusal as refused:
        _tell(refused.facts)
    except OtherShape as other:
        print(other)
    except STORE_AWAY as away:
        print(f"连不上数据库，或其中还没有数据：{str(away).splitlines()[0]}")
        print(
            "请确认 DUIXIAN_VAR 或 DUIXIAN_DATABASE_URL 与运行时相同，且已执行 python -m adapters.store.migrate。"
        )
    return 1


def _tell(facts: RefusalFacts) -> None:
    print(facts.what)
    for field in facts.fields:
        print(f"  {field.path}：{field.message}")
    print(
        *(words for words in (facts.why, facts.clause and f"依据：{facts.clause}", facts.remedy) if words),
        sep="\n",
    )
