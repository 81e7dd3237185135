"""Rules of visits: the budget of a quarter, several in a week as one, what ends soon."""
