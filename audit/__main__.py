"""``python -m audit verify``, ``evidence`` and ``reconcile``: for auditors, on the store of the settings."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from adapters.authority.stamps import read_roots
from adapters.files.vault import Vault
from adapters.settings import Settings, read_settings
from adapters.store.audit.forged_acts import BEGIN
from adapters.store.command_line import on_store
from adapters.store.shape import open_store
from adapters.temporal.connect import brief_connection
from audit import reconcile_command
from audit.evidence import Evidence, Issue, now
from audit.histories import AWAY, History, fetch_history
from audit.kept_heads import read_heads, write_heads
from audit.pack_verification import verify_pack
from audit.verification import Verification, verify
from domain.case.acts.registry import label_of
from domain.catalogue.registry import load_catalogue
from domain.errors import Refusal

COMMAND_LINE = "command-line"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when all is well, 1 when something is wrong."""
    asked = _parser().parse_args(arguments)
    try:
        return on_store(lambda: _run(asked))
    except OSError as trouble:
        print(f"文件不能读写：{trouble}")
        return 1


def _run(asked: argparse.Namespace) -> int:
    if asked.command == "evidence":
        return _evidence(read_settings(), asked.number, asked.out or Path(f"evidence-{asked.number}.zip"))
    if asked.command == "reconcile":
        return reconcile_command.run(read_settings(), store_only=asked.store_only)
    if asked.pack is not None:
        return _told(verify_pack(asked.pack))
    return _verify(read_settings(), asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="audit", description="审计：核验记录链，出具证据包，核对台账。")
    commands = parser.add_subparsers(dest="command", required=True)
    verifying = commands.add_parser("verify", help="核验审计记录链，或离线核验证据包")
    subject = verifying.add_mutually_exclusive_group()
    subject.add_argument("--case", metavar="NUMBER", help="只核验一个案件")
    subject.add_argument("--pack", metavar="FILE", type=Path, help="核验证据包，不需要数据库")
    verifying.add_argument("--keep", metavar="FILE", type=Path, help="把各链链头写入文件，供另处保存")
    verifying.add_argument("--since", metavar="FILE", type=Path, help="与另处保存的链头比较")
    giving = commands.add_parser("evidence", help="出具一个案件的证据包")
    giving.add_argument("number", metavar="NUMBER", help="案件编号")
    giving.add_argument("--out", metavar="FILE", type=Path, help="写入的文件")
    reconciling = commands.add_parser("reconcile", help="核对台账、案件与流程")
    reconcile_command.add_arguments(reconciling)
    return parser


def _verify(settings: Settings, asked: argparse.Namespace) -> int:
    engine = open_store(settings.database_url)
    try:
        since = read_heads(asked.since) if asked.since else ()
        found = verify(engine, asked.case, since, read_roots(settings))
        if asked.keep and found.holds:
            write_heads(asked.keep, found.heads)
        return _told(found)
    except Refusal as refused:
        print(refused.facts.what, refused.facts.why)
        return 1
    finally:
        engine.dispose()


def _told(found: Verification) -> int:
    print(f"{found.chains} 条链，{found.entries} 条记录；指纹 {found.fingerprint}")
    for finding in found.findings:
        print(f"{finding.chain} #{finding.position} {finding.fault.value}: {finding.told}")
    for one in found.unknown_accounts:
        print(
            f"账号 {one.account} 不在本系统账户中，记有 {one.acts} 项办理，首项见 {one.chain} #{one.position}"
        )
    if found.unknown_accounts:
        print("以上账号如属统一身份认证，请与其核对；核对不上的，应当按冒名办理查处。")
    if found.stamps:
        print(*found.stamps.told, sep="\n")
    for act in found.forged_acts:
        what = "流程未经本系统启动" if act.kind == BEGIN else f"收到未经本系统发出的“{label_of(act.kind)}”"
        print(f"{act.at} 案件 {act.case_number} {what}，未予办理。")
    if found.forged > len(found.forged_acts):
        print(f"以上为最近 {len(found.forged_acts)} 项，共 {found.forged} 项。")
    print("全部完好。" if found.holds else f"发现 {len(found.findings)} 处异常。")
    return 0 if found.holds else 1


def _evidence(settings: Settings, case_number: str, out: Path) -> int:
    engine = open_store(settings.database_url)
    evidence = Evidence(engine, load_catalogue(), Vault(settings.files))
    to = Issue(account=COMMAND_LINE, party=COMMAND_LINE, at=now())
    try:
        out.touch(mode=0o600)  # before the chain says that a pack was given
        with TemporaryDirectory(prefix="evidence-") as folder:
            history = asyncio.run(_history(settings, case_number, Path(folder)))
            made = Path(folder) / "pack.zip"
            manifest = evidence.issue(case_number, history, made, to)
            copyfile(made, out)  # keeps the mode of the file that is there
    except Refusal as refused:
        print(refused.facts.what, refused.facts.remedy)
        return 1
    finally:
        engine.dispose()
    print(f"{out}：{len(manifest.files)} 个文件，清单 SHA-256 {manifest.digest}")
    print(*manifest.notes, sep="\n", end="\n" if manifest.notes else "")
    return 0


async def _history(settings: Settings, case_number: str, folder: Path) -> History:
    async with brief_connection(settings) as client:
        return History(None, AWAY) if client is None else await fetch_history(client, case_number, folder)


if __name__ == "__main__":
    sys.exit(main())
