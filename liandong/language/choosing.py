"""Names that stand in tables: the English one where the page is English and there is one, else the Chinese."""

from django.utils.translation import get_language


def in_english() -> bool:
    """Whether what is being said is said in English."""
    return (get_language() or "").startswith("en")


def chosen(chinese: str, english: str) -> str:
    """Return the name in the language that is being spoken; Chinese where it has no other."""
    return english if english and in_english() else chinese
