"""Looks at personal data are found without reading the whole journal; other entries do not pay for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guard")]
    operations = [
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["id"], condition=models.Q(verb__endswith="_shown"), name="entry_looks"
            ),
        )
    ]
