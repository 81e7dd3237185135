"""Facts, sources and sections of industry have English names; those that come with the product are filled in."""

import json
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data"


def fill(apps, editor):
    """Name what is there already and bears the name that it came with."""
    for model, file in (("FactKind", "facts"), ("Source", "sources")):
        rows = apps.get_model("enterprises", model).objects
        for row in json.loads((DATA / f"{file}.json").read_text("utf-8"))[file]:
            english = {key: row[key] for key in ("name_en", "unit_en") if key in row}
            rows.filter(code=row["code"], name=row["name"], name_en="").update(**english)
    industries = apps.get_model("enterprises", "Industry").objects
    for code, name in json.loads((DATA / "industries.json").read_text("utf-8"))["sections"]:
        industries.filter(code=code, name_en="").update(name_en=name)


def english(verbose, length=60):
    """Return a field that is empty where nobody has filled it in."""
    return models.CharField(blank=True, default="", max_length=length, verbose_name=verbose)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0013_former_names")]
    operations = [
        migrations.AddField("factkind", "name_en", english("英文名称"), preserve_default=False),
        migrations.AddField("factkind", "unit_en", english("英文单位", 20), preserve_default=False),
        migrations.AddField("source", "name_en", english("英文名称"), preserve_default=False),
        migrations.AddField("industry", "name_en", english("英文名称"), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
