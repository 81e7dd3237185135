"""Addresses about oneself; those of sign-in itself are allauth's."""

from django.urls import path

from liandong.accounts import pages

app_name = "accounts"
urlpatterns = [
    path("language/", pages.language, name="language"),
    path("me/tokens/", pages.tokens, name="tokens"),
    path("me/tokens/revoke/", pages.revoke, name="revoke_token"),
    path("accounts/password/reset/", pages.forgotten, name="forgotten"),
]
