"""Key enterprises are found without a walk through all others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0014_english_names")]

    operations = [
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                condition=models.Q(("is_key", True)), fields=["region"], name="key_enterprises"
            ),
        ),
    ]
