"""Figures, each with the limit it is to keep: as JSON for machines, as a table for people."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measured value; `ratio` is value ÷ limit. At least the limit, or at most, as `aim` says."""

    name: str
    value: float
    unit: str
    limit_name: str = ""
    limit_value: float | None = None
    aim: str = ""  # "≥" or "≤" where the limit is to be kept

    @property
    def ratio(self) -> float | None:
        """The value as a multiple of its limit."""
        return self.value / self.limit_value if self.limit_value else None

    @property
    def holds(self) -> bool | None:
        """Whether the limit is kept; None where there is none to keep."""
        if self.limit_value is None or not self.aim:
            return None
        return self.value >= self.limit_value if self.aim == "≥" else self.value <= self.limit_value


class Results:
    """All figures of one run, printed as they come."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def add(self, name: str, value: float, unit: str, *limit: object, aim: str = "") -> None:
        """Note a figure; `limit` is the limit's name and value."""
        limit_name, limit_value = limit or ("", None)
        assert limit_value is None or isinstance(limit_value, int | float)
        figure = Figure(name, value, unit, str(limit_name), limit_value, aim)
        self.figures.append(figure)
        print("   ", _words(figure), flush=True)

    def write(self, folder: Path) -> None:
        """Write `results.json` and `results.md`."""
        rows = [
            {
                **{k: v for k, v in asdict(figure).items() if k != "aim"},
                "value": _rounded(figure.value),
                "limit_value": None if figure.limit_value is None else _rounded(figure.limit_value),
                "ratio": None if figure.ratio is None else _rounded(figure.ratio),
                "holds": figure.holds,
            }
            for figure in self.figures
        ]
        (folder / "results.json").write_text(
            json.dumps(rows, ensure_ascii=False, indent=2) + "\n", "utf-8"
        )
        (folder / "results.md").write_text(self.table(), "utf-8")

    def table(self) -> str:
        """The figures as a Markdown table."""
        lines = ["| what | measured | limit | ratio | holds |", "| --- | ---: | --- | ---: | --- |"]
        for figure in self.figures:
            limit = ""
            if figure.limit_value is not None:
                limit = f"{figure.limit_name} {figure.aim} {_rounded(figure.limit_value):,}"
            ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
            holds = {True: "yes", False: "**no**", None: ""}[figure.holds]
            measured = f"{_rounded(figure.value):,} {figure.unit}"
            lines.append(f"| {figure.name} | {measured} | {limit} | {ratio} | {holds} |")
        return "\n".join(lines) + "\n"


def _rounded(value: float) -> float:
    """A value with three figures that say something."""
    if abs(value) >= 100:
        return round(value)
    return float(f"{value:.3g}")


def _words(figure: Figure) -> str:
    said = f"{figure.name}: {_rounded(figure.value):,} {figure.unit}"
    if figure.limit_value is not None:
        said += f" ({figure.limit_name} {figure.aim}{_rounded(figure.limit_value):,}"
        said += f"; ratio {figure.ratio:.2f})" if figure.ratio is not None else ")"
    return said + ("  ← falls short" if figure.holds is False else "")
