"""`liandong match`: measures against a parquet file of enterprises, without Django or a database."""

import argparse
import gettext
import json
import sys
from collections.abc import Callable
from pathlib import Path

from config.console import Trouble, end


def add_match(one: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    one.add_argument(
        "--measures",
        type=Path,
        required=True,
        metavar="M.jsonl",
        help="措施，一行一条 · one a line",
    )
    one.add_argument(
        "--enterprises",
        type=Path,
        required=True,
        metavar="E.parquet",
        help="企业，一列 enterprise，其余每列一个事实 · a column enterprise, one a fact",
    )
    how = one.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--out", type=Path, metavar="R.parquet", help="名单写到这里 · who is eligible or possible"
    )
    how.add_argument("--count", action="store_true", help="每条措施多少家，JSON · numbers as JSON")


def match(given: argparse.Namespace) -> None:
    """Count on standard output, or write the list; what cannot be understood ends with 2."""
    from pyarrow import ArrowException

    from liandong.policies import engine

    try:
        found = engine.match(engine.read_measures(given.measures), given.enterprises)
        if given.out:
            print(json.dumps({"rows": found.write(given.out)}))
        else:
            rows = found.counts().to_pylist()
            sys.stdout.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    except engine.RuleRefused as refused:
        end(Trouble(str(refused), refused.worded(_english())), 2)
    except (OSError, ArrowException) as error:
        said = str(error).partition("\n")[0]
        end(Trouble(f"文件读不了或写不了：{said}", "A file could not be read or written."), 2)


def _english() -> Callable[[str], str]:
    """Return what says the engine's sentences in English."""
    from config.messages import LOCALE, compile_all

    compile_all()
    return gettext.translation("django", LOCALE, ["en"]).gettext
