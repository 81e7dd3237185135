"""Departments have an English name for those who read English; the sample district's come with it."""

import json
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data/departments.json"


def fill(apps, editor):
    """Name those that are there already."""
    departments = apps.get_model("departments", "Department")
    for row in json.loads(DATA.read_text("utf-8"))["departments"]:
        known = departments.objects.filter(code=row["code"], name=row["name"], short_en="")
        known.update(short_en=row["short_en"])


class Migration(migrations.Migration):
    dependencies = [("departments", "0003_field_names")]
    operations = [
        migrations.AddField(
            "department",
            "short_en",
            models.CharField(blank=True, default="", max_length=60, verbose_name="英文简称"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
