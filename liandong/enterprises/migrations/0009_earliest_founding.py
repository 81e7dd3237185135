"""No enterprise was founded before 1850; an administrator's own limit stays."""

from typing import Any

from django.db import migrations


def limit(apps: Any, schema_editor: Any) -> None:
    """Bring the limit that came with the product up to date."""
    kinds = apps.get_model("enterprises", "FactKind").objects
    kinds.filter(code="founded", least=-150_000).update(least=-64_600)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0008_same_names")]

    operations = [migrations.RunPython(limit, migrations.RunPython.noop)]
