"""The people, enterprises and appeals of a district, put into the database for measuring."""

import multiprocessing
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import django
import psycopg
from django.apps import apps
from psycopg.types.json import Jsonb

if not apps.ready:
    django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from benchmarks import texts
from liandong.accounts.actions import issue_token
from liandong.accounts.models import User
from liandong.appeals.queries.search import codes_of
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.kit.codes import make_uscc
from liandong.kit.text import title_of

REGION = "410303"
ENTERPRISES = 5000
FILERS = 8
APART = timedelta(seconds=60)  # a million appeals in two years
OPEN_SHARE = 61  # one in so many is being worked on: those of the last twelve days
TERMS = {
    "accept_hours": 2, "contact_days": 1, "ask_days": 3, "silence_days": 5, "extensions": 2,
    "return_hours": 3.5, "threshold": 0.6, "look_again_share": 0.1, "look_again_months": 3,
    "repeat_days": 21, "resolve_days": {
        "consultation": 1, "simple": 3, "general": 5, "complex": 15, "long_term": 15,
    },
}  # fmt: skip
APPEAL = (
    "id", "reference", "enterprise_id", "region_id", "title", "text", "category_id", "limit_class", "state",
    "channel", "confidential", "contact_name", "contact_phone", "filed_by_id", "filed_at", "lead_id", "confidence",
    "reasons", "suggestions", "terms", "assigned_at", "accept_due_at", "contact_due_at", "due_at", "accepted_at",
    "contacted_at", "resolved_at", "closed_at", "limit", "limit_from", "yellow_at", "burns_at", "alarm", "outcome",
    "answer", "basis", "verdict", "speed", "attitude", "result", "comment", "disputes", "with_coordinator",
    "for_meeting", "is_supervised", "changed_at",
)  # fmt: skip
ASSIGNMENT = (
    "appeal_id", "department_id", "kind", "task", "report", "assigned_at", "due_at", "accepted_at", "accepted_by_id",
)  # fmt: skip
JOURNAL = """
INSERT INTO journal_entry (id, subject, number, verb, actor, office, at, data, previous, hash)
SELECT nextval('journal_entry_ids'), subject, 1, verb, actor, '', at, data, '',
    journal_hash('', subject, 1, verb, actor, '', at, data)
FROM (
    SELECT 'appeal:' || reference AS subject, 'appeal.submitted' AS verb, 'accounts.user:' || filed_by_id AS actor,
        filed_at AS at, jsonb_build_object('hat', 'enterprise', 'title', title, 'category', category_id) AS data
    FROM appeals_appeal WHERE id >= %s ORDER BY id
) AS lines
"""


def people() -> dict[str, str]:
    """Create who files (eight enterprises), handles, coordinates and audits; return their tokens."""
    Enterprise.objects.bulk_create(
        Enterprise(uscc=make_uscc(n + 1), name=texts.name_of(n), region_id=REGION, is_sample=True)
        for n in range(ENTERPRISES)
    )
    users = {}
    for number, enterprise in enumerate(Enterprise.objects.order_by("pk")[:FILERS]):
        user = users[f"enterprise{number}"] = User.objects.create(username=f"enterprise{number}")
        Member.objects.create(user=user, enterprise=enterprise, role=MemberRole.ADMIN)
    power = Department.objects.get(code="ly-power")
    for name, appointment in {
        "officer": {"role": Role.OFFICER, "department": power, "is_contact": True},
        "coordinator": {"role": Role.COORDINATOR, "region_id": REGION},
        "auditor": {"role": Role.AUDITOR, "region_id": REGION},
    }.items():
        users[name] = User.objects.create(username=name)
        Appointment.objects.create(user=users[name], **appointment)
    return {name: issue_token(user) for name, user in users.items()}


def cookie_of(name: str) -> str:
    """Sign somebody in, as after typing the password; return the cookie of the session."""
    user = User.objects.get(username=name)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def fill(superuser: str, first: int, last: int, say: Callable[[str], None]) -> None:
    """Put in the appeals numbered `first` … `last` - 1 with assignments, journal entries and search rows.

    As a replica would: without foreign keys' triggers, telling nobody; indexes are built or fed as ever.
    """
    halves = [(superuser, start, last, 2) for start in (first, first + 1)]
    with psycopg.connect(superuser, autocommit=True) as connection:
        whole = last - first > 50_000
        if whole:
            connection.execute("DROP INDEX search_windows")
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            pool.starmap(_fill_part, halves)
        say(f"{last - first:,} appeals written")
        connection.execute("SET session_replication_role = replica")
        connection.execute(JOURNAL, [first + 1])
        say("journal entries written")
        if whole:
            connection.execute("SET maintenance_work_mem = '1GB'")
            connection.execute(
                "CREATE INDEX search_windows ON appeals_searchrow USING gin (windows)"
                " WITH (fastupdate = on, gin_pending_list_limit = 524288)"
            )
            connection.execute("ALTER INDEX search_windows OWNER TO liandong")
            say("search index built")
        for table, column in (("appeals_appeal", "id"), ("appeals_assignment", "id")):
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table}"
            )
        connection.execute("SELECT setval('appeals_number', %s)", [last + 1])
        for table in ("appeals_appeal", "appeals_assignment", "appeals_searchrow", "journal_entry"):
            connection.execute(f"VACUUM (ANALYZE) {table}")
        connection.execute("CHECKPOINT")
        say("vacuumed and analysed")


def _fill_part(superuser: str, first: int, last: int, step: int) -> None:
    with psycopg.connect(superuser) as connection:
        connection.execute("SET session_replication_role = replica")
        facts = _Facts(connection)
        for start in range(first, last, 20_000 * step):
            numbers = range(start, min(start + 20_000 * step, last), step)
            rows = [facts.row(number) for number in numbers]
            with connection.cursor().copy(_copy("appeals_appeal", APPEAL)) as copy:
                for row in rows:
                    copy.write_row(list(row.values()))
            with connection.cursor().copy(_copy("appeals_assignment", ASSIGNMENT)) as copy:
                for row in rows:
                    copy.write_row(facts.assignment(row))
            with connection.cursor().copy(
                _copy("appeals_searchrow", ("appeal_id", "filed_at", "windows"))
            ) as copy:
                for row in rows:
                    codes = codes_of(row["reference"], row["lead_id"], row["title"], row["text"])
                    copy.write_row([row["id"], row["filed_at"], f"{{{','.join(map(str, codes))}}}"])
            connection.commit()


def _copy(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"COPY {table} ({names}) FROM STDIN"


class _Facts:
    """What rows refer to."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=760)
        self.soon = datetime.now(UTC) + timedelta(days=20)
        self.categories: dict[str, tuple[str, int]] = {
            code: (limit_class, lead)
            for code, limit_class, lead in connection.execute(
                "SELECT code, limit_class, lead_id FROM appeals_category WHERE lead_id IS NOT NULL"
            )
        }
        users = dict(connection.execute("SELECT username, id FROM accounts_user").fetchall())
        self.filer, self.officer = users["enterprise0"], users["officer"]
        self.power = self.categories["power"][1]
        self.enterprises = [
            pk for (pk,) in connection.execute("SELECT id FROM enterprises_enterprise ORDER BY id")
        ]

    def assignment(self, row: dict[str, object]) -> list[object]:
        """The lead's task; our officer has accepted every third of the own department's."""
        own = row["lead_id"] == self.power and int(str(row["id"])) % 3 == 0
        at = row["filed_at"]
        task = [row["id"], row["lead_id"], "lead", "", "", at, row["due_at"]]
        return [*task, at if own else None, self.officer if own else None]

    def row(self, number: int) -> dict[str, object]:
        """One appeal; its values in the order of `APPEAL`."""
        category, enterprise, text = texts.appeal(number, len(self.enterprises))
        limit_class, lead = self.categories[category]
        at = self.start + number * APART
        is_open = number % OPEN_SHARE == 0
        due = at + timedelta(days=5)
        burns = self.soon + timedelta(seconds=number % 1_000_000) if is_open else None
        closed = None if is_open else at + timedelta(days=4)
        rating = None if is_open else 3 + number % 3
        values = (
            number + 1, f"XG{at:%Y%m%d}-{number + 1:06d}", self.enterprises[enterprise], REGION, title_of(text), text,
            category, limit_class, "in_progress" if is_open else "closed", "page", number % 50 == 7, "", "",
            self.filer, at, lead, 0.9, _json([{"word": text[3:5], "start": 3, "end": 5, "rule": category}]),
            _json([{"category": category, "department": "", "confidence": 0.9}]), _json(TERMS), at,
            at + timedelta(hours=2), at + timedelta(days=1), due, at + timedelta(hours=1), at + timedelta(hours=3),
            closed, closed, "resolve" if is_open else "", at if is_open else None,
            burns - timedelta(days=1) if burns else None, burns, 0, "" if is_open else "solved",
            "" if is_open else "已经办好，请在使用中再看看有没有别的问题。", "", "" if is_open else "solved", rating,
            rating, rating, "", 0, False, False, False, at,
        )  # fmt: skip
        return dict(zip(APPEAL, values, strict=True))


def _json(value: object) -> Jsonb:
    return Jsonb(value)


def words(appeals: int, count: int) -> Iterator[str]:
    """Words to search for: pieces of two to four characters out of texts at random, common and rare."""
    chance = random.Random(4107)
    yield from (
        "公司",
        "变压器",
        "贷款",
        "停电",
        "增容",
        "拖欠",
        "量子纠缠",
        "小行星",
        "LED",
        "希望",
    )
    for _ in range(count - 10):
        text = texts.appeal(chance.randrange(appeals), ENTERPRISES)[2]
        while True:
            start = chance.randrange(len(text) - 4)
            word = text[start : start + chance.choice((2, 2, 3, 4))]
            if all(character.isalnum() for character in word):
                yield word
                break


def empty(superuser: str) -> None:
    """Take every appeal out again, with all that hangs on it."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in ("journal_entry", "journal_seal"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER journal_refuse")
        connection.execute(
            "TRUNCATE appeals_appeal, appeals_searchrow, appeals_searchqueue, journal_entry, journal_seal,"
            " journal_outbox, notices_notice CASCADE"
        )
        for table in ("journal_entry", "journal_seal"):
            connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER journal_refuse")
