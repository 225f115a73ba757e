"""``python -m simulation cases.csv``: a file of cases under the policy as it is, or with changed numbers."""

import argparse
import gc
import os
import sys
import time
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from domain.errors import FieldError, InvalidInput, Refusal
from domain.money import yuan_text
from simulation.files.cases import read_cases
from simulation.files.columns import format_text
from simulation.files.source import Source
from simulation.generate import generate
from simulation.outcome import Outcome, Total
from simulation.policy_changes import Change, changed_policy, numbers_of
from simulation.simulate import STEPS, simulate, write_rows


def parser(policy: Policy) -> argparse.ArgumentParser:
    """The command's arguments, with the file format."""
    made = argparse.ArgumentParser(
        prog="python -m simulation",
        description="预算沙盒：一份案件文件（CSV 或 Parquet）按政策规则、上限、额度与排队整体测算。",
        epilog=format_text(policy),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("file", type=Path, nargs="?", help="案件文件；与 --generate 同用时为写出的文件")
    made.add_argument("--policy", default=policy.version, help=f"政策版本（默认 {policy.version}）")
    made.add_argument(
        "--change", action="append", default=[], metavar="PATH=VALUE", help="调整的数值或口径，可多次"
    )
    made.add_argument("--out", type=Path, help="写出 outcome.json 与 rows.csv 的文件夹")
    made.add_argument("--generate", type=int, metavar="N", help="生成 N 行测试案件，写入 file")
    made.add_argument("--seed", type=int, default=1, help="生成所用的种子（默认 1）")
    made.add_argument("--numbers", action="store_true", help="列出可以调整的数值与口径及其现值")
    return made


def change_of(text: str) -> Change:
    """``path=value`` as a change.

    Raises:
        InvalidInput: There is no ``=`` in it.
    """
    path, equals, value = text.partition("=")
    if not equals:
        raise InvalidInput(
            f"“{text}”不是“路径=新值”的形式。", fields=(FieldError(path=text, message="缺少等号"),)
        )
    return Change(path=path.strip(), value=value.strip())


def main() -> int:
    """Do what is asked; 2 when it is refused."""
    gc.disable()  # a million small values without a cycle; looking for cycles takes a fifth of the time
    catalogue = load_catalogue()
    arguments = parser(catalogue.policies[-1]).parse_args()
    try:
        _do(arguments, catalogue.policy(arguments.policy))
    except Refusal as refusal:
        _print_refusal(refusal)
        return 2
    return 0


def _do(arguments: argparse.Namespace, policy: Policy) -> None:
    if arguments.numbers:
        for path, value in numbers_of(policy).items():
            print(f"{path}={value}")
        return
    if arguments.file is None:
        raise InvalidInput("没有给出案件文件。", remedy="用法见 python -m simulation --help。")
    if arguments.generate is not None:
        _generate(arguments, policy)
        return
    _simulate(arguments, policy)


def _generate(arguments: argparse.Namespace, policy: Policy) -> None:
    if arguments.generate < 1:
        wrong = FieldError(path="--generate", message="须为正整数")
        raise InvalidInput(f"不能生成 {arguments.generate} 行。", fields=(wrong,))
    _refuse_unwritable(arguments.file)
    with tqdm(total=arguments.generate, unit="行", desc="生成") as bar:
        generate(policy, arguments.generate, arguments.seed, arguments.file, lambda rows: _move(bar, rows))
        bar.update(arguments.generate - int(bar.n))


def _simulate(arguments: argparse.Namespace, policy: Policy) -> None:
    changes = [change_of(text) for text in arguments.change]
    changed_policy(policy, changes)  # refuse what cannot be before a large file is read
    if not arguments.file.is_file():
        raise InvalidInput(f"没有文件“{arguments.file}”。")
    if arguments.out:
        _refuse_no_folder(arguments.out)
    begun = time.perf_counter()
    with tqdm(unit="行", desc="读入", unit_scale=True) as bar:
        cases = read_cases(Source(arguments.file), policy, lambda rows: _move(bar, rows))
    with tqdm(total=STEPS if changes else STEPS - 3, unit="步", desc="测算") as steps:
        found = simulate(cases, policy, changes, lambda words: _tell(steps, words), begun=begun)
    _print(found.outcome)
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
        (arguments.out / "outcome.json").write_text(found.outcome.model_dump_json(indent=1), encoding="utf-8")
        write_rows(found.rows, arguments.out / "rows.csv")
        print(f"明细：{arguments.out / 'rows.csv'} · 结果：{arguments.out / 'outcome.json'}")


def _refuse_unwritable(file: Path) -> None:
    """Said before the work, not after it."""
    if file.is_dir():
        raise InvalidInput(f"“{file}”是文件夹，不能写为案件文件。", remedy="请给出文件名。")
    if not file.parent.is_dir():
        raise InvalidInput(f"没有文件夹“{file.parent}”，不能写出“{file}”。", remedy="请先建立文件夹。")
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise InvalidInput(f"没有权限写出“{file}”。")


def _refuse_no_folder(folder: Path) -> None:
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise InvalidInput(
            f"“{there}”是文件，不是文件夹，不能在其中写出结果。", remedy="请另选 --out 文件夹。"
        )
    if not os.access(there, os.W_OK):
        raise InvalidInput(f"没有权限在“{there}”中写出结果。", remedy="请另选 --out 文件夹。")


def _move(bar: "tqdm[NoReturn]", rows: int) -> None:
    bar.update(rows)


def _tell(bar: "tqdm[NoReturn]", words: str) -> None:
    bar.set_description(words)
    bar.update(1)


def _print_refusal(refusal: Refusal) -> None:
    facts = refusal.facts
    print(facts.what, *facts.why.splitlines(), file=sys.stderr)
    for field in facts.fields:
        print(f"  {field.path}: {field.message}", file=sys.stderr)
    if facts.remedy:
        print(facts.remedy, file=sys.stderr)


def _print(outcome: Outcome) -> None:
    print(f"\n{outcome.cases:,} 行，政策 {outcome.policy_version}")
    for change in outcome.changes:
        print(f"  {change.path}: {change.before} → {change.after}")
    print("  " + " · ".join(f"{name} {count:,}" for name, count in outcome.statuses.items()))
    for title, totals in (
        ("按措施", outcome.by_measure),
        ("按牵头部门", outcome.by_department),
        ("按属地", outcome.by_locality),
        ("按年度", outcome.by_year),
    ):
        _print_totals(title, totals)
    _print_limits(outcome)
    print(f"合计 {yuan_text(outcome.amount)}，现行政策 {yuan_text(outcome.unchanged_amount)}")
    for title, movers in (("增加", outcome.winners), ("减少", outcome.losers)):
        print(f"较现行政策{title}：{movers.count:,} 行，{yuan_text(movers.amount)}")
    print(f"用时 {outcome.seconds:.1f} 秒 · 内存峰值 {outcome.peak_memory_bytes / 2**20:,.0f} MiB")


def _print_totals(title: str, totals: tuple[Total, ...]) -> None:
    print(title)
    for total in totals:
        print(
            f"  {total.key:<28}{total.cases:>10,} 行 {total.granted:>9,} 获支持 {total.amount:>26,.2f} 元  {total.name}"
        )


def _print_limits(outcome: Outcome) -> None:
    print("算力券年度额度")
    for pool in outcome.pools:
        dry = f"{pool.dry_on} 案件 {pool.dry_case}（第 {pool.dry_row} 行）用完" if pool.dry_on else "未用完"
        print(f"  {pool.year}：发放 {pool.issued:,.2f} / {pool.limit:,.2f} 元，{dry}，排队 {pool.waiting:,}")
    for batch in outcome.batches:
        print(f"  {batch.name} {batch.year}：候选 {batch.candidates:,}，入选 {batch.selected}/{batch.quota}")


if __name__ == "__main__":
    sys.exit(main())
