"""The words of keylists."""
