"""The language that a person has chosen, on whichever device."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_field_names")]
    operations = [
        migrations.AddField(
            "user",
            "language",
            models.CharField(
                "语言", max_length=10, choices=settings.LANGUAGES, blank=True, default=""
            ),
        )
    ]
