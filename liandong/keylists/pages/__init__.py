"""Pages of keylists."""
