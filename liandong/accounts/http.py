"""What pages and endpoints share: the request of somebody who has signed in, and how errors look."""

from django.http import HttpRequest
from ninja import Schema

from liandong.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User


class TokenRequest(HttpRequest):
    """A request of the API: `auth` is whoever the token belongs to."""

    auth: User


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
