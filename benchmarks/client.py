"""A lean HTTP client: a few lasting connections in one thread, so that it takes little of the cores."""

import selectors
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass
class Run:
    """What came back: seconds each answer took, how often each status came, and the wall time."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    wall: float = 0.0
    bodies: list[bytes] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.wall if self.wall else 0.0

    def percentile(self, share: float) -> float:
        """The milliseconds within which this share of the answers came."""
        return percentile(self.seconds, share) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def request(
    method: str, path: str, token: str, body: bytes = b"", headers: Iterable[str] = ()
) -> bytes:
    """The bytes of one request on a connection that stays open."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {token}"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


class _Connection:
    """One request under way; what has come of its answer."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.sent = 0.0

    def send(self, message: bytes) -> None:
        self.buffer = b""
        self.sent = time.perf_counter()
        self.socket.sendall(message)

    def receive(self) -> tuple[int, bytes] | None:
        """The status and body once the answer is whole."""
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the server closed a connection that was to stay open")
        self.buffer += piece
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        status, at = int(head[9:12]), head.lower().find(b"content-length:")
        if at >= 0:
            length = int(head[at + 15 :].split(b"\r\n", 1)[0])
            return (status, body) if len(body) >= length else None
        if status in (204, 304):
            return status, b""
        return (status, _joined(body)) if body.endswith(b"0\r\n\r\n") else None


def _joined(body: bytes) -> bytes:
    """A body that came in chunks."""
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        whole, body = whole + body[:length], body[length + 2 :]
    return whole


def drive(
    port: int, messages: Iterable[bytes], *, clients: int, seconds: float, keep: bool = False
) -> Run:
    """Send messages over `clients` connections, each its next when the last is answered.

    Ends after `seconds` or when there are no more messages; whatever is under way is waited for.
    """
    run, waiting = Run(), iter(messages)
    selector = selectors.DefaultSelector()
    began = time.perf_counter()
    busy = 0
    for _ in range(clients):
        connection = _Connection(port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        busy += _send_next(connection, waiting)
    while busy:
        for key, _events in selector.select():
            connection = key.data
            answer = connection.receive()
            if answer is None:
                continue
            moment = time.perf_counter()
            run.seconds.append(moment - connection.sent)
            run.statuses[answer[0]] = run.statuses.get(answer[0], 0) + 1
            if keep:
                run.bodies.append(answer[1])
            if moment - began >= seconds or not _send_next(connection, waiting):
                busy -= 1
    run.wall = time.perf_counter() - began
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    selector.close()
    return run


def _send_next(connection: _Connection, waiting: Iterator[bytes]) -> int:
    message = next(waiting, None)
    if message is None:
        return 0
    connection.send(message)
    return 1
