"""Finding Chinese text: two-character windows in an index, then the text itself to be exact."""

from django.db.models import Q, QuerySet

from liandong.appeals.models import Appeal


def found(appeals: QuerySet[Appeal], q: str) -> QuerySet[Appeal]:
    """Return the appeals whose reference is `q` or whose title or text contains it."""
    return appeals.filter(Q(reference=q.strip()) | Q(title__icontains=q) | Q(text__icontains=q))
