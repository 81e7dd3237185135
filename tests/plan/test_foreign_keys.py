"""A foreign key is an import the import linter cannot see, so it gets the same rule."""

import tomllib
from pathlib import Path

from django.apps import apps

PLAN = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
FLOOR = {
    app.strip(): floor
    for floor, names in enumerate(reversed(PLAN["layers"]))
    for app in names.split("|")
}


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model._meta.app_label in FLOOR
        and field.is_relation
        and not field.auto_created
        and field.related_model
        and field.related_model._meta.app_label in FLOOR
        and FLOOR[field.related_model._meta.app_label] > FLOOR[model._meta.app_label]
    ]
    assert upward == []
