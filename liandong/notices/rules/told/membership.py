"""Whom entries about who may act for an enterprise are told to."""

from liandong.notices.rules.lines import Telling

TABLE: dict[str, tuple[Telling, ...]] = {}
