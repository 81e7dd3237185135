"""Reads of risks."""
