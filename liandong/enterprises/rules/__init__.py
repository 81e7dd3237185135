"""What is allowed and what follows, about the facts of enterprises: pure functions."""
