"""The request every page and endpoint receives: someone has signed in."""

from django.http import HttpRequest

from liandong.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User
