"""The database numbers, links and hashes each entry, and refuses to change or lose one."""

from django.db import migrations

# STABLE, as what it calls is: PostgreSQL then puts its body in the caller's place, which doubles the pace
# of checking a long journal. Micros, not text, stand for the moment: text depends on the session's zone.
HASH = """
CREATE FUNCTION journal_hash(
    previous bytea, subject text, number int, verb text, actor text, office text, at timestamptz, data jsonb
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(previous || convert_to(jsonb_build_array(
        subject, number, verb, actor, office, (extract(epoch FROM at) * 1000000)::bigint, data
    )::text, 'UTF8'))
$$
"""

# The transaction's id is assigned before the entry's: the sealer relies on that order (clock.py).
# A BEFORE ROW trigger sees the rows that its own statement has inserted, so several entries of one
# statement stand in a chain as well.
LINK = """
CREATE SEQUENCE journal_entry_ids AS bigint OWNED BY journal_entry.id;
CREATE FUNCTION journal_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_current_xact_id();
    NEW.id := nextval('journal_entry_ids');
    SELECT number, hash INTO NEW.number, NEW.previous FROM journal_entry
        WHERE subject = NEW.subject ORDER BY number DESC LIMIT 1;
    NEW.number := coalesce(NEW.number, 0) + 1;
    NEW.previous := coalesce(NEW.previous, '');
    NEW.hash := journal_hash(
        NEW.previous, NEW.subject, NEW.number, NEW.verb, NEW.actor, NEW.office, NEW.at, NEW.data
    );
    INSERT INTO journal_outbox (entry_id) VALUES (NEW.id);
    RETURN NEW;
END
$$;
CREATE TRIGGER journal_link BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_link()
"""

# ALWAYS: in a session that plays the replica as well. Per statement: TRUNCATE has no rows.
REFUSE = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what the journal holds is never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER journal_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_refuse;
ALTER TABLE journal_seal ENABLE ALWAYS TRIGGER journal_refuse;
REVOKE UPDATE, DELETE, TRUNCATE ON journal_entry, journal_seal FROM PUBLIC
"""

# Each row lives for a moment; without this the table grows by what nobody sees any more.
OUTBOX = """
ALTER TABLE journal_outbox SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000
)
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunSQL(HASH, "DROP FUNCTION journal_hash"),
        migrations.RunSQL(
            LINK,
            "DROP TRIGGER journal_link ON journal_entry; DROP FUNCTION journal_link();"
            "DROP SEQUENCE journal_entry_ids",
        ),
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER journal_refuse ON journal_entry; DROP TRIGGER journal_refuse ON journal_seal;"
            "DROP FUNCTION journal_refuse()",
        ),
        migrations.RunSQL(
            OUTBOX, "ALTER TABLE journal_outbox RESET (autovacuum_vacuum_scale_factor)"
        ),
    ]
