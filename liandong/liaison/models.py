"""Tables of liaison: who keeps in touch with an enterprise, and what was said."""
