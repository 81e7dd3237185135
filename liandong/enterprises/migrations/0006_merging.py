"""Two enterprises that turn out to be one: the one that was wrong points to the other, and is read no more."""

import django.db.models.deletion
from django.db import migrations, models

# A sheet that goes makes its block stale, as one that changes does.
GONE = """
CREATE TRIGGER enterprises_stale_gone AFTER DELETE ON enterprises_sheet
    REFERENCING OLD TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enterprises_stale()
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0005_uploads")]
    operations = [
        migrations.AddField(
            "enterprise",
            "merged_into",
            models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="enterprises.enterprise",
                verbose_name="已并入",
            ),
        ),
        migrations.AddField(
            "enterprise",
            "merged_at",
            models.DateTimeField(editable=False, null=True, verbose_name="并入时间"),
        ),
        migrations.AddIndex(
            "enterprise",
            models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="merged_enterprises",
            ),
        ),
        migrations.AddConstraint(
            "enterprise",
            models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(
                        models.Q(("merged_into", models.F("id")), _negated=True),
                        ("merged_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="merged_into_another",
            ),
        ),
        migrations.RunSQL(GONE, "DROP TRIGGER enterprises_stale_gone ON enterprises_sheet"),
    ]
