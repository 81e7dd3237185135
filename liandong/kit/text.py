"""What people type, made safe to keep, to show in short, and to search."""

import re
import unicodedata
from itertools import pairwise

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_PICTURES = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINER, _SELECTORS = "\u200d", "\ufe00-\ufe0f"
# Control and lone surrogate characters, soft hyphen, zero-width and blank fillers, marks and
# overrides of direction, annotation marks, tags, and the two values that are no characters.
_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
_REMOVED = re.compile(
    f"(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"  # a flag spelt in tags stays
    f"|(?<!\\S)[{_UNSEEN}{_JOINER}{_SELECTORS}]+"  # nothing visible carries it
    f"|[{_UNSEEN}]+"
    f"|(?<![{_PICTURES}])(?<![{_PICTURES}]\ufe0f){_JOINER}"  # joins no pictures:
    f"|{_JOINER}(?![{_PICTURES}])"
)
_REMARKABLE = re.compile(f"[{_UNSEEN}{_JOINER}{_SELECTORS}]")  # most texts have nothing of it
_LONGEST_MARKS = 30
# Every combining mark, and whatever else lies outside the common scripts, more than 30 in a row.
_MAYBE_MARKS = re.compile(
    "[^\x00-\u02ff\u2000-\u206f\u3000-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ud7ff\uff00-\uffff]{31}"
)
_GREETING = re.compile(
    r"(?:尊敬的[^，。！？；：,!?;:\n]{0,12}[，。！：,!:\s]+)?(?:(?:各位)?领导[，！：,!:\s]+)?"
    r"(?:(?:(?:各位)?领导)?(?:您好|你好|大家好)[，。！：,!:\s]*)?"
)
_INTRODUCTION = re.compile(r"(?:我|我们|我司|本公司|我公司|我单位|我店)是")
_SENTENCE_END = re.compile(r"[。！？；!?;\n]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[^，、：,:]+[，、：,:]*")
_TITLE_LENGTH, _TITLE_ENOUGH = 28, 12
_NOTE = re.compile(r"[（(][^（）()]*[）)]")
_LEGAL_FORM = re.compile(r"(?:股份|有限|责任|集团|总?公司)+$")
_RUN = re.compile(r"[^\W_]+")
_MOST_QUERY_WINDOWS = 12
_ENOUGH, _FEWEST = 0.3, 4  # share and number of windows that two texts on one matter have in common
# What many appeals say shows no likeness.
_COMMON = (
    "我公司 我们公司 希望尽快解决 不知道找谁办 要多久 想办理 想申请 怎么办 请问 已经 没有 什么时候"
    " 问题 影响生产 企业"
)


def clean_text(text: str) -> str:
    """`text` as it is kept: NFC, nothing unseen in it, line ends as newlines, stripped.

    Newlines, tabs and emoji stay, with their joiners and variants. Taken out are control characters
    (NUL above all, which PostgreSQL refuses), zero-width characters and overrides of direction,
    which make a text read differently from what it holds. More than 30 combining marks in a row are
    cut to 30 (the Stream-Safe Text Format of Unicode Annex 15): sorting them takes time that
    grows with the square of their number. Cleaning twice changes nothing.
    """
    text = _LINE_ENDS.sub("\n", text)
    if _REMARKABLE.search(text):
        text = _REMOVED.sub(lambda match: match[1] or "", text)
    if _MAYBE_MARKS.search(text):
        text = _few_marks(text)
    text = unicodedata.normalize("NFC", text)
    return text.strip()


def title_of(text: str) -> str:
    """A title of at most 28 characters from the first sentence of `text`.

    A greeting and "we are …" in front are left out. Clauses are joined until they say something
    (12 characters); what is too long ends in `…`. Empty only when the text is.
    """
    text = clean_text(text)
    body = text[match.end() :] if (match := _GREETING.match(text)) else text
    sentences = (sentence.strip() for sentence in _SENTENCE_END.split(body or text))
    sentence = next((sentence for sentence in sentences if sentence), text)
    title = ""
    clauses = _CLAUSE.findall(sentence) or [sentence]
    if len(clauses) > 1 and _INTRODUCTION.match(clauses[0]):
        del clauses[0]
    for clause in clauses:
        if title and (len(title) >= _TITLE_ENOUGH or len(title + clause) > _TITLE_LENGTH):
            break
        title += clause
    title = " ".join(title.split()).rstrip("，、：,: ")
    if len(title) <= _TITLE_LENGTH:
        return title or sentence[:_TITLE_LENGTH]
    return title[: _TITLE_LENGTH - 1].rstrip(_JOINER) + "…"


def folded(text: str) -> str:
    """`text` as it is compared: compatible characters made one (NFKC), lower case."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()


def terms(query: str) -> list[str]:
    """The runs of letters and digits of a query, folded, each of two characters or more."""
    return list(dict.fromkeys(run for run in _RUN.findall(folded(query)) if len(run) > 1))


def windows(text: str) -> list[str]:
    """The distinct pairs of neighbouring letters or digits in `text`, folded, in order.

    They index a text for search inside sentences: a text holds a term only if it holds all of the
    term's windows. None spans a blank or a punctuation mark.
    """
    runs = _RUN.findall(folded(text))
    return list(dict.fromkeys(a + b for run in runs for a, b in pairwise(run)))


def query_windows(query: str) -> list[str]:
    """The windows that a text must hold to hold every term of `query`; at most twelve.

    Twelve narrow any search enough; leaving out others finds more, never less, and `terms` then
    says what truly must be there. Empty when the query has no run of two characters.
    """
    return windows(query)[:_MOST_QUERY_WINDOWS]


def likeness(one: str, other: str) -> float:
    """Return how much of the shorter text stands in the other, from 0 to 1."""
    common = set(windows(_COMMON))
    first, second = set(windows(one)) - common, set(windows(other)) - common
    shared = len(first & second)
    return shared / min(len(first), len(second)) if shared >= _FEWEST else 0.0


def is_alike(one: str, other: str) -> bool:
    """Return whether so much is shared that one asks whether it is the same matter."""
    return likeness(one, other) >= _ENOUGH


def _few_marks(text: str) -> str:
    """`text` with its runs of combining marks cut."""
    marks = 0
    kept: list[str] = []
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _LONGEST_MARKS:
            kept.append(character)
    return "".join(kept)


def names_of(enterprise: str) -> tuple[str, str, str]:
    """An enterprise's name in full, without remarks in brackets, and without its legal form too."""
    plain = _NOTE.sub("", enterprise).strip()
    return enterprise, plain, _LEGAL_FORM.sub("", plain)
