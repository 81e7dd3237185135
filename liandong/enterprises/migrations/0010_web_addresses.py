"""A web address is one: the fact that holds it is checked; an administrator's own type stays."""

from typing import Any

from django.db import migrations, models

TYPES = [
    ("integer", "整数"), ("money", "金额"), ("number", "数值"), ("share", "比例"), ("text", "文字"),
    ("choice", "选项"), ("date", "日期"), ("yes_no", "是否"), ("region", "辖区"), ("industry", "行业"),
    ("phone", "电话"), ("web", "网址"),
]


def check(apps: Any, schema_editor: Any) -> None:
    """Let the fact that came with the product be of the new type."""
    apps.get_model("enterprises", "FactKind").objects.filter(code="website", type="text").update(type="web")


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0009_earliest_founding")]

    operations = [
        migrations.AlterField(
            "factkind", "type", models.CharField(choices=TYPES, max_length=10, verbose_name="类型")
        ),
        migrations.RunPython(check, migrations.RunPython.noop),
    ]
