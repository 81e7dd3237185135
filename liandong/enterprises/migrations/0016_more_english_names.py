"""Groups, choices and divisions of industry have English names; those that come with the product are filled in."""

import json
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data"


def fill(apps, editor):
    """Name what is there already and bears the name that it came with."""
    kinds = apps.get_model("enterprises", "FactKind").objects
    for row in json.loads((DATA / "facts.json").read_text("utf-8"))["facts"]:
        kind = kinds.filter(code=row["code"])
        kind.filter(group=row["group"], group_en="").update(group_en=row["group_en"])
        if choices := row.get("choices"):
            kind.filter(choices=[choice[:2] for choice in choices]).update(choices=choices)
    industries = apps.get_model("enterprises", "Industry").objects
    for code, name in json.loads((DATA / "industries.json").read_text("utf-8"))["divisions"]:
        industries.filter(code=code, name_en="").update(name_en=name)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0015_key_enterprises")]
    operations = [
        migrations.AddField(
            "factkind",
            "group_en",
            models.CharField(blank=True, default="", max_length=60, verbose_name="英文分组"),
            preserve_default=False,
        ),
        migrations.AlterField(
            "factkind",
            "choices",
            models.JSONField(
                blank=True,
                default=list,
                help_text="代码、名称，后面可以写英文名称",
                verbose_name="可选值",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
