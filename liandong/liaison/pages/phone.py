"""A liaison's phone: today's visits, who has gone unheard, one enterprise before one goes in, a note."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import catalogue, facts_of, panels_of
from liandong.enterprises.rules.showing import shown
from liandong.kit.codes import mask_phone
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.uploads import read_files
from liandong.kit.uploads import shown as shown_file
from liandong.liaison import actions, queries
from liandong.liaison.actions.noting import FOLDER
from liandong.liaison.forms import ContactForm, NoteForm, PlanForm, as_typed
from liandong.liaison.pages import words
from liandong.visits.actions import plan_visit
from liandong.visits.enums import State
from liandong.visits.models import Visit
from liandong.visits.queries import (
    ahead_of,
    bench_of,
    budget_of,
    budgets_of,
    day_of,
    endings_of,
    office_of,
    visit_for,
)

BEFORE_GOING_IN = (
    "employees",
    "revenue",
    "tax",
    "products",
    "scale",
    "high_tech",
)  # facts, if known
FIELD_OF = {"note.empty": "text", "note.too_long": "text", "note.key_used": "text"}


@require_safe
def day(request: SignedInRequest) -> HttpResponse:
    """Today's visits, each with its note; below them who has gone unheard. A liaison's only: else 404."""
    user, on, moment = request.user, today(), now()
    kept = queries.kept_list(user, on)
    if not kept:
        raise Http404
    by_enterprise = {one.enterprise.pk: one for one in kept}
    visits = day_of(user, on)
    ids = {v.enterprise_id for v in visits} | {k.enterprise.pk for k in kept}
    notes, appeals = queries.last_notes(ids), queries.open_appeals(ids)
    written = queries.notes_by_visit(user, [v.pk for v in visits])
    budgets = budgets_of([v.enterprise for v in visits], on)
    cards = [
        {
            **_form_of(visit, written.get(visit.pk, [])),
            "kept": by_enterprise.get(visit.enterprise_id),
            "budget": budgets[visit.enterprise_id],
            "last": words.last_said(notes.get(visit.enterprise_id), moment),
            "appeals": words.lamps(appeals.get(visit.enterprise_id, ()), moment),
        }
        for visit in visits
    ]
    others = [k for k in kept if k.enterprise.pk not in budgets]  # nobody goes there today
    late = [words.turn(k, notes.get(k.enterprise.pk), moment) for k in others if k.over]
    rest = [words.turn(k, notes.get(k.enterprise.pk), moment) for k in others if not k.over]
    context = {"today": words.weekday(moment), "cards": cards, "late": late, "rest": rest}
    return render(request, "liaison/phone/day.html", context)


@require_http_methods(["GET", "POST"])
def visit(request: SignedInRequest, reference: str) -> HttpResponse:
    """One visit: what has been written of it, and a note to write."""
    found = queries.visit_kept_for(request.user, reference)
    if request.method != "POST":
        return _visit(request, found)
    form = NoteForm(as_typed(request.POST))
    files, refused = read_files(request.FILES.getlist("files"))
    if form.is_valid() and not refused:
        typed = form.cleaned_data
        try:
            actions.write_note(
                found,
                text=typed["text"],
                mood=typed["mood"],
                files=files,
                key=typed["key"],
                written_at=typed["written_at"],
                by=request.user,
            )
        except Refused as no:
            form.add_error(FIELD_OF.get(no.code), no.message)
        else:
            _kept(request, typed["draft"])
            return redirect("liaison:visit", reference)
    return _visit(request, found, form, refused)


def _visit(
    request: SignedInRequest, found: Visit, form: NoteForm | None = None, refused: Any = ()
) -> HttpResponse:
    notes = queries.notes_by_visit(request.user, [found.pk]).get(found.pk, [])
    context = {
        **_form_of(found, notes, form),
        "refused": refused,
        "notes": [
            {
                "note": note,
                "when": words.when(note.written_at, now()),
                "problems": note.problems.all(),
            }
            for note in notes
        ],
        "on": words.day(found.on, now()),
        "may_write": found.state in {State.PLANNED, State.DONE, State.JOINED}
        and found.on <= today(),
        "has_members": found.enterprise.members.filter(user__is_active=True).exists(),
    }
    return render(request, "liaison/phone/visit.html", context, status=422 if form else 200)


@require_http_methods(["GET", "POST"])
def contact(request: SignedInRequest, uscc: str) -> HttpResponse:
    """A note of a call or a visit that nobody had planned."""
    enterprise = queries.kept_enterprise_for(request.user, uscc)
    form = ContactForm(as_typed(request.POST)) if request.method == "POST" else ContactForm()
    files, refused = read_files(request.FILES.getlist("files"))
    if form.is_bound and form.is_valid() and not refused:
        typed = form.cleaned_data
        try:
            note = actions.write_unplanned(
                enterprise,
                kind=typed["kind"],
                on=typed["on"],
                text=typed["text"],
                mood=typed["mood"],
                files=files,
                key=typed["key"],
                free=typed["free"],
                by=request.user,
            )
        except Refused as no:
            form.add_error(FIELD_OF.get(no.code), no.message)
        else:
            _kept(request, typed["draft"])
            return redirect("liaison:visit", note.visit.reference)
    context = {
        "enterprise": enterprise,
        "form": form,
        "draft": f"contact-{enterprise.uscc}",
        "box": "text",
        "action": reverse("liaison:contact", args=[enterprise.uscc]),
        "refused": refused,
        "moods": words.moods(),
        "budget": budget_of(enterprise, today()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "liaison/phone/contact.html", context, status=status)


@require_safe
def enterprise(request: SignedInRequest, uscc: str) -> HttpResponse:
    """One enterprise before one goes in."""
    return _enterprise(request, queries.kept_enterprise_for(request.user, uscc))


@require_POST
def phone(request: SignedInRequest, uscc: str) -> HttpResponse:
    """The number of whom to ring, on this answer only; the look is recorded."""
    found = queries.kept_enterprise_for(request.user, uscc)
    return _enterprise(request, found, number=actions.show_phone(found, by=request.user))


@require_POST
def plan(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Plan to go there; over the budget it waits for the coordinator.

    Where others go in that week one is first asked whether to go with them: `into`, empty for alone.
    """
    found = queries.kept_enterprise_for(request.user, uscc)
    form = PlanForm(as_typed(request.POST))
    into = form.data.get("into")
    asked = form.is_valid() and into is None and _together(request, found, form)
    if form.is_valid() and not asked:
        held = actions.require_liaison(found, request.user)
        try:
            planned = plan_visit(
                found,
                kind="visit",
                department=held.department,
                host=request.user,
                by=request.user,
                into=visit_for(request.user, into, bench_of(request.user)) if into else None,
                **form.cleaned_data,
            )
        except Refused as no:
            form.add_error(None, no.message)
        else:
            said = _("已安排，企业会收到消息。")
            if planned.state == State.WAITING:
                said = _("本季度额度已满，等协调员同意。")
            if planned.state == State.JOINED:
                said = _("和对方一起去，不占额度。")
            messages.success(request, said)
            return redirect("liaison:enterprise", found.uscc)
    return _enterprise(request, found, form=form)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _together(
    request: SignedInRequest, found: Enterprise, form: PlanForm
) -> list[tuple[Visit, str]]:
    """Return who else goes there in the week of a day, each with its office."""
    if form.is_bound:
        day = form.cleaned_data.get("on") if form.is_valid() else None
    else:
        day = _day(request.GET.get("on", ""))
    if day is None:
        return []
    return [(v, office_of(v)) for v in ahead_of(found, day, bench_of(request.user))]


def _enterprise(
    request: SignedInRequest, found: Enterprise, *, number: str = "", form: PlanForm | None = None
) -> HttpResponse:
    user, moment, known = request.user, now(), catalogue()
    status = 422 if form else 200
    form = form or PlanForm()
    mine = next(k for k in queries.kept_list(user, today()) if k.enterprise.pk == found.pk)
    facts = [f for f in facts_of(user, found) if f.kind.code in BEFORE_GOING_IN]
    notes = queries.notes_of(user, found, 3)
    context = {
        "enterprise": found,
        "kept": mine,
        "turn": words.turn(mine, None, moment),
        "number": number,
        "masked": mask_phone(found.contact_phone),
        "budget": budget_of(found, today()),
        "appeals": words.lamps(queries.open_appeals([found.pk]).get(found.pk, ()), moment),
        "facts": [
            {
                "name": f.kind.name,
                "value": shown(f.kind, f.value, known),
                "on": f.on,
                "source": f.source_name,
            }
            for f in facts
        ],
        "endings": endings_of(found, today()),
        "notes": [{"note": n, "when": words.when(n.written_at, moment)} for n in notes],
        "people": queries.liaisons_of(found),
        "form": form,
        "together": _together(request, found, form),
        "panels": [p for p in panels_of(user, found, moment) if p.template.startswith("risks/")],
    }
    return render(request, "liaison/phone/enterprise.html", context, status=status)


@require_POST
def raise_problem(request: SignedInRequest, note: int) -> HttpResponse:
    """Ask the enterprise whether a problem of a note is to become an appeal."""
    found = queries.note_for(request.user, note)
    try:
        actions.raise_problem(found, text=as_typed(request.POST).get("text", ""), by=request.user)
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("已问企业，它同意后就成为它的诉求。"))
    return redirect("liaison:visit", found.visit.reference)


@require_POST
def settle(request: SignedInRequest, reference: str) -> HttpResponse:
    """Keep a problem as a line of the note, or file it for an enterprise that said yes aloud."""
    problem = queries.problem_for(request.user, reference)
    typed = as_typed(request.POST)
    try:
        if typed.get("act") == "spoken":
            actions.consent_spoken(problem, name=typed.get("name", ""), by=request.user)
            messages.success(request, _("已替企业提交。"))
        else:
            actions.keep_problem(problem, by=request.user)
            messages.success(request, _("只作记录，不再问企业。"))
    except Refused as no:
        messages.error(request, no.message)
    return redirect("liaison:visit", problem.note.visit.reference)


@require_safe
def photo(request: SignedInRequest, name: UUID) -> FileResponse:
    """A photo of a note, to whoever may read the note."""
    found = queries.photo_for(request.user, name)
    return shown_file(found.name, original=found.original, kind=found.kind, folder=FOLDER)


def _form_of(visit: Visit, notes: list[Any], form: NoteForm | None = None) -> dict[str, Any]:
    """Return what a note's form needs; its draft has another name once something has been written."""
    number = f"-{len(notes)}" if notes else ""
    return {
        "visit": visit,
        "enterprise": visit.enterprise,
        "written": notes,
        "form": form or NoteForm(),
        "draft": (form.data.get("draft") if form else "") or f"note-{visit.reference}{number}",
        "box": f"text-{visit.reference}",
        "action": reverse("liaison:visit", args=[visit.reference]),
        "moods": words.moods(),
    }


def _kept(request: SignedInRequest, draft: str) -> None:
    messages.success(request, _("已记下。"), extra_tags=f"draft:{draft}" if draft else "")
