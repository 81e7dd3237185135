"""The database engine of the settings: see `DatabaseWrapper.is_usable`."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, asked before each request whether its connection is still good."""

    def is_usable(self) -> bool:
        """Return whether the connection holds, without a round trip where nothing has come in.

        A server that has gone has closed its end, which makes the line readable. Django asks with a
        statement, which costs a tenth of taking an appeal in; only where something can be read, it does.
        """
        if self.connection is not None and not self.connection.closed:
            line = select.poll()
            line.register(self.connection.fileno(), select.POLLIN)
            if not line.poll(0):
                return True
        return super().is_usable()
