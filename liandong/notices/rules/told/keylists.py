"""Whom entries about the list of key enterprises are told to."""

from liandong.notices.rules.lines import Telling

TABLE: dict[str, tuple[Telling, ...]] = {}
