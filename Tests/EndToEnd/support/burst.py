"""Requests that arrive together: each connection is open and lacks one byte, and then gets it."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from support.client import GENERATE, LOOK


@dataclass
class Answer:
    """An answer of a burst; its status is 0 if none came."""

    status: int
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body)


def message(server, headers, body, path=GENERATE, method="POST"):
    """A request in bytes."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {server.host}:{server.port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body is not None:
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b"")


def click(customer, look=None, key=None, **options):
    """A click on Generate, in bytes."""
    headers = dict(customer.headers)
    if key is not None:
        headers["Idempotency-Key"] = key
    return message(customer.server, headers, (look or LOOK) | options)


def together(server, messages, within=120.0):
    """Sends all messages at once and answers with what came back, in their order."""
    return asyncio.run(_together(server, messages, within))


def from_many_clients(server, bursts, within=120.0):
    """Bursts of several clients at the same time, each on a thread of its own."""
    with ThreadPoolExecutor(len(bursts)) as threads:
        answers = threads.map(lambda messages: together(server, messages, within), bursts)
        return [answer for part in answers for answer in part]


async def _together(server, messages, within):
    links = await asyncio.gather(*(asyncio.open_connection(server.host, server.port) for _ in messages))
    for (_, writer), text in zip(links, messages):
        writer.write(text[:-1])
    await asyncio.gather(*(writer.drain() for _, writer in links))
    for (_, writer), text in zip(links, messages):
        writer.write(text[-1:])
    return await asyncio.wait_for(asyncio.gather(*(_answer(*link) for link in links)), within)


async def _answer(reader, writer):
    try:
        data = await reader.read()
    except OSError:
        data = b""
    writer.close()
    return parse(data)


def parse(data):
    """An answer that was read to the end of its connection."""
    head, separator, body = data.partition(b"\r\n\r\n")
    if not separator:
        return Answer(0, {}, data)
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in fields}
    if headers.get("transfer-encoding") == "chunked":
        body = _unchunked(body)
    return Answer(int(first.split(" ")[1]), headers, body)


def _unchunked(body):
    parts = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if length == 0:
            break
        parts.append(rest[:length])
        body = rest[length + 2 :]
    return b"".join(parts)


def tally(answers):
    """How many answers there are of each status."""
    counts = {}
    for answer in answers:
        counts[answer.status] = counts.get(answer.status, 0) + 1
    return counts
