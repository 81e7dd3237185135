"""Numbers for references: a sequence, so that nothing shared is locked while appeals are taken in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_initial"), ("journal", "0002_guard")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE appeals_number CACHE 1 MAXVALUE 999999999999",
            "DROP SEQUENCE appeals_number",
        ),
        migrations.RunSQL(
            "ALTER TABLE appeals_searchrow ALTER COLUMN windows SET STORAGE EXTERNAL, "
            "ALTER COLUMN windows SET STATISTICS 1000",
            migrations.RunSQL.noop,
        ),
    ]
