"""Reads of keylists."""
