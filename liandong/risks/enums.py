"""The words of risks."""
