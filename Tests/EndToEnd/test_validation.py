"""Requests that cannot be drawn: told what is wrong and what would be right, and never charged for."""

import json
import re
import socket
import time

import httpx
import pytest

from support.books import balance, settled
from support.burst import click, parse, together
from support.client import GENERATE, LOOK, refusal, told
from support.making import customers

VALUES = {
    "gender": ["male", "female"],
    "ageGroup": ["kid", "preteen", "teen", "young_adult", "adult"],
    "skinTone": ["porcelain", "fair", "light", "medium", "olive", "brown", "dark", "deep"],
    "hairStyle": [
        "bob", "ponytail", "buns", "long", "pixie", "undercut", "quiff", "sidepart", "buzz", "combover", "messy",
        "afro", "curly",
    ],
    "hairColor": [
        "black", "dark_brown", "brown", "auburn", "ginger", "dark_blonde", "blonde", "platinum", "grey", "white",
        "blue", "purple",
    ],
    "clothing": [
        "tshirt", "hoodie", "sweater", "jacket", "tank", "dress", "blouse", "polo", "buttonup", "henley",
    ],
    "clothingColor": [
        "white", "black", "navy", "red", "blue", "green", "yellow", "purple", "pink", "orange", "teal",
    ],
    "eyeColor": ["dark", "brown", "blue", "green", "hazel", "grey"],
}
ACCESSORIES = ["none", "glasses", "sunglasses", "headphones", "cap", "beanie"]
REQUIRED = ["skinTone", "hairStyle", "hairColor", "clothing", "clothingColor", "eyeColor"]


@pytest.fixture(scope="module")
def regular(site):
    """A customer of whose credits none may be gone in the end."""
    regular = customers("regular")(site, app=3)
    yield regular
    assert [entry["kind"] for entry in regular.entries()] == ["grant"]


@pytest.fixture
def visitor(regular, provider):
    """That customer, for one test."""
    before = regular.balance(), regular.history()
    yield regular
    assert (regular.balance(), regular.history()) == before, "A request that was refused has cost something"
    assert provider.requests == [], "A request that was refused has been drawn"


def post(customer, content, kind="application/json"):
    headers = {"Content-Type": kind} if kind is not None else {}
    return customer.request("POST", GENERATE, content=content, headers=headers)


def assert_names(answer, field, allowed):
    """Whether a refusal names the field and lists what it takes, for people and for programs."""
    body = refusal(answer, 400, "VALIDATION_ERROR")
    assert body["field"] == field, told(answer)
    assert body["allowed"] == allowed, f"The values should be listed as documented: {told(answer)}"
    assert field in body["error"], told(answer)
    for value in allowed:
        assert value in body["error"], f"The text should list {value}: {told(answer)}"
    return body


@pytest.mark.parametrize("field", VALUES)
def test_a_field_that_is_missing_wrong_or_of_another_type_is_named_with_its_values(visitor, field):
    if field in REQUIRED:
        without = {name: value for name, value in LOOK.items() if name != field}
        assert "missing" in assert_names(visitor.click(without), field, VALUES[field])["error"]
        assert_names(visitor.click(**{field: None}), field, VALUES[field])
    for wrong in ("", "nonsense", VALUES[field][0].upper(), " " + VALUES[field][0], 1, 1.5, True, [VALUES[field][0]],
                  {"value": VALUES[field][0]}):
        assert_names(visitor.click(**{field: wrong}), field, VALUES[field])


def test_accessories_that_are_none_of_their_values_are_named(visitor):
    for wrong in ("monocle", "", ["glasses", "monocle"], ["glasses", 1], [["cap"]], [None], 1, True, {"cap": True}):
        body = refusal(visitor.click(accessories=wrong), 400, "VALIDATION_ERROR")
        assert body["field"] == "accessories", body
        assert body["allowed"] == ACCESSORIES, body


def test_transparent_takes_a_boolean_and_nothing_else(visitor):
    for wrong in ("true", "false", 0, 1, "yes", [], {}):
        body = refusal(visitor.click(transparent=wrong), 400, "VALIDATION_ERROR")
        assert body["field"] == "transparent" and "true" in body["error"] and "false" in body["error"], body


def test_what_a_client_sent_is_told_back_cut_and_harmless(visitor):
    body = refusal(visitor.click(skinTone="<script>" + "x" * 5_000 + "\u202e\n"), 400, "VALIDATION_ERROR")
    assert "<" not in body["error"] and len(body["error"]) < 300, body["error"]
    assert "\n" not in body["error"] and "\u202e" not in body["error"]


NOT_JSON = {
    "empty": b"", "spaces": b"  \n ", "a word": b"hello", "half an object": b'{"gender": "male"',
    "single quotes": b"{'gender': 'male'}", "a form": b"gender=male",
    "two objects": b"{}{}", "broken UTF-8": b'{"gender": "\xff\xfe"}', "a cut character": b'{"gender": "\xe2\x82"}',
    "NUL": b"\0", "NaN": b'{"seed": NaN}',
    "a lone surrogate": b'{"gender": "\\ud800"}', "a control character": b'{"gender": "a\x01b"}',
}


@pytest.mark.parametrize("name", NOT_JSON)
def test_a_body_that_is_not_json_is_refused(visitor, name):
    answer = post(visitor, NOT_JSON[name])
    assert answer.status_code == 400, told(answer)
    assert answer.json()["code"] in ("INVALID_REQUEST", "VALIDATION_ERROR"), told(answer)
    if name != "a lone surrogate":
        refusal(answer, 400, "INVALID_REQUEST")


def test_json_in_another_encoding_than_utf_8_is_refused(site, customer, provider):
    """As RFC 8259 has it, section 8.1."""
    buyer = customer(site, app=1)
    for encoding in ("utf-16", "utf-16-le", "utf-32"):
        refusal(post(buyer, json.dumps(LOOK).encode(encoding)), 400, "INVALID_REQUEST")


@pytest.mark.parametrize("body", ["[]", '[{"gender": "male"}]', "null", "1", "1.5", '"text"', "true"])
def test_a_body_that_is_not_an_object_is_refused(visitor, body):
    answer = refusal(post(visitor, body.encode()), 400, "INVALID_REQUEST")
    assert "object" in answer["error"], f"It should say what is wanted: {answer}"


def test_nesting_of_10000_levels_neither_passes_nor_hurts(visitor):
    deep = b"[" * 10_000 + b"]" * 10_000
    for body in (deep, b'{"x":' * 10_000 + b"1" + b"}" * 10_000, b'{"gender": ' + deep + b"}", b"[" * 60_000):
        assert len(body) < 65_536 or body.startswith(b'{"x"'), "Within the limit, but for the second"
        start = time.monotonic()
        answer = post(visitor, body)
        assert answer.status_code in (400, 413), told(answer)
        assert answer.json()["code"] in ("INVALID_REQUEST", "VALIDATION_ERROR", "PAYLOAD_TOO_LARGE"), told(answer)
        assert time.monotonic() - start < 3, "A nested body keeps the server busy"
    assert visitor.server.is_running


def test_numbers_beyond_all_bounds_are_refused_where_they_count(visitor):
    for number in ("1e400", "-1e400", "1" * 400, "9223372036854775808", "-1", "1.5", "4294967296", "1e308"):
        text = json.dumps(LOOK)[:-1] + f', "seed": {number}}}'
        answer = post(visitor, text.encode())
        assert answer.status_code == 400, f"seed {number[:30]}: {told(answer)}"
        assert answer.json()["code"] in ("INVALID_REQUEST", "VALIDATION_ERROR"), told(answer)


@pytest.mark.parametrize("kind", [
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html",
    "application/jsonx", "application/xml", "json", "application/octet-stream",
])
def test_another_content_type_than_json_is_refused(visitor, kind):
    body = refusal(post(visitor, json.dumps(LOOK).encode(), kind), 415, "UNSUPPORTED_MEDIA_TYPE")
    assert "application/json" in body["error"], f"It should say what is wanted: {body}"


@pytest.mark.parametrize("kind", [
    None, "application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.api+json",
])
def test_json_by_any_of_its_names_or_by_none_is_taken(site, customer, provider, kind):
    buyer = customer(site, app=1)
    answer = post(buyer, json.dumps(LOOK).encode(), kind)
    assert answer.status_code == 200, told(answer)
    settled(site.cli)


def test_a_body_of_64_kib_is_taken_and_one_byte_more_is_not(site, customer, provider):
    buyer = customer(site, app=1)
    text = json.dumps(LOOK)[:-1] + ', "padding": "'
    fitting = text + "x" * (65_536 - len(text) - 2) + '"}'
    body = refusal(post(buyer, (fitting + " ").encode()), 413, "PAYLOAD_TOO_LARGE")
    assert "64 KiB" in body["error"], f"It should tell the limit: {body}"
    assert post(buyer, fitting.encode()).status_code == 200
    assert settled(site.cli)[buyer.account]["app"] == balance(0, 1)


def open_stream(customer, headers):
    """Begins a click on Generate whose body is still to come."""
    link = socket.create_connection((customer.server.host, customer.server.port), timeout=5)
    lines = [f"POST {GENERATE} HTTP/1.1", f"Host: {customer.server.host}", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in (customer.headers | headers).items()]
    link.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
    return link


def stream(customer, headers, parts):
    """Sends a body as long as the server takes it, and reads one answer."""
    with open_stream(customer, headers) as link:
        try:
            for part in parts:
                link.sendall(part)
        except OSError:
            pass  # The server does not want the rest, and has hung up; its answer is to be read all the same.
        data = b""
        try:
            while not is_whole(data) and (part := link.recv(65_536)):
                data += part
        except OSError:
            pass
        return parse(data)


def is_whole(data):
    head, separator, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    return bool(separator and length and len(body) >= int(length[1]))


def test_a_body_of_10_mb_is_refused_whether_its_length_is_told_or_not(visitor):
    block = b"x" * 65_536
    chunk = b"%x\r\n" % len(block) + block + b"\r\n"
    told_length = stream(visitor, {"Content-Length": str(160 * len(block))}, [block] * 160)
    chunked = stream(visitor, {"Transfer-Encoding": "chunked"}, [chunk] * 160 + [b"0\r\n\r\n"])
    for way, answer in (("with Content-Length", told_length), ("chunked", chunked)):
        assert answer.status == 413, f"A body of 10 MB {way} got {answer.status} {answer.body[:200]!r}"
        assert answer.json()["code"] == "PAYLOAD_TOO_LARGE"
        assert answer.headers["access-control-allow-origin"] == "*", "Without it a page cannot read why"


def test_ordinary_clients_read_the_413_of_a_large_body(visitor):
    for _ in range(5):
        answer = visitor.request("POST", GENERATE, content=b"x" * 10_000_000,
                                 headers={"Content-Type": "application/json"})
        refusal(answer, 413, "PAYLOAD_TOO_LARGE")


def test_after_a_413_the_connection_is_closed_as_the_answer_says(visitor):
    with open_stream(visitor, {"Content-Length": "999999999999"}) as link:
        data = b""
        while not is_whole(data):
            data += link.recv(65_536)
        assert parse(data).headers.get("connection") == "close"
        try:
            rest = link.recv(65_536)
        except TimeoutError:
            rest = None
        except OSError:
            rest = b""
        assert rest == b"", "5 s after an answer with Connection: close the server still takes the body"


def test_a_length_that_is_none_is_refused(visitor):
    for length in ("-5", "abc", "1, 2", "99999999999999999999999999"):
        answer = stream(visitor, {"Content-Length": length, "Connection": "close"}, [b"{}"])
        assert answer.status in (400, 413), f"Content-Length: {length} got {answer}"


def test_fields_that_are_no_options_are_ignored(site, customer, provider):
    buyer = customer(site, app=1)
    body = buyer.picture(prompt="ignored", credits=1_000_000, price=0, account="other", __proto__={"x": 1}, cache=False)
    assert body["credits_remaining"] == 0
    settled(site.cli)


def test_only_the_required_fields_are_needed(site, customer, provider):
    buyer = customer(site, app=1)
    answer = buyer.click({field: LOOK[field] for field in REQUIRED})
    assert answer.status_code == 200, told(answer)
    (item,) = buyer.history()
    defaults = {"gender": "female", "ageGroup": "teen", "accessories": [], "transparent": True}
    assert item["options"] | defaults == item["options"], "The defaults of what was left out"


def test_of_a_field_that_comes_twice_one_counts_and_nothing_breaks(site, customer, provider):
    buyer = customer(site, app=1)
    text = json.dumps(LOOK)[:-1] + ', "skinTone": "deep"}'
    answer = post(buyer, text.encode())
    assert answer.status_code in (200, 400), told(answer)
    if answer.status_code == 200:
        assert buyer.history()[0]["options"]["skinTone"] in ("fair", "deep")
    settled(site.cli)


def test_accessories_are_a_word_or_a_list_and_of_rivals_the_first_named_is_worn(server, customer):
    site = server()
    buyer = customer(site, app=20)

    def drawn(accessories):
        return httpx.get(buyer.picture(accessories=accessories)["image"]).content

    none = drawn([])
    assert none == drawn("none") == drawn(["none"]) == drawn(None)
    glasses, sunglasses = drawn("glasses"), drawn("sunglasses")
    assert len({none, glasses, sunglasses}) == 3, "Each is a picture of its own"
    assert drawn(["glasses"]) == glasses == drawn(["glasses", "sunglasses"])
    assert drawn(["sunglasses", "glasses"]) == sunglasses == drawn(["sunglasses", "none", "sunglasses"])
    assert drawn(["cap", "beanie"]) == drawn("cap")
    assert drawn(["beanie", "cap"]) == drawn("beanie")
    assert drawn(["cap", "glasses"]) == drawn(["glasses", "beanie", "cap"][:1] + ["cap"])
    settled(site.cli)


def test_every_value_of_every_option_is_taken(site, customer, provider):
    orders = [{field: value} for field, values in VALUES.items() for value in values]
    orders += [{"accessories": value} for value in ACCESSORIES] + [{"accessories": ACCESSORIES}]
    buyer = customer(site, app=len(orders))
    for order, answer in zip(orders, together(site, [click(buyer, **order) for order in orders])):
        assert answer.status == 200, f"{order}: {answer}"
    assert settled(site.cli)[buyer.account]["app"] == balance(0, len(orders))
