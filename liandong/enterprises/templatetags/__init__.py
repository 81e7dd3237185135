"""Template tags of enterprises."""
