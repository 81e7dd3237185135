"""Finding enterprises that bear one name, and remembering which of them are two all the same."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The first line of a search text is the name, NFKC and in lower case (migration 0004).
PLAIN = """
CREATE FUNCTION enterprises_plain_name(search_text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(
        replace(replace(split_part(search_text, E'\\n', 1), '有限责任公司', '有限公司'), '股份有限公司', '股份公司'),
        ' ()[]{}〔〕【】·', ''
    )
$$;
CREATE INDEX enterprises_same_names ON enterprises_searchname (enterprises_plain_name(text), left(region, 6))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0007_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Apart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "不是同一家",
                "verbose_name_plural": "不是同一家",
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="apart_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="apart_in_order"
                    ),
                ],
            },
        ),
        migrations.AddField("upload", "alike", models.JSONField(default=list)),
        migrations.RunSQL(
            PLAIN,
            "DROP INDEX enterprises_same_names; DROP FUNCTION enterprises_plain_name(text)",
        ),
    ]
