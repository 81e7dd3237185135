"""Whom entries about visits and inspections, and what ends soon are told to."""

from liandong.notices.rules.lines import Telling

TABLE: dict[str, tuple[Telling, ...]] = {}
