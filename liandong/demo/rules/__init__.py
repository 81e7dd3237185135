"""What the sample district is like, made from a seed; no tables."""
