"""Who gets in, who does not, and out of which pool each one pays."""

import hashlib
import time
import zlib

import httpx
import jwt
import pytest

from support import tokens
from support.books import balance, settled
from support.client import GENERATE, LOOK, Customer, bearer, refusal, told, x_api_key
from support.making import servers

SECRET = "5c" * 32


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, the_provider):
    """A server whose secret the tests know, and an account on it that has credits in both pools."""
    starts = servers(tmp_path_factory.mktemp("guarded"))
    server = next(starts)(SCRIP_SECRET_KEY=SECRET, **the_provider.settings)
    account = server.cli.account("guarded@example.com", app=50, api=50)
    yield Customer(server, account, bearer(server.cli.token(account)), "app")
    assert next(starts, None) is None


def knock(server, headers):
    """A click with these credentials and no others."""
    return httpx.post(server.url + GENERATE, json=LOOK, headers=headers, timeout=30)


def test_tokens_pay_from_app_and_keys_from_api_and_neither_touches_the_other(site, customer, provider):
    user = customer(site, app=1, api=2)
    key = site.cli.key(user.account)
    as_header = Customer(site, user.account, x_api_key(key), "api")
    as_bearer = Customer(site, user.account, bearer(key), "api")
    assert as_header.picture()["credits_remaining"] == 1
    assert user.balances() == {"app": balance(1, 0), "api": balance(1, 1)}
    assert as_bearer.picture()["credits_remaining"] == 0
    refusal(as_header.click(), 402, "INSUFFICIENT_CREDITS")
    assert user.balances() == {"app": balance(1, 0), "api": balance(0, 2)}, "App credits are not for keys"
    assert user.picture()["credits_remaining"] == 0
    refusal(user.click(), 402, "INSUFFICIENT_CREDITS")
    assert settled(site.cli)[user.account] == {"app": balance(0, 1), "api": balance(0, 2)}
    assert sorted(item["pool"] for item in user.history()) == ["api", "api", "app"]


def test_the_journal_tells_which_key_spent(site, customer, provider):
    user = customer(site, api=1)
    key = site.cli.json("key", "create", "--account", user.account, "--label", "nightly build")
    Customer(site, user.account, x_api_key(key["key"]), "api").picture()
    hold = next(entry for entry in user.entries() if entry["kind"] == "hold")
    assert key["id"] in hold["actor"], "Whose key it was should be seen in the journal"
    assert key["key"] not in str(hold)


@pytest.mark.parametrize("shown", [x_api_key, bearer])
def test_a_revoked_key_is_refused_at_once(site, customer, provider, shown):
    user = customer(site, api=2)
    key = site.cli.json("key", "create", "--account", user.account)
    program = Customer(site, user.account, shown(key["key"]), "api")
    program.picture()
    site.cli.ok("key", "revoke", key["id"])
    refusal(program.click(), 401, "REVOKED_API_KEY")
    refusal(program.request("GET", "/v1/balances"), 401, "REVOKED_API_KEY")
    assert site.cli.balance(user.account, "api") == balance(1, 1)


def test_keys_that_are_not_ours_are_refused(guarded):
    key = guarded.server.cli.key(guarded.account)
    swapped = key[:12] + ("A" if key[12] != "A" else "B") + key[13:]
    wrong = {
        "cut": key[:-1], "too long": key + "0", "changed, so that its checksum is wrong": swapped,
        "of wrong checksum": key[:-1] + ("0" if key[-1] != "0" else "1"),
        "of another prefix": "sk_other_" + key[9:], "in capitals": key.upper(), "empty": "", "a word": "password",
        "of right form but nobody's": well_formed("0" * 30), "of 9,000 characters": "sk_scrip_" + "a" * 9_000,
    }
    assert well_formed(key[9:39]) == key, "The checksum as this test knows it; otherwise it proves nothing"
    for what, text in wrong.items():
        answer = knock(guarded.server, x_api_key(text))
        refusal(answer, 401, "INVALID_API_KEY" if text else answer.json()["code"])
        assert not text or text not in answer.text, f"A key that is {what} is told back: {told(answer)}"
    assert knock(guarded.server, x_api_key(key)).status_code == 200, "The right key, for contrast"


def well_formed(body):
    """A key with the checksum of its body."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    value, checksum = zlib.crc32(body.encode()), ""
    for _ in range(6):
        value, digit = divmod(value, 62)
        checksum = digits[digit] + checksum
    return f"sk_scrip_{body}{checksum}"


def test_a_key_of_x_api_key_counts_even_if_a_token_is_there_too(guarded):
    headers = guarded.headers | x_api_key("sk_scrip_wrong")
    refusal(knock(guarded.server, headers), 401, "INVALID_API_KEY")


def test_headers_that_supabase_clients_add_are_ignored(guarded):
    headers = guarded.headers | {"apikey": "anything", "x-client-info": "supabase-js/2.0"}
    assert knock(guarded.server, headers).status_code == 200
    refusal(knock(guarded.server, {"apikey": guarded.headers["Authorization"]}), 401, "NO_AUTH")


@pytest.mark.parametrize("headers", [
    {}, {"Authorization": ""}, {"Authorization": "Bearer"},
    {"Authorization": "Basic dXNlcjpwYXNzd29yZA=="}, {"Authorization": "Digest username=x"},
], ids=["none", "empty", "bearer alone", "basic", "digest"])
def test_whoever_shows_nothing_is_asked_for_a_credential(guarded, headers):
    body = refusal(knock(guarded.server, headers), 401, "NO_AUTH")
    assert "x-api-key" in body["error"] and "Bearer" in body["error"], f"It should say what to send: {body}"


def test_the_word_bearer_may_be_written_in_any_case(guarded):
    token = guarded.headers["Authorization"].split()[1]
    for word in ("bearer", "BEARER"):
        assert knock(guarded.server, {"Authorization": f"{word} {token}"}).status_code == 200


def test_a_token_made_with_the_key_of_the_server_is_let_in(guarded):
    """For contrast: what the hostile tokens below are made of is right, but for the one thing that is wrong."""
    forged = tokens.signed(tokens.header(), tokens.claims(guarded.account), tokens.signing_key(SECRET))
    answer = knock(guarded.server, bearer(forged))
    assert answer.status_code == 200, told(answer)
    issued = guarded.headers["Authorization"].split()[1]
    assert tokens.decoded(issued.split(".")[0]).keys() == tokens.header().keys()
    assert tokens.decoded(issued.split(".")[1]).keys() == tokens.claims("").keys()
    assert jwt.decode(issued, tokens.signing_key(SECRET), ["HS256"], audience="scrip")["sub"] == guarded.account


HEADERS = {
    "alg none": {"alg": "none"}, "alg None": {"alg": "None"}, "alg empty": {"alg": ""}, "no alg": {"alg": None},
    "alg HS512": {"alg": "HS512"}, "alg RS256": {"alg": "RS256"}, "alg in small letters": {"alg": "hs256"},
    "alg a number": {"alg": 256}, "kid unknown": {"kid": "scrip-2"}, "kid a path": {"kid": "../../dev/null"},
    "kid SQL": {"kid": "' OR 1=1 --"}, "no kid": {"kid": None}, "kid a number": {"kid": 1},
    "jku": {"jku": "http://127.0.0.1:9/jwks"}, "jwk": {"jwk": {"kty": "oct", "k": "AAAA"}},
    "x5u": {"x5u": "http://127.0.0.1:9/x"}, "x5c": {"x5c": ["AAAA"]}, "crit": {"crit": ["exp"]},
    "crit unknown": {"crit": ["b64"], "b64": False}, "zip": {"zip": "DEF"},
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_token_with_a_hostile_header_is_refused_though_its_signature_is_right(guarded, name):
    token = tokens.signed(
        tokens.header(**HEADERS[name]), tokens.claims(guarded.account), tokens.signing_key(SECRET))
    refusal(knock(guarded.server, bearer(token)), 401, "INVALID_TOKEN")


CLAIMS = {
    "over": {"exp": int(time.time()) - 1}, "over long ago": {"exp": 1}, "without end": {"exp": None},
    "made tomorrow": {"iat": int(time.time()) + 86_400}, "of another issuer": {"iss": "elsewhere"},
    "without issuer": {"iss": None}, "for another audience": {"aud": "elsewhere"}, "for nobody": {"aud": None},
    "for two audiences": {"aud": ["scrip", "elsewhere"]}, "of nobody": {"sub": None}, "of an empty name": {"sub": ""},
    "of no account's form": {"sub": "admin"}, "with an end in words": {"exp": "never"},
    "not valid yet": {"nbf": int(time.time()) + 86_400},
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_token_with_wrong_claims_is_refused_though_its_signature_is_right(guarded, name):
    token = tokens.signed(
        tokens.header(), tokens.claims(guarded.account, **CLAIMS[name]), tokens.signing_key(SECRET))
    refusal(knock(guarded.server, bearer(token)), 401, "INVALID_TOKEN")


def test_tokens_that_are_forged_tampered_or_garbage_are_refused(guarded):
    right = guarded.headers["Authorization"].split()[1]
    head, payload, signature = right.split(".")
    other = tokens.encoded(tokens.decoded(payload) | {"sub": "00000000-0000-4000-8000-000000000000"})
    longer = tokens.encoded(tokens.decoded(payload) | {"exp": 9_999_999_999})
    key = tokens.signing_key(SECRET)
    wrong = {
        "signed with another secret": tokens.signed(tokens.header(), tokens.claims(guarded.account), b"x" * 32),
        "signed with the secret itself": tokens.signed(
            tokens.header(), tokens.claims(guarded.account), bytes.fromhex(SECRET)),
        "signed with an empty key": tokens.signed(tokens.header(), tokens.claims(guarded.account), b""),
        "signed by SHA-512": tokens.signed(tokens.header(), tokens.claims(guarded.account), key, hashlib.sha512),
        "of another account": f"{head}.{other}.{signature}", "made to last longer": f"{head}.{longer}.{signature}",
        "without signature": f"{head}.{payload}.", "of two parts": f"{head}.{payload}",
        "of four parts": f"{right}.{signature}", "cut": right[:-4], "reversed": right[::-1], "dots": "..",
        "no base64": "%%%.%%%.%%%", "a word": "token", "of 20,000 characters": "a" * 20_000,
        "none, by PyJWT": jwt.encode(tokens.claims(guarded.account), None, algorithm="none"),
        "with a payload that is no object": tokens.signed(tokens.header(), b"[]", key),
        "with a header that is no object": tokens.signed(b'"HS256"', tokens.claims(guarded.account), key),
    }
    for what, token in wrong.items():
        answer = knock(guarded.server, bearer(token))
        assert answer.status_code in (401, 431), f"A token that is {what}: {told(answer)}"
        if answer.status_code == 401:
            refusal(answer, 401, "INVALID_TOKEN")


def test_a_token_of_an_account_that_is_not_there_gets_nothing(guarded):
    token = tokens.signed(
        tokens.header(), tokens.claims("00000000-0000-4000-8000-000000000000"), tokens.signing_key(SECRET))
    answer = knock(guarded.server, bearer(token))
    assert answer.status_code in (401, 402), told(answer)
    assert "00000000-0000" not in guarded.server.cli.ok("account", "list")


def test_a_token_lasts_as_long_as_was_asked(guarded):
    issued = guarded.server.cli.json("account", "token", guarded.account, "--expires-in", "2s")
    assert knock(guarded.server, bearer(issued["token"])).status_code == 200
    end = jwt.decode(issued["token"], options={"verify_signature": False})["exp"]
    while time.time() <= end + 0.05:
        time.sleep(0.05)
    refusal(knock(guarded.server, bearer(issued["token"])), 401, "INVALID_TOKEN")


def test_tokens_and_keys_outlive_a_restart(server, customer, provider):
    site = server(**provider.settings)
    user = customer(site, app=1, api=1)
    key = site.cli.key(user.account)
    site.restart()
    assert user.picture()
    assert Customer(site, user.account, x_api_key(key), "api").picture()


def test_tokens_of_one_server_do_not_open_another(site, guarded, customer):
    refusal(knock(site, guarded.headers), 401, "INVALID_TOKEN")
    refusal(knock(site, x_api_key(guarded.server.cli.key(guarded.account))), 401, "INVALID_API_KEY")
