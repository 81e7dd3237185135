"""Reads of liaison."""
