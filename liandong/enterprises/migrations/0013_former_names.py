"""An enterprise is found by the names and codes it had, and by those of registrations merged into it."""

from django.db import migrations

# Each name with its code is a block of three lines; the one that holds now is the first.
FORMER = """
CREATE OR REPLACE FUNCTION enterprises_name_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE enterprises_searchname SET region = NEW.region_id, text = wanted, windows = enterprises_windows(wanted)
    FROM (
        SELECT fresh || CASE
            WHEN was.text = fresh OR starts_with(was.text, fresh || E'\\n') THEN substr(was.text, length(fresh) + 1)
            ELSE E'\\n' || replace(was.text, E'\\n' || fresh, '')
        END AS wanted
        FROM enterprises_searchname was, enterprises_search_text(NEW.name, NEW.uscc) fresh
        WHERE was.enterprise_id = NEW.id
    ) f WHERE enterprise_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE FUNCTION enterprises_find_also(kept bigint, other text) RETURNS void LANGUAGE sql AS $$
    UPDATE enterprises_searchname SET text = wanted, windows = enterprises_windows(wanted)
    FROM (SELECT enterprise_id AS id, text || E'\\n' || other AS wanted FROM enterprises_searchname) f
    WHERE enterprise_id = kept AND id = kept AND position(other IN text) = 0
$$;
SELECT enterprises_find_also(merged_into_id, enterprises_search_text(name, uscc))
FROM enterprises_enterprise WHERE merged_into_id IS NOT NULL ORDER BY id;
"""
BACK = """
DROP FUNCTION enterprises_find_also(bigint, text);
CREATE OR REPLACE FUNCTION enterprises_name_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE enterprises_searchname SET region = NEW.region_id, text = wanted, windows = enterprises_windows(wanted)
    FROM (SELECT enterprises_search_text(NEW.name, NEW.uscc) AS wanted) f WHERE enterprise_id = NEW.id;
    RETURN NULL;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0012_borne_twice")]
    operations = [migrations.RunSQL(FORMER, BACK)]
