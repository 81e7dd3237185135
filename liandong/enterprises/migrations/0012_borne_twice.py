"""Names that several enterprises of one county have borne are remembered, so that nobody looks for them among all."""

from django.db import migrations, models

# Of a new or changed name only the others that bear it are looked for. A name stays when it is borne once
# again: the page counts anew.
SEEN = """
CREATE FUNCTION enterprises_name_borne() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO enterprises_bornetwice (name, county, newest)
    SELECT name, county, max(enterprise_id) FROM (
        SELECT enterprises_plain_name(text) AS name, left(region, 6) AS county, enterprise_id FROM fresh
    ) f
    WHERE EXISTS (
        SELECT FROM enterprises_searchname t
        WHERE enterprises_plain_name(t.text) = f.name AND left(t.region, 6) = f.county
            AND t.enterprise_id <> f.enterprise_id
    )
    GROUP BY name, county
    ON CONFLICT (name, county) DO UPDATE SET newest = greatest(enterprises_bornetwice.newest, excluded.newest);
    RETURN NULL;
END
$$;
CREATE TRIGGER enterprises_name_borne_new AFTER INSERT ON enterprises_searchname
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enterprises_name_borne();
CREATE TRIGGER enterprises_name_borne_changed AFTER UPDATE ON enterprises_searchname
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enterprises_name_borne()
"""
KNOWN = """
INSERT INTO enterprises_bornetwice (name, county, newest)
SELECT enterprises_plain_name(text), left(region, 6), max(enterprise_id) FROM enterprises_searchname
GROUP BY 1, 2 HAVING count(*) > 1
"""
BACK = """
DROP TRIGGER enterprises_name_borne_new ON enterprises_searchname;
DROP TRIGGER enterprises_name_borne_changed ON enterprises_searchname;
DROP FUNCTION enterprises_name_borne()
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0011_foreseeing_imports")]
    operations = [
        migrations.CreateModel(
            name="BorneTwice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                ("county", models.CharField(max_length=6)),
                ("newest", models.BigIntegerField(db_index=True)),
            ],
            options={
                "verbose_name": "重名",
                "verbose_name_plural": "重名",
                "constraints": [
                    models.UniqueConstraint(fields=("name", "county"), name="borne_twice_once")
                ],
            },
        ),
        migrations.RunSQL(SEEN, BACK),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
