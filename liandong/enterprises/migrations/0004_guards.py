"""The database keeps every report, the names that are searched for, and the list of blocks that are stale."""

from pathlib import Path

from django.db import migrations

INITIALS = (Path(__file__).resolve().parent.parent / "data" / "initials.txt").read_text().strip()

# ALWAYS: in a session that plays the replica as well. Per statement: TRUNCATE has no rows.
APPEND_ONLY = """
CREATE FUNCTION enterprises_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was said of an enterprise is never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER enterprises_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON enterprises_report
    FOR EACH STATEMENT EXECUTE FUNCTION enterprises_refuse();
ALTER TABLE enterprises_report ENABLE ALWAYS TRIGGER enterprises_refuse;
REVOKE UPDATE, DELETE, TRUNCATE ON enterprises_report FROM PUBLIC
"""

# One letter for each ideograph from U+4E00 to U+9FFF; the words are those in which a character of many
# companies' names is read in its rarer way.
NAMES = """
CREATE FUNCTION enterprises_initials(folded text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(
        CASE WHEN ascii(c) >= 19968 THEN chr(get_byte('{initials}'::bytea, ascii(c) - 19968)) ELSE c END,
        '' ORDER BY n
    ) FILTER (WHERE ascii(c) BETWEEN 19968 AND 40959 OR ascii(c) BETWEEN 97 AND 122
        OR ascii(c) BETWEEN 48 AND 57), '')
    FROM string_to_table(
        replace(replace(replace(replace(replace(replace(folded,
            '重庆', '虫庆'), '厦门', '下门'), '银行', '银杭'), '商行', '商杭'), '车行', '车杭'), '行业', '杭业'),
        NULL
    ) WITH ORDINALITY AS t(c, n)
$$;
CREATE FUNCTION enterprises_search_text(name text, uscc text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT folded || E'\\n' || enterprises_initials(folded) || E'\\n' || lower(uscc)
    FROM (SELECT lower(normalize(name, NFKC)) AS folded) f
$$;
CREATE FUNCTION enterprises_windows(text) RETURNS int[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT w), '{{}}') FROM (
        SELECT ascii(c) << 16 # ascii(following) AS w
        FROM (SELECT c, lead(c) OVER (ORDER BY n) AS following
              FROM string_to_table($1, NULL) WITH ORDINALITY AS t(c, n)) pairs
        WHERE c <> E'\\n' AND following <> E'\\n'
        UNION ALL SELECT ascii(c) FROM string_to_table($1, NULL) AS t(c) WHERE ascii(c) >= 19968
    ) w
$$;
CREATE FUNCTION enterprises_name_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO enterprises_searchname (enterprise_id, region, text, windows)
    SELECT id, region_id, wanted, enterprises_windows(wanted)
    FROM (SELECT id, region_id, enterprises_search_text(name, uscc) AS wanted FROM fresh) f;
    RETURN NULL;
END
$$;
CREATE FUNCTION enterprises_name_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE enterprises_searchname SET region = NEW.region_id, text = wanted, windows = enterprises_windows(wanted)
    FROM (SELECT enterprises_search_text(NEW.name, NEW.uscc) AS wanted) f WHERE enterprise_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER enterprises_name_new AFTER INSERT ON enterprises_enterprise
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enterprises_name_new();
CREATE TRIGGER enterprises_name_changed AFTER UPDATE OF name, uscc, region_id ON enterprises_enterprise
    FOR EACH ROW WHEN ((OLD.name, OLD.uscc, OLD.region_id) IS DISTINCT FROM (NEW.name, NEW.uscc, NEW.region_id))
    EXECUTE FUNCTION enterprises_name_changed();
INSERT INTO enterprises_searchname (enterprise_id, region, text, windows)
SELECT id, region_id, wanted, enterprises_windows(wanted)
FROM (SELECT id, region_id, enterprises_search_text(name, uscc) AS wanted FROM enterprises_enterprise) f
""".format(initials=INITIALS)

# EXTERNAL: figures do not compress, and reading them as they lie is what blocks are for.
BLOCKS = """
ALTER TABLE enterprises_block ALTER COLUMN present SET STORAGE EXTERNAL;
ALTER TABLE enterprises_block ALTER COLUMN values SET STORAGE EXTERNAL;
CREATE FUNCTION enterprises_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO enterprises_staleblock (number) SELECT DISTINCT enterprise_id / 8192 FROM fresh;
    RETURN NULL;
END
$$;
CREATE TRIGGER enterprises_stale_new AFTER INSERT ON enterprises_sheet
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enterprises_stale();
CREATE TRIGGER enterprises_stale_changed AFTER UPDATE ON enterprises_sheet
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enterprises_stale()
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0003_facts")]
    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            "DROP TRIGGER enterprises_refuse ON enterprises_report; DROP FUNCTION enterprises_refuse()",
        ),
        migrations.RunSQL(
            NAMES,
            "DROP TRIGGER enterprises_name_new ON enterprises_enterprise;"
            "DROP TRIGGER enterprises_name_changed ON enterprises_enterprise;"
            "DROP FUNCTION enterprises_name_new(); DROP FUNCTION enterprises_name_changed();"
            "DROP FUNCTION enterprises_windows(text); DROP FUNCTION enterprises_search_text(text, text);"
            "DROP FUNCTION enterprises_initials(text)",
        ),
        migrations.RunSQL(
            BLOCKS,
            "DROP TRIGGER enterprises_stale_new ON enterprises_sheet;"
            "DROP TRIGGER enterprises_stale_changed ON enterprises_sheet; DROP FUNCTION enterprises_stale()",
        ),
    ]
