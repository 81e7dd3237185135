"""Every address has a line here saying who may open it; a new address without a line fails."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from liandong.appeals import actions
from liandong.appeals.enums import Act
from tests.enterprises import doors as enterprises
from tests.figures import doors as figures
from tests.keylists import doors as keylists
from tests.liaison import doors as liaison
from tests.risks import doors as risks
from tests.visits import doors as visits

OPEN = {
    "theme:gallery", "theme:look", "theme:offline", "theme:offline_office", "theme:manifest",
    "theme:service-worker",
}  # fmt: skip
SIGNED_IN = {  # everybody who has signed in; what they see there is theirs
    "appeals:home", "enterprises:me", "enterprises:find", "notices:list", "notices:settings",
}  # fmt: skip
POSTED = {  # answers to a button; a stranger's GET is sent to sign in or refused
    "appeals:add_file", "notices:read", "notices:try_again", "enterprises:switch",
    "enterprises:withdraw", "enterprises:accept",
    "enterprises:decline", "enterprises:uninvite", "enterprises:member", "enterprises:decide",
    "enterprises:verify", "enterprises:phone", "enterprises:show",
    "departments:end_stand_in", "departments:ask_for_another", "appeals:suggest", "appeals:draft",
    "appeals:check_file",
}  # fmt: skip
THEIRS = {  # the people who may open it, of those who might try; to the others it does not exist
    "appeals:list": {"enterprise"},
    "appeals:new": {"enterprise"},
    "appeals:detail": {"enterprise"},  # the others are led to the same appeal on their desk
    "appeals:clock": {"enterprise", "officer", "coordinator", "leader", "auditor"},
    "appeals:rate": set(),  # opens when it is resolved
    "appeals:act": {"officer"},
    "appeals:file": set(),
    "appeals:desk": {"officer", "leader", "auditor", "clerk"},  # a coordinator starts with today
    "appeals:today": {"coordinator"},
    "appeals:promises": {"officer", "coordinator", "leader", "auditor"},
    "appeals:routing": {"coordinator", "auditor"},
    "appeals:export": {"officer", "coordinator", "leader", "auditor", "clerk"},
    "appeals:desk_view": {"officer"},  # the address of a list of the lead department
    "appeals:case": {"officer", "coordinator", "leader", "auditor"},
    "appeals:hotline": {"clerk"},
    "notices:about": set(),
    "notices:channels": set(),
    "notices:dead_letters": set(),
    "audit:index": {"auditor"},
    "audit:roots": {"auditor"},
    "departments:stand_in": {"officer", "coordinator", "leader", "auditor", "clerk", "enterprise"},
    "enterprises:members": {"enterprise"},
    "enterprises:waiting": {"coordinator"},
    "enterprises:own": {"enterprise"},
    "enterprises:correct": {"enterprise"},
    "enterprises:import": {"coordinator"},
    "enterprises:upload": set(),  # whose table it is
    "enterprises:rejects": set(),
    "enterprises:base": {"officer", "coordinator", "leader", "auditor", "clerk"},
    "enterprises:file": {"officer", "coordinator", "leader", "auditor", "clerk"},
    "enterprises:fact": {"officer", "coordinator", "leader", "auditor", "clerk"},
    "enterprises:export": {"officer", "coordinator", "leader", "auditor", "clerk"},
}
WITH_ONES_OWN = {  # who acts for another enterprise has a page of the same name for that
    "appeals:list", "appeals:new", "departments:stand_in", "enterprises:own", "enterprises:correct",
}  # fmt: skip
APPS = (
    enterprises,
    visits,
    figures,
    keylists,
    liaison,
    risks,
)  # each keeps its lines beside its tests
for app in APPS:
    SIGNED_IN |= app.SIGNED_IN
    POSTED |= app.POSTED
    THEIRS |= app.THEIRS
    WITH_ONES_OWN |= app.WITH_ONES_OWN
ELSEWHERE = ("api", "admin:", "account", "mfa", "socialaccount")  # their own packages' tests


def addresses(resolver, prefix=""):
    """Every address by name, with what it takes."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern, inner)
        elif pattern.name:
            yield prefix + pattern.name, tuple(pattern.pattern.converters)


def test_every_address_has_a_line():
    here = {n for n, _keys in addresses(get_resolver()) if not n.startswith(ELSEWHERE)}
    assert here == OPEN | SIGNED_IN | POSTED | set(THEIRS)


@pytest.fixture
def address(
    works, enterprise, officer, coordinator, leader, auditor, clerk, stranger, power, tuesday
):
    appeal = actions.file_appeal(works, text="变压器容量不够，想申请用电增容", by=enterprise)
    actions.perform(Act.ACCEPT, appeal, by=officer)
    known = {"reference": appeal.reference, "act": "note", "view": "closed", "uscc": works.uscc}
    known |= {"name": "00000000-0000-0000-0000-000000000000", "username": "enterprise"}
    known |= {"code": "employees", "upload": "00000000-0000-0000-0000-000000000000"}
    known |= {"subject": f"appeal:{appeal.reference}"}

    users = {
        user.username: user
        for user in (enterprise, officer, coordinator, leader, auditor, clerk, stranger)
    }
    own = {app.__name__.split(".")[1]: known | app.known(works, users) for app in APPS}
    taken = dict(addresses(get_resolver()))

    def find(name):
        arguments = own.get(name.partition(":")[0], known)
        return reverse(name, kwargs={key: arguments[key] for key in taken[name]})

    return find


@pytest.mark.django_db
def test_whoever_has_not_signed_in_is_sent_to_sign_in(client, address):
    doors = SIGNED_IN | POSTED | set(THEIRS)
    answers = {name: client.get(address(name)) for name in doors}
    open_doors = {
        name: answer.status_code
        for name, answer in answers.items()
        if not (answer.status_code == 405 or answer.get("Location", "").startswith("/accounts/"))
    }
    assert open_doors == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(THEIRS))
def test_a_door_opens_for_those_it_is_for(
    name, address, enterprise, stranger, officer, coordinator, leader, auditor, clerk
):
    opened = set()
    for user in (enterprise, stranger, officer, coordinator, leader, auditor, clerk):
        browser = Client()
        browser.force_login(user)
        answer = browser.get(address(name))
        assert answer.status_code in (200, 302, 404), (name, user, answer.status_code)
        for close in answer._resource_closers if answer.streaming else ():
            close()  # not answer.close(), which ends the test's own connection
        if answer.status_code == 200:
            opened.add(user.username)
    extra = {"stranger"} if name in WITH_ONES_OWN else set()
    assert opened == THEIRS[name] | extra
