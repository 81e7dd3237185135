"""Pages of enterprises: oneself, one's enterprises and their members, what waits for consent."""
