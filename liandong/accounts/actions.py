"""Verbs of accounts: issue and revoke a token, choose a language, look at a number, reset a second factor."""

import secrets

from allauth.mfa.models import Authenticator
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


@transaction.atomic
def choose_language(user: User, code: str) -> User:
    """Keep with a person which language they read; choosing the same again changes nothing."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.language != code:
        person.language = user.language = code
        person.save(update_fields=["language"])
        record("user.language_chosen", on=person, by=person, language=code)
    return person


@transaction.atomic
def reset_second_factor(user: User, *, by: User) -> None:
    """Take away a person's authenticators, who has lost them and asked in person; they sign in with
    password or phone code until they set up new ones. Refused when there is none.
    """
    User.objects.select_for_update().get(pk=user.pk)
    kept = Authenticator.objects.filter(user=user)
    kinds = sorted(kept.values_list("type", flat=True))
    if not kinds:
        raise Refused("second_factor.none", _("%(name)s没有开两步验证。") % {"name": user})
    record("user.second_factor_reset", on=user, by=by, kinds=kinds)
    kept.delete()


@transaction.atomic
def show_phone(user: User, *, by: User) -> str:
    """Return a person's whole number to whoever keeps the accounts; each look is in the journal."""
    User.objects.select_for_update().get(pk=user.pk)
    record("user.phone_shown", on=user, by=by)
    return user.phone or ""
