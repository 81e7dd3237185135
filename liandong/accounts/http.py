"""What pages and endpoints share: the request of somebody who has signed in, and how errors look."""

from django.http import HttpRequest
from ninja import Field, Schema

from liandong.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User


class TokenRequest(HttpRequest):
    """A request of the API: `auth` is whoever the token belongs to."""

    auth: User


class WrongField(Schema):
    """`field` is a path, such as `steps.0.due_on`."""

    field: str
    message: str


class Problem(Schema):
    """Problem details (RFC 9457); `errors` names the fields where it is they that are wrong."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[WrongField] = Field([], description="With status 422")
