"""The figures that are asked for, as they come with the product; an administrator may change them."""

import json
from pathlib import Path

from django.db import migrations

ITEMS = Path(__file__).resolve().parent.parent / "data" / "items.json"


def load(apps, schema_editor):
    item = apps.get_model("figures", "Item")
    rows = json.loads(ITEMS.read_text("utf-8"))["items"]
    item.objects.bulk_create(item(order=n, **row) for n, row in enumerate(rows))


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
