"""我的企业: what is known of one's own enterprise, what is missing, and how to put one thing right."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.enterprises import queries
from liandong.enterprises.models import Enterprise
from liandong.enterprises.pages.facts import Book
from liandong.enterprises.rules.asking import asked

ASKED_AT_ONCE = 3


def _own(request: SignedInRequest) -> Enterprise:
    here = queries.current_enterprise(request)
    if here is None:
        raise Http404
    return queries.enterprise_file_for(request.user, here.uscc)


def _book(request: SignedInRequest) -> Book:
    return Book(request.user, _own(request), queries.reach_of(request.user), as_member=True)


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """The few facts to ask for, then those that are known; whoever stands in an office has no such page."""
    book = _book(request)
    missing = asked(book.missing())
    context = {
        "enterprise": book.enterprise,
        "groups": book.groups(),
        "known": len(book.facts),
        "first": missing[:ASKED_AT_ONCE],
        "rest": missing[ASKED_AT_ONCE:],
    }
    return render(request, "enterprises/own.html", context)


@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, code: str) -> HttpResponse:
    """One fact: where it comes from, and a field to say otherwise in the enterprise's own name."""
    book = _book(request)
    if request.method != "POST":
        opened = book.open(code)
    else:
        done, opened = book.state(request, code)
        if done:
            messages.success(request, opened.said)
            return redirect("enterprises:own")
    context = {"enterprise": book.enterprise, "opened": opened}
    return render(
        request,
        "enterprises/correct.html",
        context,
        status=422 if request.method == "POST" else 200,
    )
