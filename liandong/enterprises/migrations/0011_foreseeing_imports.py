"""Facts of whole years, sources that nobody put on the list, and what a table would do with its units."""

from typing import Any

from django.db import migrations, models

ANNUAL = [
    "salary", "revenue", "main_revenue", "online_sales", "output", "added_value", "profit", "net_profit",
    "taxable_income", "fixed_investment", "equipment_investment", "exports", "imports", "tax", "tax_relief",
    "rd_spending", "tech_contracts", "high_tech_revenue_share",
]


def mark(apps: Any, schema_editor: Any) -> None:
    """Mark what came with the product; a source that came with a table bears its code for a name."""
    apps.get_model("enterprises", "FactKind").objects.filter(code__in=ANNUAL).update(annual=True)
    sources = apps.get_model("enterprises", "Source").objects
    sources.filter(name=models.F("code"), rank=90, norms=[]).update(is_listed=False)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0010_web_addresses")]

    operations = [
        migrations.AddField(
            "factkind", "annual", models.BooleanField(default=False, verbose_name="按全年算")
        ),
        migrations.AddField(
            "source", "is_listed", models.BooleanField(default=True, verbose_name="在目录里")
        ),
        migrations.AddField("upload", "units", models.JSONField(default=dict)),
        migrations.AddField("upload", "found", models.JSONField(default=dict)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
