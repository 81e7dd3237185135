"""One way to say no: raise `Refused`, and the page or the API words it for the reader."""


class Refused(Exception):
    """A rule of the house forbids this; the reader is told why, and nothing is saved.

    `code` is stable and for programs (noun.reason, such as `appeal.wrong_move`);
    `message` is one sentence in the reader's language that says what is possible instead.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
