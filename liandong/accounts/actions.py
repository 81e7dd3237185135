"""Verbs of accounts: issue and revoke a token."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import Token, User
from liandong.accounts.queries import digest_of
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.refusals import Refused


@transaction.atomic
def issue_token(user: User, *, label: str = "", by: User | None = None) -> str:
    """Give a person a new API token and return it; it is shown once and kept only as a digest.

    `by=None` is whoever runs the system, at its console.
    """
    User.objects.select_for_update().get(pk=user.pk)
    secret = secrets.token_urlsafe(32)
    token = Token.objects.create(user=user, digest=digest_of(secret), label=label.strip())
    record("token.issued", on=user, by=by, token=token.pk, label=token.label)
    return secret


@transaction.atomic
def revoke_token(token: Token, *, by: User | None = None) -> Token:
    """End a token; whoever uses it is a stranger within the seconds that digests are remembered.

    Refused when it has been revoked already.
    """
    User.objects.select_for_update().get(pk=token.user_id)
    token = Token.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    if token.revoked_at:
        raise Refused("token.revoked", _("这个令牌已经收回。"))
    record("token.revoked", on=token.user, by=by, token=token.pk, label=token.label)
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    return token
