"""Whom entries about risk signals are told to."""

from liandong.notices.rules.lines import Telling

TABLE: dict[str, tuple[Telling, ...]] = {}
