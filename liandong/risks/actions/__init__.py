"""Writes of risks."""
