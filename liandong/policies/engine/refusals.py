"""How a rule is refused: a sentence that names the measure and the condition, in words yet to be translated."""

from collections.abc import Callable


class Word(str):
    """A detail of a sentence that is itself translated."""


def gettext_noop(words: str) -> str:
    """Mark words for translation; they are translated when they are said."""
    return words


class RuleRefused(Exception):
    """A measure, a fact or a table cannot be understood; nothing was matched.

    `code` is stable and for programs, `details` fill in the sentence. `worded(gettext)` says it in
    the reader's language; `str` says it in Chinese.
    """

    def __init__(self, code: str, words: str, **details: object) -> None:
        super().__init__(code, words, details)
        self.code, self.words, self.details = code, words, details

    def worded(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language that `translate` speaks."""
        told = {
            name: translate(detail) if isinstance(detail, Word) else detail
            for name, detail in self.details.items()
        }
        return translate(self.words) % told

    def __str__(self) -> str:
        return self.worded(lambda words: words)
