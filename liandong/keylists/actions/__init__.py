"""Writes of keylists."""
