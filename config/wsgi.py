"""The door for web servers: pages and, by a shorter way, the API."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from config.metrics import counted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class ApiHandler(WSGIHandler):
    """Leaves out the layers that step aside for the API: passing them by takes a tenth of an answer's time."""

    def load_middleware(self, is_async: bool = False) -> None:
        whole = settings.MIDDLEWARE
        settings.MIDDLEWARE = settings.API_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = whole


_pages = get_wsgi_application()
_api = ApiHandler()

from config.quick import file_quickly  # noqa: E402 (reads models, which are loaded only now)


@counted
def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    if not environ.get("PATH_INFO", "").startswith("/api/"):
        return _pages(environ, start_response)
    taken_in = file_quickly(environ, start_response)
    return _api(environ, start_response) if taken_in is None else taken_in
