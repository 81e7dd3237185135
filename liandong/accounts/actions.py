"""Verbs of accounts: issue and revoke a token."""

import secrets

from liandong.accounts.models import Token, User
from liandong.accounts.queries import digest_of
from liandong.kit.now import now


def issue_token(user: User, *, label: str = "") -> str:
    """Give a person a new API token and return it; it is shown once and kept only as a digest."""
    secret = secrets.token_urlsafe(32)
    Token.objects.create(user=user, digest=digest_of(secret), label=label)
    return secret


def revoke_token(token: Token) -> None:
    """End a token; whoever uses it is a stranger within the seconds that digests are remembered."""
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
