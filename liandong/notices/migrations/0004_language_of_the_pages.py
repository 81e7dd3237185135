"""What goes out speaks as the pages do, unless another language was chosen for it.

Chinese was what everybody began with: whoever has it goes on with the language of the pages.
"""

from django.conf import settings
from django.db import migrations, models

FOLLOW = "UPDATE notices_preference SET language = '' WHERE language = 'zh-hans'"


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_retention"), ("accounts", "0004_language")]
    operations = [
        migrations.AlterField(
            "preference",
            "language",
            models.CharField(
                "往外发的文字", max_length=10, choices=settings.LANGUAGES, blank=True, default=""
            ),
        ),
        migrations.RunSQL(FOLLOW, migrations.RunSQL.noop),
    ]
