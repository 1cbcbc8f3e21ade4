"""Pages of any origin may call the API, and read its errors; none may with cookies."""

import httpx
import pytest

from support.client import GENERATE, LOOK, x_api_key

PAGE = "https://app.example.com"
ALLOWED = {"authorization", "x-client-info", "apikey", "content-type", "x-api-key", "idempotency-key"}


def assert_open(answer, origin="*"):
    headers = answer.headers
    assert headers.get("access-control-allow-origin") == origin, f"{answer.status_code} lacks it: {headers}"
    allowed = {name.strip().lower() for name in headers["access-control-allow-headers"].split(",")}
    assert ALLOWED <= allowed, f"Missing: {ALLOWED - allowed}"
    assert "access-control-allow-credentials" not in headers, "Never with credentials"


@pytest.mark.parametrize("path", [GENERATE, "/functions/v1/anything", "/v1/balances", "/v1/generations"])
def test_a_preflight_is_answered(site, path):
    asked = {"Origin": PAGE, "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "authorization,apikey,content-type,x-client-info,idempotency-key"}
    answer = httpx.options(site.url + path, headers=asked)
    assert answer.status_code in (200, 204), answer.text
    assert_open(answer)
    methods = {name.strip() for name in answer.headers["access-control-allow-methods"].split(",")}
    assert {"POST", "OPTIONS"} <= methods
    assert answer.content == b""


def test_a_picture_can_be_read_by_any_page(site, customer, provider):
    buyer = customer(site, app=1)
    answer = buyer.request("POST", GENERATE, json=LOOK, headers={"Origin": PAGE})
    assert answer.status_code == 200
    assert_open(answer)
    assert httpx.get(answer.json()["image"]).headers["access-control-allow-origin"] == "*"


def test_every_error_can_be_read_by_any_page(site, customer, provider):
    poor = customer(site, app=0)
    url = site.url + GENERATE
    provider.plays("error_500")
    rich = customer(site, app=1)
    answers = {
        400: poor.request("POST", GENERATE, json={}), 401: httpx.post(url, json=LOOK), 402: poor.click(),
        404: httpx.post(site.url + "/functions/v1/nothing", json=LOOK),
        413: poor.request("POST", GENERATE, content=b"x" * 70_000), 502: rich.click(),
        415: poor.request("POST", GENERATE, content=b"x", headers={"Content-Type": "text/plain"}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status, answer.text
        assert_open(answer)
        assert answer.json()["code"] and answer.json()["error"]


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD", "TRACE", "PURGE"])
def test_another_method_than_post_is_refused_so_that_a_page_can_read_it(site, method):
    answer = httpx.request(method, site.url + GENERATE)
    assert answer.status_code in (404, 405), f"{method} → {answer.status_code}"
    assert_open(answer)
    if method != "HEAD":
        assert answer.json()["code"] in ("NOT_FOUND", "METHOD_NOT_ALLOWED")


def test_the_owner_can_name_the_origins_that_are_let_in(server, customer, provider):
    site = server(SCRIP_CORS_ORIGINS=f"{PAGE}, https://other.example.com", **provider.settings)
    for origin, expected in ((PAGE, PAGE), ("https://other.example.com", "https://other.example.com"),
                             ("https://evil.example.com", None), (PAGE + ".evil.example", None)):
        answer = httpx.options(site.url + GENERATE, headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
        assert answer.headers.get("access-control-allow-origin") == expected, f"{origin}: {answer.headers}"
        assert "Origin" in answer.headers["vary"], "Caches must keep the origins apart"
    refused = httpx.post(site.url + GENERATE, json=LOOK, headers={"Origin": PAGE} | x_api_key("wrong"))
    assert refused.headers["access-control-allow-origin"] == PAGE
