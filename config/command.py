"""The console script `liandong`: what a system administrator types."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from config.console import Trouble, end, note, speak_utf8
from config.matching import add_match, match
from config.prepared import Mark

if TYPE_CHECKING:
    from liandong.enterprises.actions.importing import Outcome

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = """\
例子 · examples:
  liandong up --demo                  示例区县，打开 http://127.0.0.1:8000 · the sample district
  liandong up --data /srv/liandong    正式数据放在别处 · data elsewhere
  liandong token officer              给人或程序一个接口令牌 · an API token
  liandong import-enterprises 企业.xlsx --source 税务 --on 2026-06-30
  liandong match --measures 措施.jsonl --enterprises 企业.parquet --count
  liandong backup 2026-11-24.tar      全部数据一个文件 · everything in one file
  liandong restore 2026-11-24.tar --data /srv/new

环境变量 · environment:
  LIANDONG_DATA         数据文件夹，同 --data · the data folder
  DATABASE_URL          用外部 PostgreSQL，不启动内置的 · an external PostgreSQL
  LIANDONG_RATE_LIMITS  off：不限请求次数，仅供测量 · no request limits, for measuring

退出码 · exit codes: 0 完成 done，1 没做成 failed，2 用法不对 usage
"""


def data_folder(given: argparse.Namespace) -> Path:
    """Return the data folder: `--data`, else LIANDONG_DATA, else `.data` in the project."""
    named = getattr(given, "data", None) or os.environ.get("LIANDONG_DATA")
    return Path(named or ROOT / ".data").expanduser().absolute()


def kept_data(given: argparse.Namespace) -> Path:
    """Return the data folder of a command that works on what is there; it makes none."""
    data = data_folder(given)
    if "DATABASE_URL" not in os.environ and not (data / "database" / "PG_VERSION").exists():
        raise Trouble(
            f"这个文件夹里没有数据：{data}。请核对 --data 或 LIANDONG_DATA；要新建，请运行 liandong up。",
            f"No data in {data}; check --data or LIANDONG_DATA. `liandong up` makes a new one.",
        )
    return data


@contextmanager
def database(data: Path) -> Iterator[str]:
    """Give the address of a database that answers; loaded late, as `match` needs none."""
    from config.database import database as running

    with running(data) as url:
        yield url


@contextmanager
def django_ready(data: Path) -> Iterator[None]:
    """Set Django up over a database that answers, for one command."""
    with database(data) as url:
        os.environ |= {"DATABASE_URL": url, "LIANDONG_DATA": str(data)}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django
        from django.db import DatabaseError, connections

        django.setup()
        try:
            yield
        except DatabaseError as error:
            said = str(error).strip().partition("\n")[0]
            raise Trouble(
                f"数据库没有照办：{said}。还没有建表时，请先运行 liandong migrate。",
                "The database refused; if it has no tables yet, run `liandong migrate` first.",
            ) from error
        finally:
            connections.close_all()


def up(given: argparse.Namespace) -> None:
    from config.supervisor import up as run

    run(data_folder(given), host=given.host, port=given.port, demo=given.demo)


def token(given: argparse.Namespace) -> None:
    with django_ready(kept_data(given)):
        from liandong.accounts.actions import issue_token
        from liandong.accounts.models import User

        user = User.objects.filter(username=given.username, is_active=True).first()
        if user is None:
            raise Trouble(
                f"没有叫“{given.username}”的在用账号。",
                f"No active account {given.username!r}.",
            )
        print(issue_token(user, label=given.label))


def import_enterprises(given: argparse.Namespace) -> None:
    with django_ready(kept_data(given)):
        from liandong.enterprises.actions import import_file
        from liandong.kit.refusals import Refused

        try:
            outcome = import_file(
                given.file,
                source=given.source,
                on=given.on,
                dry_run=given.dry_run,
                rejects=given.rejects,
                sure=given.sure,
                any_size=True,
                progress=lambda so_far: print(f"{so_far.rows} …", file=sys.stderr, flush=True),
            )
        except Refused as refused:
            raise Trouble(str(refused.message), f"Not imported ({refused.code}).") from refused
        except OSError as error:
            raise Trouble(f"打不开文件：{error}", "The file could not be opened.") from error
    tell_import(outcome)


def tell_import(outcome: "Outcome") -> None:
    """Print what became of a file, or would: doubts, rows and changes for people; at last a line for programs."""
    if outcome.ignored:
        note(f"没有认出的列：{'、'.join(outcome.ignored)}", "Columns left out are named above.")
    for words in outcome.notes:
        note(words, "See the line above.")
    for title in outcome.unsaid:
        note(f"“{title}”没有写单位，按{outcome.units[title]}读。", "A unit was taken for granted.")
    for number, why in outcome.reasons:
        print(f"第 {number} 行没有导入：{why}", file=sys.stderr)
    counts: dict[str, object] = {
        "rows": outcome.rows,
        "imported": outcome.imported,
        "rejected": outcome.rejected,
    }
    if seen := outcome.foresight:
        for one in seen.samples:
            kept = f"，仍以{one.keeper}的为准" if one.keeper else ""
            print(f"第 {one.row} 行 {one.name}：{one.before} → {one.said}{kept}", file=sys.stderr)
        for uscc, first, again in seen.twins:
            print(f"第 {again} 行与第 {first} 行是同一家：{uscc}", file=sys.stderr)
        counts |= {"new": seen.new, "facts": seen.facts, "repeated": seen.repeated}
    print(json.dumps(counts))
    if outcome.rejected:
        sys.exit(1)


def export_enterprises(given: argparse.Namespace) -> None:
    with django_ready(data_folder(given)):
        from liandong.enterprises.actions import export_file
        from liandong.kit.refusals import Refused

        try:
            facts = [word.strip() for word in given.facts.split(",") if word.strip()]
            rows = export_file(given.file, region=given.region, facts=facts)
        except Refused as refused:
            raise Trouble(str(refused.message), f"Not exported ({refused.code}).") from refused
        except OSError as error:
            raise Trouble(f"写不了文件：{error}", "The file could not be written.") from error
    print(json.dumps({"rows": rows}))


def verify_journal(given: argparse.Namespace) -> None:
    with django_ready(kept_data(given)):
        from liandong.journal.queries import verify_journal as verify

        verdict = verify()
        if not verdict.ok:
            raise Trouble(
                f"日志不完好，第一处：{verdict.first_bad}",
                "The journal is not as it was written; the first fault is named above.",
            )
        print(
            f"日志完好：{verdict.entries} 条记录，{verdict.seals} 个封存，"
            f"{verdict.unsealed} 条待封存。"
            f"  Journal good: {verdict.entries} entries, {verdict.seals} seals,"
            f" {verdict.unsealed} not sealed yet."
        )


def backup(given: argparse.Namespace) -> None:
    from config.backup import backup as write

    with database(kept_data(given)) as url:
        size = write(url, kept_data(given), given.file)
    print(f"已备份到 {given.file}（{size / 1e6:.1f} MB）。  Backed up.")


def restore(given: argparse.Namespace) -> None:
    from config.backup import restore as read

    read(data_folder(given), given.file, force=given.force)
    print(f"已从 {given.file} 恢复。  Restored.")


def migrate(given: argparse.Namespace) -> None:
    from config.frontend import ensure_frontend

    ensure_frontend()
    with django_ready(data_folder(given)):
        from config.prepare import prepare

        prepare(demo=given.command == "demo")
    print("已就绪。  Up to date.")


def frontend(given: argparse.Namespace) -> None:
    from config.frontend import ensure_frontend
    from config.messages import compile_all

    ensure_frontend()
    compile_all()


def web(given: argparse.Namespace) -> None:
    from config.processes import empty_folder_for_figures
    from config.web import serve

    data = data_folder(given)
    with database(data) as url:
        os.environ |= {"DATABASE_URL": url, "LIANDONG_DATA": str(data)}
        if given.command == "web":
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(empty_folder_for_figures(data))
            serve(
                "config.wsgi:application",
                given.host,
                given.port or 8000,
                workers=int(os.environ.get("LIANDONG_WEB_WORKERS", "2")),
                threads=int(os.environ.get("LIANDONG_WEB_THREADS", "2")),
            )
        else:
            serve("config.events:application", given.host, given.port or 8001, workers=1)


def worker(given: argparse.Namespace) -> None:
    from config.worker import main as run

    data = data_folder(given)
    with database(data) as url:
        os.environ |= {"DATABASE_URL": url, "LIANDONG_DATA": str(data)}
        run()


def manage(given: argparse.Namespace) -> None:
    data = data_folder(given)
    Mark(data).forget()
    with database(data) as url:
        os.environ |= {"DATABASE_URL": url, "LIANDONG_DATA": str(data)}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        from django.core.management import execute_from_command_line

        execute_from_command_line(["liandong manage", *given.arguments])


def parser() -> argparse.ArgumentParser:
    """Describe every command; `--data` may stand before or after it."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--data",
        metavar="DIR",
        help="数据文件夹，默认 LIANDONG_DATA 或 .data · data folder",
    )
    root = argparse.ArgumentParser(
        prog="liandong",
        description="企业服务信息联动系统 · Enterprise-service linkage system",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
        allow_abbrev=False,
    )
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(
        name: str, run: Callable[[argparse.Namespace], None], text: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text, parents=[common])
        one.set_defaults(run=run)
        return one

    def add_address(one: argparse.ArgumentParser) -> None:
        one.add_argument("--port", type=_port, metavar="N", help="端口 · port")
        one.add_argument("--host", default="127.0.0.1", help="监听地址 · address to listen on")

    one = add("up", up, "启动整个系统，Ctrl-C 停止 · run everything")
    add_address(one)
    one.add_argument("--demo", action="store_true", help="载入示例区县 · with the sample district")
    one = add("token", token, "打印一个接口令牌 · print an API token")
    one.add_argument("username", metavar="USERNAME")
    one.add_argument("--label", default="命令行", help="用途，供日后辨认 · what it is for")
    one = add(
        "import-enterprises",
        import_enterprises,
        "导入企业信息表，最后一行是 JSON · import facts of enterprises; the last line is JSON",
    )
    one.add_argument("file", type=Path, metavar="FILE", help="xlsx 或 csv · xlsx or csv")
    one.add_argument("--source", required=True, metavar="NAME", help="谁提供的 · who says so")
    one.add_argument(
        "--on", required=True, type=_day, metavar="YYYY-MM-DD", help="截至哪天 · as of which day"
    )
    one.add_argument("--dry-run", action="store_true", help="只检查不保存 · look, keep nothing")
    one.add_argument(
        "--rejects", type=Path, metavar="FILE", help="没有导入的行存到这里 · rows set aside go here"
    )
    one.add_argument(
        "--sure",
        action="store_true",
        help="相差万倍的数也照收 · take figures 10,000 times the past",
    )
    one = add(
        "export-enterprises",
        export_enterprises,
        "导出企业信息表，可以原样导回 · export facts of enterprises, as the import reads them",
    )
    one.add_argument("file", type=Path, metavar="FILE", help="以 .xlsx 或 .csv 结尾 · xlsx or csv")
    one.add_argument("--region", default="", metavar="CODE", help="只要一个辖区 · of one region")
    one.add_argument(
        "--facts", default="", metavar="A,B", help="只要这些项 · only these facts, codes or names"
    )
    add(
        "verify-journal",
        verify_journal,
        "核验日志，指出第一处改动 · verify the journal",
    )
    one = add("backup", backup, "备份数据库、附件和密钥 · back everything up")
    one.add_argument("file", type=Path, metavar="FILE")
    one = add("restore", restore, "从备份恢复 · restore a backup")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--force", action="store_true", help="替换已有数据 · replace what is there")
    add_match(add("match", match, "哪些企业符合哪些措施 · which enterprises qualify for what"))
    add(
        "migrate",
        migrate,
        "更新数据库结构和页面文件 · bring database and files up to date",
    )
    add("demo", migrate, "载入示例区县 · load the sample district")
    add("frontend", frontend, "安装前端组件 · install front-end packages")
    add_address(add("web", web, "只启动网页和接口 · pages and API only"))
    add_address(add("events", web, "只启动实时推送 · live pages only"))
    add("worker", worker, "只启动后台任务 · the worker only")
    one = add("manage", manage, "Django 自带的命令 · Django's own commands")
    one.add_argument("arguments", nargs=argparse.REMAINDER, metavar="…")
    return root


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text}: 日期写成 2026-06-30 · a date such as 2026-06-30"
        ) from None


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text}: 端口是 1 到 65535 的整数 · a number from 1 to 65535")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; say what went wrong in a sentence, never with a traceback."""
    speak_utf8()
    given = parser().parse_args(arguments)
    try:
        given.run(given)
    except Trouble as trouble:
        end(trouble)
    except KeyboardInterrupt:
        note("已中断。", "Interrupted.")
        sys.exit(130)


if __name__ == "__main__":
    main()
