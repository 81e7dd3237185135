"""Search: an index of numbers behind the intake, and a queue that no way of writing an appeal can pass by."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# After the row, so that an appeal that was refused (its key used before) leaves nothing in the queue.
QUEUE = """
CREATE FUNCTION appeals_queue_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO appeals_searchqueue (appeal_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;
CREATE TRIGGER appeals_filed AFTER INSERT ON appeals_appeal
    FOR EACH ROW EXECUTE FUNCTION appeals_queue_for_search();
CREATE TRIGGER appeals_changed AFTER UPDATE OF title, text, lead_id, filed_at ON appeals_appeal
    FOR EACH ROW WHEN (
        OLD.lead_id IS DISTINCT FROM NEW.lead_id OR OLD.title <> NEW.title OR OLD.text <> NEW.text
        OR OLD.filed_at <> NEW.filed_at
    ) EXECUTE FUNCTION appeals_queue_for_search();
INSERT INTO appeals_searchqueue (appeal_id) SELECT id FROM appeals_appeal ORDER BY id
"""
UNQUEUE = """
DROP TRIGGER appeals_filed ON appeals_appeal; DROP TRIGGER appeals_changed ON appeals_appeal;
DROP FUNCTION appeals_queue_for_search()
"""

# 400: the 4,000 windows that are met most; what is rarer than these needs no counting to be found fast.
# Windows of a long text are kept beside the row as they are: packing them takes longer than writing them.
TUNE = """
ALTER TABLE appeals_searchrow ALTER COLUMN windows SET STORAGE EXTERNAL,
    ALTER COLUMN windows SET STATISTICS 400;
ALTER TABLE appeals_searchqueue SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000
)
"""

# Made by Django beside the unique index for `LIKE 'x%'`; in our locale (C) the unique index serves that, too.
DROP_TWIN = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT indexname FROM pg_indexes WHERE tablename = 'appeals_appeal'
        AND indexname LIKE 'appeals_appeal_reference_%_like'
    LOOP EXECUTE format('DROP INDEX %I', name); END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0002_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            model_name="appeal",
            name="parent",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="appeals.appeal",
            ),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="accepted_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("accepted_by__isnull", False), ("ended_at__isnull", True)),
                fields=["accepted_by"],
                name="work_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["-filed_at", "-id"], name="appeal_newest"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)),
                fields=["parent"],
                name="appeal_merged",
            ),
        ),
        migrations.RunSQL(DROP_TWIN, migrations.RunSQL.noop),
        migrations.DeleteModel(name="SearchRow"),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "appeal",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_row",
                        serialize=False,
                        to="appeals.appeal",
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                (
                    "windows",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "检索",
                "verbose_name_plural": "检索",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=True,
                        fields=["windows"],
                        gin_pending_list_limit=524288,
                        name="search_windows",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchQueue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("appeal_id", models.BigIntegerField()),
            ],
            options={"verbose_name": "待检索", "verbose_name_plural": "待检索"},
        ),
        migrations.RunSQL(TUNE, migrations.RunSQL.noop),
        migrations.RunSQL(QUEUE, UNQUEUE),
    ]
