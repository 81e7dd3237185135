"""An enterprise is reminded once of a problem that it has not answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("liaison", "0002_notes")]
    operations = [
        migrations.AddField(
            "problem",
            "reminded_at",
            models.DateTimeField(null=True, verbose_name="提醒的时间"),
        ),
    ]
