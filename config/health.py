"""Whether the system lives and is ready, and its figures for Prometheus."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from prometheus_client import CONTENT_TYPE_LATEST

from config.metrics import exposition

router = Router(tags=["health"])


class Health(Schema):
    status: str


@router.get("/healthz", auth=None, response=Health)
def healthz(request: HttpRequest) -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", auth=None, response={200: Health, 503: Health})
def readyz(request: HttpRequest) -> Status[dict[str, str]]:
    """The database answers and holds the tables."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM departments_region LIMIT 1")
            ready = cursor.fetchone() is not None
    except Exception:
        ready = False
    return Status(200, {"status": "ready"}) if ready else Status(503, {"status": "starting"})


@router.get("/metrics", include_in_schema=False)
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus figures; for administrators' and auditors' tokens, not for the public."""
    from liandong.departments.enums import Role  # noqa: PLC0415 (apps load after config)
    from liandong.departments.queries import roles_of  # noqa: PLC0415

    if not roles_of(request.auth) & {Role.ADMIN, Role.AUDITOR}:  # type: ignore[attr-defined]
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
