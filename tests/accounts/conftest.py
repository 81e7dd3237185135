"""A provider of text messages on this machine, and a person with a verified number."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from liandong.accounts.models import User

PASSWORD = "a-long-password"


class Messages(list):
    """What was sent, newest last; each a pair of number and text."""

    @property
    def code(self) -> str:
        """The six figures of the newest message."""
        return re.search(r"\d{6}", self[-1][1])[0]


@pytest.fixture
def sent(settings):
    """Text messages as a provider takes them, over HTTP."""
    messages = Messages()

    class Provider(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            messages.append((self.path.strip("/"), body["message"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SMS_URLS = [f"json://127.0.0.1:{server.server_port}/{{phone}}"]
    yield messages
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def person(db):
    user = User(username="person", name="某经办人", phone="13800000001", phone_verified=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(client) -> str:
    """Return who is signed in on this browser, or nothing."""
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number).username if number else ""
