"""Who is behind a token, and which tokens a person has."""

import hashlib
import time

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from liandong.accounts.models import Token, User

REMEMBERED_SECONDS = 5.0
_remembered: dict[str, tuple[float, User | None]] = {}


def digest_of(secret: str) -> str:
    """Return what is kept of a token: SHA-256, enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def user_of_token(secret: str) -> User | None:
    """Return the active person a token belongs to, or None.

    Remembered for five seconds per process: the lookup is a fifth of an intake's work.
    """
    digest, moment = digest_of(secret), time.monotonic()
    if (known := _remembered.get(digest)) and moment - known[0] < REMEMBERED_SECONDS:
        return known[1]
    if len(_remembered) > 10_000:
        _remembered.clear()
    token = (
        Token.objects.filter(digest=digest, revoked_at__isnull=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    user = token.user if token else None
    _remembered[digest] = (moment, user)
    return user


def tokens_of(user: User) -> QuerySet[Token]:
    """Return a person's own tokens that still work, newest first."""
    return Token.objects.filter(user=user, revoked_at__isnull=True).order_by("-pk")


def token_of(user: User, number: int) -> Token:
    """Return one of a person's own tokens that still work, or 404."""
    return get_object_or_404(tokens_of(user), pk=number)
