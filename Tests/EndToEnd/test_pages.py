"""The pages: what a browser is given, and how somebody gets in and out."""

import re
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from support.books import balance
from support.burst import message, together
from support.client import GENERATE, LOOK, Customer, bearer, refusal, told

COOKIE = "scrip_session"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
ASSETS = Path(__file__).parents[2] / "Sources" / "ScripServer" / "Resources" / "assets"


def link(server, account):
    """The path and query of a new sign-in link."""
    parts = urlsplit(server.cli.ok("account", "link", account).strip())
    return f"{parts.path}?{parts.query}", parse_qs(parts.query)["token"][0]


def sign_in(server, account):
    """A browser that has used a link."""
    browser = httpx.Client(base_url=server.url)
    answer = browser.post("/session", data={"token": link(server, account)[1]})
    assert answer.status_code == 303, told(answer)
    return browser


def ask_for_token(browser, **headers):
    return browser.post("/session/token", headers={"X-Requested-With": "scrip"} | headers)


def policy(answer):
    parts = (part.strip().partition(" ") for part in answer.headers["content-security-policy"].split(";"))
    return {name: value.split() for name, _, value in parts}


def test_the_studio_is_a_page_that_lets_nothing_in_from_elsewhere(site):
    answer = httpx.get(site.url + "/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.lower().startswith("<!doctype html>")
    rules = policy(answer)
    assert rules["default-src"] == ["'self'"] and rules["script-src"] == ["'self'"]
    assert rules["style-src"] == ["'self'"] and rules["object-src"] == ["'none'"]
    assert rules["base-uri"] == ["'none'"] and rules["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:", answer.text), "Nothing inline"
    outside = re.findall(r'(?:src|href|action)="(https?:)?//', answer.text)
    assert not outside, "Nothing from elsewhere"
    assert "{{" not in answer.text, "A template shows"


def test_all_that_the_studio_loads_is_there_with_its_type(site):
    page = httpx.get(site.url + "/").text
    paths = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', page))
    assert len(paths) >= 5
    paths |= {f"/assets/{file.name}" for file in ASSETS.iterdir()}
    for path in sorted(paths):
        answer = httpx.get(site.url + path)
        assert answer.status_code == 200, told(answer)
        assert answer.headers["content-type"].startswith(TYPES[Path(path).suffix]), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        again = httpx.get(site.url + path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), f"{path} is sent again though nothing changed"
        for module in re.findall(r'from "\./([\w-]+\.js)"', answer.text if path.endswith(".js") else ""):
            assert f"/assets/{module}" in paths, f"{path} imports {module}, which is not there"


def test_the_price_that_the_studio_shows_is_the_one_that_is_charged(server):
    page = httpx.get(server(SCRIP_PRICE_GENERATION=7).url + "/").text
    assert 'data-price="7"' in page


def test_looking_at_a_link_does_not_use_it_up(site, customer):
    path, token = link(site, customer(site).account)
    for _ in range(3):
        answer = httpx.get(site.url + path)
        assert answer.status_code == 200 and "set-cookie" not in answer.headers
        assert token in answer.text and "<button" in answer.text and 'method="post"' in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert httpx.head(site.url + path).status_code in (200, 404)
    assert httpx.post(site.url + "/session", data={"token": token}).status_code == 303


def test_a_link_signs_in_once(site, customer):
    _, token = link(site, customer(site).account)
    answer = httpx.post(site.url + "/session", data={"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/"), told(answer)
    cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    assert len(cookie.value) >= 40 and cookie.value != token
    assert cookie["httponly"] and cookie["samesite"].lower() == "lax" and cookie["path"] == "/"
    assert not cookie["secure"], "Over plain HTTP a secure cookie would be dropped"
    again = httpx.post(site.url + "/session", data={"token": token})
    assert "set-cookie" not in again.headers, "A link worked twice"
    assert "used before" in again.text and again.status_code in (200, 400, 401, 403, 410), told(again)


def test_a_link_is_used_up_by_one_of_many_who_come_at_once(site, customer):
    _, token = link(site, customer(site).account)
    text = message(site, {}, f"token={token}".encode(), "/session").replace(
        b"application/json", b"application/x-www-form-urlencoded")
    answers = together(site, [text] * 12)
    assert [answer.status for answer in answers].count(303) == 1


def test_behind_https_the_cookie_is_secure(server):
    site = server(SCRIP_PUBLIC_URL="https://scrip.example.com")
    account = site.cli.account("ada@example.com")
    answer = httpx.post(site.url + "/session", data={"token": link(site, account)[1]})
    assert SimpleCookie(answer.headers["set-cookie"])[COOKIE]["secure"]


@pytest.mark.parametrize("form", [{"token": "wrong"}, {"token": ""}, {"token": "a" * 5_000}, {"other": "x"}, {}])
def test_a_wrong_link_lets_nobody_in(site, form):
    answer = httpx.post(site.url + "/session", data=form)
    assert answer.status_code < 500, told(answer)
    assert "set-cookie" not in answer.headers, told(answer)


def test_what_stands_in_a_link_cannot_become_part_of_the_page(site):
    answer = httpx.get(site.url + "/sign-in", params={"token": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text
    assert httpx.get(site.url + "/sign-in").status_code == 200


def test_the_token_of_a_session_takes_the_cookie_and_the_header_of_the_page(site, customer, provider):
    account = customer(site, app=2).account
    browser = sign_in(site, account)
    refusal(httpx.post(site.url + "/session/token", headers={"X-Requested-With": "scrip"}), 401, "NO_AUTH")
    refusal(browser.post("/session/token"), 401, "NO_AUTH")
    refusal(ask_for_token(browser, **{"X-Requested-With": "XMLHttpRequest"}), 401, "NO_AUTH")
    refusal(httpx.post(site.url + "/session/token", headers={"X-Requested-With": "scrip"},
                       cookies={COOKIE: "wrong"}), 401, "NO_AUTH")
    answer = ask_for_token(browser)
    assert answer.status_code == 200, told(answer)
    body = answer.json()
    assert set(body) == {"token", "expires_at", "account"} and body["account"]["id"] == account
    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers, "No other site's page may read a token"
    user = Customer(site, account, bearer(body["token"]), "app")
    assert user.picture()["credits_remaining"] == 1
    assert user.balance() == balance(1, 1)


def test_the_cookie_alone_opens_nothing_that_costs_or_tells(site, customer):
    browser = sign_in(site, customer(site, app=1).account)
    refusal(browser.post(GENERATE, json=LOOK), 401, "NO_AUTH")
    for path in ("/v1/balances", "/v1/generations"):
        refusal(browser.get(path), 401, "NO_AUTH")


def test_signing_out_ends_the_session_on_the_server(site, customer):
    browser = sign_in(site, customer(site).account)
    session = browser.cookies[COOKIE]
    other_site = browser.post("/session/end", headers={"Sec-Fetch-Site": "cross-site"})
    assert other_site.status_code == 403, "Another site's page must not sign anybody out"
    assert ask_for_token(browser).status_code == 200
    answer = browser.post("/session/end", headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert COOKIE not in browser.cookies, "The browser should forget it"
    stolen = httpx.post(site.url + "/session/token", headers={"X-Requested-With": "scrip"}, cookies={COOKIE: session})
    refusal(stolen, 401, "NO_AUTH")


def test_the_links_of_a_first_start_and_of_a_demo_let_the_owner_in(server):
    site = server("--demo")
    token = re.search(r"sign-in\?token=([\w-]+)", site.log())[1]
    browser = httpx.Client(base_url=site.url)
    assert browser.post("/session", data={"token": token}).status_code == 303
    body = ask_for_token(browser).json()
    owner = Customer(site, body["account"]["id"], bearer(body["token"]), "app")
    assert owner.balance()["available"] == 23, "20 to play with, and the sign-up bonus of 3"
    site.restart()
    assert re.search(r"sign-in\?token=([\w-]+)", site.log())[1] != token, "A demo tells a new link at every start"
    assert owner.balance()["available"] == 23, "The gift is made once"


def test_health_and_readiness_are_told(site):
    assert httpx.get(site.url + "/healthz").json() == {"status": "ok"}
    assert httpx.get(site.url + "/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("path", [
    "/nothing", "/assets/nothing.js", "/assets/", "/assets/..%2fpages%2fstudio.mustache", "/functions/v1/nothing",
    "/functions/v1", "/functions", "/v1/nothing", "/v1", "/images/nothing", "/generate-character", "/v1/balances/x",
    "/.env", "/scrip.sqlite", "/%00",
])
def test_what_is_not_there_is_told_in_json(site, path):
    for method in ("GET", "POST"):
        answer = httpx.request(method, site.url + path)
        assert answer.status_code == 404, told(answer)
        assert answer.headers.get("content-type", "").startswith("application/json"), (
            f"{method} {path} is answered without a body that says what is wrong")
        refusal(answer, 404, "NOT_FOUND")
