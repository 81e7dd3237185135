"""The plan of the house is checked by a machine, not by memory."""

import subprocess
import sys
from pathlib import Path


def test_imports_run_one_way():
    linter = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([linter], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
