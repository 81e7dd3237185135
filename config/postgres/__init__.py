"""Django's PostgreSQL, with a quicker look at whether a lasting connection still holds."""
