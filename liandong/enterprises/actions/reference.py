"""Loading the catalogue of facts, its sources and the industries that come with the product."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from liandong.enterprises.models import FactKind, Industry, Source
from liandong.enterprises.queries import forget_catalogue

DATA = Path(__file__).resolve().parent.parent / "data"


def _read(name: str, part: str = "") -> Any:
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))[part or name]


@transaction.atomic
def load_reference() -> None:
    """Load what comes with the product where nothing stands yet; what an administrator changed stays."""
    Source.objects.bulk_create((Source(**row) for row in _read("sources")), ignore_conflicts=True)
    FactKind.objects.bulk_create(
        (FactKind(order=order, **row) for order, row in enumerate(_read("facts"))),
        ignore_conflicts=True,
    )
    english = dict(_read("industries", "sections") + _read("industries", "divisions"))
    Industry.objects.bulk_create(
        (
            Industry(code=code, name=name, name_en=english.get(code, ""))
            for code, name in _read("industries")
        ),
        ignore_conflicts=True,
    )
    forget_catalogue()
