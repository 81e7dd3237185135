"""Whom entries about figures that are asked for are told to."""

from liandong.notices.rules.lines import Telling

TABLE: dict[str, tuple[Telling, ...]] = {}
