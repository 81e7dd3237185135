"""The API against its own schema: whatever is sent, answers keep their shape and nothing breaks."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from liandong.accounts.actions import issue_token
from liandong.appeals import actions

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def schema(db):
    """The application's schema; the test's own transaction outlives each request."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def test_the_document_names_every_act_and_says_how_errors_look(client, db):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.")
    paths = document["paths"]
    assert len([p for p in paths if p.startswith("/api/v1/appeals/{reference}/")]) > 30
    answers = paths["/api/v1/appeals"]["post"]["responses"]
    assert {"201", "401", "409", "422"} <= set(answers)
    operations = [done for path in paths.values() for done in path.values()]
    made = [done["responses"]["201"] for done in operations if "201" in done["responses"]]
    assert len(made) >= 5
    assert all(answer["headers"]["Location"]["required"] for answer in made)
    limited = [done for done in operations if "401" in done["responses"]]
    assert len(limited) > 40
    # Anywhere one may ask what cannot be read, or too often.
    assert all({"400", "429"} <= set(done["responses"]) for done in limited)


def operations(schema):
    return [found.ok() for found in schema.get_all_operations()]


def test_answers_keep_their_shape(schema, works, enterprise, coordinator, power):
    appeal = actions.file_appeal(works, text="变压器容量不够，想申请用电增容", by=enterprise)
    tokens = [issue_token(user) for user in (coordinator, enterprise)]
    tried = 0

    for operation in operations(schema):

        @settings(
            max_examples=6,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def try_it(case):
            if "reference" in (case.path_parameters or {}):
                case.path_parameters["reference"] = appeal.reference
            if "uscc" in (case.path_parameters or {}):
                case.path_parameters["uscc"] = works.uscc
            for token in tokens:
                response = case.call(headers={"Authorization": f"Bearer {token}"})
                case.validate_response(response, checks=CHECKS)

        try_it()
        tried += 1
    assert tried > 40
