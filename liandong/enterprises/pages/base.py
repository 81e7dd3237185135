"""The enterprise base at the desk: find one, one page each, state a fact, look at a covered one, export."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandong.accounts.http import SignedInRequest
from liandong.enterprises import queries
from liandong.enterprises.actions import note_export, show_member_phone, uncover
from liandong.enterprises.actions.exporting import cells
from liandong.enterprises.enums import MemberRole, Scale, Seat
from liandong.enterprises.models import Enterprise, Member
from liandong.enterprises.pages.facts import Book, Opened
from liandong.enterprises.queries import Filters, Reach
from liandong.enterprises.rules.showing import (
    code_words,
    industry_path,
    scale_reasons,
    titled,
)
from liandong.kit.codes import is_provisional, mask_phone, normal_uscc
from liandong.kit.now import now
from liandong.kit.text import clean_text
from liandong.kit.workbooks import Cell, table, workbook

MOST_EXPORTED = 20_000
LONGEST_Q = 50
NOTHING: Mapping[int, str] = {}


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """The list beside an empty page."""
    return render(
        request, "enterprises/desk/index.html", _list(request, queries.desk_reach(request.user))
    )


@require_GET
def file(request: SignedInRequest, uscc: str) -> HttpResponse:
    """One enterprise beside the list; with htmx only its page."""
    reach = queries.desk_reach(request.user)
    enterprise = queries.enterprise_file_for(request.user, uscc, reach)
    if enterprise.uscc != normal_uscc(uscc):  # what it was merged from leads here
        return redirect("enterprises:file", enterprise.uscc)
    return _file(request, enterprise, reach)


@require_GET
def side(request: SignedInRequest, uscc: str) -> HttpResponse:
    """What stands beside the facts, fetched once it is seen; without script the page with it."""
    reach = queries.desk_reach(request.user)
    enterprise = queries.enterprise_file_for(request.user, uscc, reach)
    if not _is_part(request):
        return _file(request, enterprise, reach, with_side=True)
    context = _frame(request, enterprise) | _side(request, enterprise, reach)
    return render(request, "enterprises/desk/side.html", context)


@require_GET
def missing(request: SignedInRequest, uscc: str) -> HttpResponse:
    """What is not known and the reader may state, fetched once it is opened; without script the page with it."""
    reach = queries.desk_reach(request.user)
    enterprise = queries.enterprise_file_for(request.user, uscc, reach)
    book = Book(request.user, enterprise, reach)
    if not _is_part(request):
        return _file(request, enterprise, reach, with_missing=True)
    context = _frame(request, enterprise) | {"missing_groups": book.missing_groups()}
    return render(request, "enterprises/desk/missing.html", context)


@require_http_methods(["GET", "POST"])
def fact(request: SignedInRequest, uscc: str, code: str) -> HttpResponse:
    """One fact opened on the page: its history, and what somebody says of it now."""
    reach = queries.desk_reach(request.user)
    enterprise = queries.enterprise_file_for(request.user, uscc, reach)
    book = Book(request.user, enterprise, reach)
    if request.method != "POST":
        return _file(request, enterprise, reach, opened=book.open(code))
    done, opened = book.state(request, code)
    if done:
        enterprise = queries.enterprise_file_for(request.user, uscc, reach)
    status = 200 if done else 422
    return _file(request, enterprise, reach, opened=opened, with_side=True, status=status)


@require_POST
def show(request: SignedInRequest, uscc: str, code: str) -> HttpResponse:
    """A covered personal datum, on this answer only; the look is recorded."""
    reach = queries.desk_reach(request.user)
    enterprise = queries.enterprise_file_for(request.user, uscc, reach)
    value = uncover(enterprise, code, by=request.user)
    opened = Book(request.user, enterprise, reach).open(code, uncovered=value)
    said = _("您看了%(name)s，已记入日志。") % {"name": opened.line.kind.name}
    opened = Opened(opened.line, opened.history, opened.form, said=said)
    return _file(request, enterprise, reach, opened=opened)


@require_POST
def member(request: SignedInRequest, uscc: str, username: str) -> HttpResponse:
    """The number of one who acts for an enterprise, on this answer only; the look is recorded."""
    reach = queries.desk_reach(request.user)
    enterprise = queries.enterprise_file_for(request.user, uscc, reach)
    people = queries.people_of(request.user, enterprise, reach) or ()
    one = next((m for m in people if m.user.username == username), None)
    if one is None:
        raise Http404
    bare = {one.pk: show_member_phone(one, by=request.user)}
    return _file(request, enterprise, reach, bare=bare, with_side=True)


@require_GET
def export(request: SignedInRequest) -> FileResponse | StreamingHttpResponse:
    """What the list is narrowed to, with the facts that the reader may see; a long list comes as CSV."""
    reach, filters = queries.desk_reach(request.user), _filters(request)
    seats = {seat for seat, prefixes in reach.prefixes.items() if prefixes}
    kinds = [
        kind
        for kind in queries.kinds_seen(seats | ({"auditor"} if reach.reads_all else set()))
        if kind.code not in {"name", "region", "age"} and kind.sensitivity in {"open", "inside"}
    ]
    rows = queries.count_of(reach, filters)
    note_export(rows=rows, filters={k: v for k, v in vars(filters).items() if v}, by=request.user)
    columns = [_("统一社会信用代码"), _("企业名称"), _("所在辖区")]
    columns += [titled(kind) for kind in kinds]
    lines: Iterator[list[Cell]] = (
        [it.uscc, it.name, it.region.name, *cells(kinds, queries.facts(it))]
        for it in queries.all_of(reach, filters)
    )
    if rows > MOST_EXPORTED or request.GET.get("format") == "csv":
        return table(_("企业"), columns, lines, now=now())
    widths = [22, 36, 14, *(14 for _kind in kinds)]
    return workbook(_("企业"), columns, widths, lines, now=now())


def _filters(request: SignedInRequest) -> Filters:
    given = {name: clean_text(str(value)) for name, value in request.GET.items()}
    scale = given.get("scale", "")
    return Filters(
        q=given.get("q", "")[:LONGEST_Q],
        region=given.get("region", "")[:12] if given.get("region", "").isdigit() else "",
        industry=given.get("industry", "")[:5],
        scale=scale if scale in Scale.values else "",
        key="1" if given.get("key") else "",
    )


def _list_beside(request: SignedInRequest, reach: Reach) -> dict[str, Any]:
    """Return the frame of the list beside an enterprise; the list itself is fetched once it is seen."""
    narrowed = {k: v for k, v in vars(_filters(request)).items() if v}
    kept = urlencode(narrowed)
    address = reverse("enterprises:base")
    return {
        "later": f"{address}?{kept}" if kept else address,
        "may_import": bool(reach.prefixes[Seat.COORDINATOR]),
        "filters": _filters(request),
        "narrowed": narrowed,
        "clear_url": address,
        "query": f"?{kept}" if kept else "",
    }


def _list(request: SignedInRequest, reach: Reach) -> dict[str, Any]:
    filters = _filters(request)
    after = request.GET.get("after", "")
    page = queries.page_of(reach, filters, int(after) if after.isdigit() and len(after) < 18 else 0)
    narrowed = {k: v for k, v in vars(filters).items() if v}
    kept = urlencode(narrowed)
    address = reverse("enterprises:base")
    known = queries.catalogue()
    sections = [(code, name) for code, name in known.industries.items() if len(code) == 1]

    def menu(name: str, label: str, options: list[tuple[str, str]]) -> dict[str, Any]:
        rest = {k: v for k, v in narrowed.items() if k != name}
        chosen = narrowed.get(name, "")
        return {
            "label": next((word for code, word in options if code == chosen), label),
            "chosen": bool(chosen),
            "options": [
                {
                    "word": word,
                    "url": f"{address}?{urlencode({**rest, name: code})}",
                    "here": code == chosen,
                }
                for code, word in options
            ],
        }

    rest = {k: v for k, v in narrowed.items() if k != "key"}
    return {
        "page": page,
        "may_import": bool(reach.prefixes[Seat.COORDINATOR]),
        "most": queries.MOST_COUNTED,
        "filters": filters,
        "narrowed": narrowed,
        "query": f"?{kept}" if kept else "",
        "clear_url": address,
        "key_url": f"{address}?{urlencode(rest if filters.key else {**rest, 'key': '1'})}",
        "export_url": f"{reverse('enterprises:export')}?{kept}",
        "following": f"{address}?{urlencode({**narrowed, 'after': page.following})}"
        if page.following
        else "",
        "menus": [
            menu("region", _("辖区"), queries.regions_of(reach)),
            menu("industry", _("行业"), sections),
            menu("scale", _("规模"), [(s.value, str(s.label)) for s in Scale]),
        ],
    }


def _may_send_code(enterprise: Enterprise, people: list[Member] | None, reach: Reach) -> bool:
    if is_provisional(enterprise.uscc) or Seat.COORDINATOR not in reach.seats(enterprise):
        return False
    return all(m.role != MemberRole.ADMIN for m in people or ())


def _is_part(request: SignedInRequest) -> bool:
    """Return whether htmx asks for a part of the page rather than a browser for all of it."""
    asks, restores = "HX-Request", "HX-History-Restore-Request"
    return asks in request.headers and restores not in request.headers


def _frame(request: SignedInRequest, enterprise: Enterprise) -> dict[str, Any]:
    kept = urlencode({k: v for k, v in vars(_filters(request)).items() if v})
    return {
        "enterprise": enterprise,
        "file_url": reverse("enterprises:file", args=[enterprise.uscc]),
        "query": f"?{kept}" if kept else "",
    }


def _file(
    request: SignedInRequest,
    enterprise: Enterprise,
    reach: Reach,
    *,
    opened: Opened | None = None,
    bare: Mapping[int, str] = NOTHING,
    with_side: bool = False,
    with_missing: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show an enterprise: the whole desk, or its pane when htmx asks; what is not seen at once comes later."""
    known = queries.catalogue()
    book = Book(request.user, enterprise, reach)
    with_missing = with_missing or (opened is not None and not opened.line.value)
    founded = queries.facts(enterprise).get("age")
    context = _frame(request, enterprise) | {
        "groups": book.groups(),
        "count": len(book.facts),
        "missing": len(book.missing()),
        "missing_groups": book.missing_groups() if with_missing else [],
        "opened": opened,
        "opened_code": opened.line.kind.code if opened else "",
        "path": industry_path(enterprise.industry, known) or [enterprise.industry_name],
        "age": founded[0] if founded else None,
        "with_side": with_side,
    }
    if with_side:
        context |= _side(request, enterprise, reach, bare)
    if _is_part(request):
        return render(request, "enterprises/desk/pane.html", context, status=status)
    context = {**_list_beside(request, reach), **context}
    return render(request, "enterprises/desk/file.html", context, status=status)


def _side(
    request: SignedInRequest,
    enterprise: Enterprise,
    reach: Reach,
    bare: Mapping[int, str] = NOTHING,
) -> dict[str, Any]:
    """Return what stands beside the facts: what other apps have to show, people, where its scale comes from."""
    user, known = request.user, queries.catalogue()
    values = {code: entry[0] for code, entry in queries.facts(enterprise).items()}
    row, limits = scale_reasons(values, known)
    people = queries.people_of(user, enterprise, reach)
    return {
        "code_words": code_words(enterprise.uscc, known),
        "scale_row": row,
        "limits": limits,
        "people": [
            (m, bare.get(m.pk) or mask_phone(m.user.phone or ""), m.pk in bare)
            for m in people or ()
        ],
        "sees_people": people is not None,
        "may_send_code": _may_send_code(enterprise, people, reach),
        "told": queries.told_of(user, enterprise, reach),
        "merged": queries.merged_from(user, enterprise),
        "panels": queries.panels_of(user, enterprise, now()),
    }
