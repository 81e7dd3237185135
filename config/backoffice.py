"""The back office (/admin/): who may enter, and that each change is recorded."""

from collections.abc import Iterable
from functools import update_wrapper
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.places import groups_of
from liandong.accounts.models import User
from liandong.departments.queries import calendars_without_days, forget_calendars, is_admin
from liandong.journal.actions import record

# Apps whose rows are each person's own affair, or the job library's.
HIDDEN = {"mfa", "account", "procrastinate"}
SECRET = {"password", "password1", "password2", "digest"}


def _is_administrator(user: object) -> bool:
    """Ask once for each time the person is read, which is once a request."""
    if not isinstance(user, User):
        return False
    known = user.__dict__
    if "_administers" not in known:
        known["_administers"] = is_admin(user)
    return cast(bool, known["_administers"])


class AdministratorBackend(BaseBackend):
    """Grants an administrator (`Role.ADMIN`) what the back office asks for; signs nobody in."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whoever holds the role today may do what the pages of the back office offer."""
        return _is_administrator(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """The same, for a whole app."""
        return _is_administrator(user_obj)


class Recorded(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mixed into every page of the back office: a change is a line in the journal, nothing is
    deleted.

    Reference data that may go, such as a holiday entered by mistake, says `may_delete = True`.
    """

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only where the page says so."""
        return getattr(self, "may_delete", False) and super().has_delete_permission(request, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Head a list with what it lists."""
        heading = {"title": self.opts.verbose_name_plural}
        return super().changelist_view(request, heading | (extra_context or {}))

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Keep each changed field with the value it had and has, for the line in the journal."""
        rows = [form, *(row for formset in formsets or [] for row in formset.forms)]
        kept = request.__dict__.setdefault("_changes", [])
        kept += [_changes(row) for row in rows if row.has_changed()]
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Record that a thing was added."""
        self._record(request, obj, "added")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Record that a thing was changed."""
        self._record(request, obj, "changed")
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Model]) -> Any:
        """Record that things were removed."""
        for thing in queryset:
            self._record(request, thing, "removed")
        return super().log_deletions(request, cast(QuerySet[Model], queryset))

    def _record(self, request: HttpRequest, thing: Model, past: str) -> None:
        record(
            f"{thing._meta.model_name}.{past}",
            on=thing,
            by=cast(User, request.user),
            name=str(thing),
            changes=request.__dict__.pop("_changes", []),
        )
        forget_calendars()


def _changes(form: Any) -> dict[str, object]:
    """Return what a form changed: of which thing, and per field the value it had and has."""
    removed = form.cleaned_data.get("DELETE", False)
    fields = {
        name: [_word(form.initial.get(name)), _word(form.cleaned_data.get(name))]
        for name in form.changed_data
        if name not in SECRET and name != "DELETE"
    }
    return {"thing": str(form.instance), "removed": bool(removed), "fields": fields}


def _word(value: object) -> str:
    return "" if value is None else str(value.pk if isinstance(value, Model) else value)


class BackOffice(admin.AdminSite):
    """Reference data, kept by whoever holds `Role.ADMIN`; sign-in is that of all other pages."""

    site_title = site_header = gettext_lazy("企服联动 · 管理后台")
    index_title = gettext_lazy("管理后台")
    index_template = "departments/backoffice.html"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever administers today; being staff in Django's sense is not asked."""
        return _is_administrator(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Let nobody know what is here who has no business here; strangers go to sign in."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return cast(HttpResponse, inner(request, *args, **kwargs))

        return update_wrapper(guarded, inner)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Mix `Recorded` into each page that an app brings; hide those of sign-in."""
        one = isinstance(model_or_iterable, type)
        models: list[Any] = [model_or_iterable] if one else list(model_or_iterable)
        models = [model for model in models if model._meta.app_label not in HIDDEN]
        base = admin_class or admin.ModelAdmin
        mixed = type(base.__name__, (Recorded, base), {"__module__": base.__module__})
        super().register(models, mixed, **options)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send strangers to the one sign-in page, and refuse whoever has no business here."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next") or "/admin/")

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Return every list in the groups of the start page, which stand beside each list as well."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        return groups_of(
            {
                f"{app['app_label']}_{row['object_name'].lower()}": row
                for app in apps
                for row in app["models"]
            }
        )

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show all that can be kept here, and warn of years whose holidays nobody has entered."""
        warnings = [
            _("%(calendar)s缺 %(years)s 年的节假日和调休，暂按周一至周五计时，请补录。")
            % {"calendar": name or _("工作日历"), "years": _("、").join(map(str, years))}
            for name, years in calendars_without_days().items()
        ]
        return super().index(request, {"warnings": warnings} | (extra_context or {}))
