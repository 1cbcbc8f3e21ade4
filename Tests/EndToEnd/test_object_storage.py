"""Pictures in a bucket: kept as boto3 reads them, asked for as botocore signs, and safe through every fault."""

import re
import threading
import time

import httpx
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from support import burst, png
from support.books import balance, settled
from support.client import fetch, refusal
from support.faulty_proxy import FaultyProxy
from support.object_storage import ObjectStorage
from support.waiting import eventually

SECRET = "canary-secret-access-key-0123456789"


@pytest.fixture(scope="module")
def the_storage():
    storage = ObjectStorage()
    yield storage
    storage.close()


@pytest.fixture
def storage(the_storage):
    the_storage.empty()
    return the_storage


@pytest.fixture
def proxy(storage):
    proxy = FaultyProxy(storage.port)
    yield proxy
    proxy.close()


def path_of(body):
    return httpx.URL(body["image"]).path


def key_of(body):
    return path_of(body).removeprefix("/images/")


def test_a_picture_lies_in_the_bucket_and_is_served_from_it(server, customer, storage):
    site = server(**storage.settings(SCRIP_S3_PREFIX="/shop/pictures/"))
    buyer = customer(site, app=2)
    body = buyer.picture()
    assert storage.keys() == ["shop/pictures/" + key_of(body)]
    content, kind = storage.get("shop/pictures/" + key_of(body))
    assert kind == "image/png"
    png.decode(content)
    assert fetch(site, body["image"]) == content
    assert not (site.data / "images").exists(), "Nothing of it belongs into the folder"
    url = site.url + path_of(body)
    assert body["image"].startswith(site.url + "/images/"), "The bucket stays private"
    assert httpx.head(url).headers["content-length"] == str(len(content))
    assert httpx.get(url, headers={"Range": "bytes=10-19"}).content == content[10:20]
    assert httpx.get(url, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
    assert httpx.get(url, headers={"If-None-Match": httpx.head(url).headers["etag"]}).status_code == 304


def test_what_boto3_deleted_is_gone_and_what_it_put_is_served(server, customer, storage):
    site = server(**storage.settings())
    buyer = customer(site, app=1)
    body = buyer.picture()
    storage.delete(key_of(body))
    for method in ("GET", "HEAD"):
        assert httpx.request(method, site.url + path_of(body)).status_code == 404
    refusal(httpx.get(site.url + path_of(body), headers={"If-None-Match": "*"}), 404, "NOT_FOUND")
    big = bytes(range(256)) * 20_000
    storage.s3.put_object(Bucket="pictures", Key=key_of(body), Body=big)
    assert httpx.get(site.url + path_of(body)).content == big
    part = httpx.get(site.url + path_of(body), headers={"Range": "bytes=700000-4000000"})
    assert part.content == big[700_000:4_000_001]


def test_every_request_is_signed_as_botocore_signs_it(server, customer, storage, proxy):
    others = {"SCRIP_S3_PREFIX": "a.b/c_d-e", "SCRIP_IMAGES_RETENTION": "0.00004"}
    site = server(**storage.settings(proxy.url, **others, **storage.session_settings))
    buyer = customer(site, app=1)
    body = buyer.picture()
    fetch(site, body["image"])
    httpx.head(site.url + path_of(body))
    httpx.get(site.url + path_of(body), headers={"Range": "bytes=5-9"})
    httpx.get(site.url + "/images/" + "0" * 32 + ".png")
    eventually(lambda: not storage.keys(), "the picture to be removed", within=20)
    site.stop()
    assert {request.method for request in proxy.requests} == {"GET", "HEAD", "PUT", "DELETE"}
    for request in proxy.requests:
        assert signed_by_botocore(request, storage) == request.headers["authorization"], request
        assert request.headers["x-amz-security-token"] == storage.session["SessionToken"]


def signed_by_botocore(request, storage):
    """The Authorization header that botocore gives to the same request at the same moment."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    names = re.search(r"SignedHeaders=([^,]+)", headers["authorization"])[1].split(";")
    assert {"host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"} <= set(names)
    url = f"http://{headers['host']}{request.path}"
    signed = AWSRequest(request.method, url, {name: headers[name] for name in names}, request.body)
    signer = S3SigV4Auth(Credentials(*storage.session_credentials), "s3", "us-east-1")
    signed.context["timestamp"] = headers["x-amz-date"]
    assert signer.payload(AWSRequest(request.method, "http://x/", {}, request.body)) == headers["x-amz-content-sha256"]
    signature = signer.signature(signer.string_to_sign(signed, signer.canonical_request(signed)), signed)
    return (
        f"AWS4-HMAC-SHA256 Credential={signer.scope(signed)}, SignedHeaders={';'.join(sorted(names))}, "
        f"Signature={signature}")


@pytest.mark.parametrize("fault", ["error_500", "error_503", "reset", "lost_answer", "slow", "cut"])
def test_a_fault_that_passes_is_not_noticed(server, customer, storage, proxy, fault):
    site = server(**storage.settings(proxy.url))
    buyer = customer(site, app=1)
    proxy.plays(fault, fault)
    body = buyer.picture()
    assert sum(request.method == "PUT" for request in proxy.requests) >= (1 if fault in ("slow", "cut") else 3)
    assert storage.keys() == [key_of(body)]
    proxy.plays(fault, fault)
    assert fetch(site, body["image"]) == storage.get(key_of(body))[0]
    assert settled(site.cli)[buyer.account]["app"] == balance(0, 1)


def test_a_storage_that_stays_down_costs_nothing_and_is_told_to_the_owner_alone(server, customer, storage, proxy):
    site = server(**storage.settings(proxy.url))
    buyer = customer(site, app=2)
    body = buyer.picture()
    proxy.plays(always="error_503")
    answer = refusal(buyer.click(), 502, "PROVIDER_ERROR")
    assert "credits are back" in answer["error"]
    (line,) = site.logged("The picture could not be stored")
    assert "503 SlowDown: Please reduce your request rate (request canary-request)" in line
    unread = httpx.get(site.url + path_of(body), timeout=30)
    refusal(unread, 503, "INTERNAL")
    assert int(unread.headers["retry-after"]) > 0 and "SlowDown" not in unread.text
    proxy.plays()
    fetch(site, body["image"])
    assert settled(site.cli)[buyer.account]["app"] == balance(1, 1)


def test_no_secret_gets_into_the_log_whatever_the_storage_repeats(server, customer, storage, proxy):
    site = server(**storage.settings(proxy.url, SCRIP_LOG_LEVEL="trace", **storage.session_settings))
    buyer = customer(site, app=1)
    proxy.plays(always="forbidden")
    refusal(buyer.click(), 502, "PROVIDER_ERROR")
    assert len([request for request in proxy.requests if request.method == "PUT"]) == 1, "Asking again would not help"
    site.logged("403 AccessDenied")
    site.stop()
    for text in storage.session_credentials[1:]:
        assert text not in site.log(), "A secret is in the log"


def test_a_picture_that_was_stored_before_the_server_was_killed_is_charged(server, customer, storage, proxy):
    """The storage has the picture, its answer is on its way: there the server dies."""
    site = server(**storage.settings(proxy.url, SCRIP_GENERATION_LEASE="2"))
    buyer = customer(site, app=3)
    proxy.plays(always="slow")
    clicking = threading.Thread(target=lambda: burst.together(site, [burst.click(buyer, key="mine")]))
    clicking.start()
    eventually(storage.keys, "the picture to be stored", within=20)
    proxy.plays(always="reset")
    site.kill()
    clicking.join(10)
    books = settled(site.cli)[buyer.account]["app"]
    if books["spent"] == 0:
        assert books == balance(2, 0, held=1)
    proxy.plays()
    site.start()
    eventually(lambda: buyer.balance() == balance(2, 1), "the picture to be charged", within=20)
    (item,) = buyer.history()
    assert item["status"] == "succeeded"
    png.decode(fetch(site, item["image"]))
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)


def test_a_hold_without_a_picture_goes_back_but_not_while_the_storage_is_silent(server, customer, storage, proxy):
    site = server(**storage.settings(proxy.url, SCRIP_GENERATION_LEASE="2"))
    buyer = customer(site, app=3)
    proxy.plays(always="slow")
    clicking = threading.Thread(target=lambda: burst.together(site, [burst.click(buyer)]))
    clicking.start()
    eventually(lambda: [request for request in proxy.requests if request.method == "PUT"], "the PUT", within=20)
    site.kill()
    clicking.join(10)
    time.sleep(2)  # So that what was on its way to the storage is there, and can be taken away.
    storage.empty()
    proxy.plays()
    site.start()
    eventually(lambda: buyer.balance() == balance(3, 0), "the credit to come back", within=20)
    assert settled(site.cli)[buyer.account]["app"] == balance(3, 0)


def test_retention_removes_from_the_bucket_what_is_old_and_nothing_else(server, customer, storage):
    site = server(**storage.settings(SCRIP_S3_PREFIX="mine", SCRIP_IMAGES_RETENTION="0.00004"))
    others = ["mine/notes.txt", "mine/" + "0" * 31 + ".png", "other/" + "0" * 32 + ".png"]
    for key in others:
        storage.s3.put_object(Bucket="pictures", Key=key, Body=b"not a picture of this server")
    buyer = customer(site, app=2)
    body = buyer.picture()
    eventually(lambda: sorted(storage.keys()) == sorted(others), "the picture to be removed", within=20)
    assert httpx.get(site.url + path_of(body)).status_code == 404
    assert buyer.history()[0]["image_expired"] is True


def test_a_storage_that_hangs_does_not_keep_the_server_from_stopping(server, storage, proxy):
    site = server(**storage.settings(proxy.url, SCRIP_IMAGES_RETENTION="0.00004"))
    proxy.plays(always="hang")
    eventually(lambda: proxy.requests, "the server to look for old pictures", within=20)
    site.stop(within=5)
    assert "could not be tidied" not in site.log()


def start_error(cli, **settings):
    return cli.refused("serve", "--port", "0", settings=settings, within=40)


def test_a_bucket_that_is_not_there_ends_the_start_with_a_line(cli, storage):
    line = start_error(cli, **storage.settings(SCRIP_S3_BUCKET="not-there"))
    assert "not-there" in line and storage.url in line and "404 NoSuchBucket" in line


def test_a_wrong_secret_ends_the_start_with_a_line(cli, storage):
    line = start_error(cli, **storage.settings(SCRIP_S3_SECRET_ACCESS_KEY=SECRET))
    assert "403 SignatureDoesNotMatch" in line and SECRET not in line


def test_an_unknown_key_ends_the_start_with_a_line(cli, storage):
    line = start_error(cli, **storage.settings(SCRIP_S3_ACCESS_KEY_ID="AKIAUNKNOWN"))
    assert "403 InvalidAccessKeyId" in line and storage.secret not in line


def test_a_storage_that_cannot_be_reached_ends_the_start_with_a_line(cli, storage):
    line = start_error(cli, **storage.settings("http://127.0.0.1:1"))
    assert "http://127.0.0.1:1" in line and "connection refused" in line


@pytest.mark.parametrize("missing", ["BUCKET", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY"])
def test_half_of_the_settings_is_refused_and_what_lacks_is_named(cli, storage, missing):
    settings = storage.settings()
    del settings[f"SCRIP_S3_{missing}"]
    line = start_error(cli, **settings)
    assert f"s3.{missing.lower().replace('_', '.')} (SCRIP_S3_{missing}) is not" in line
    assert storage.secret not in line


@pytest.mark.parametrize("name, value", [
    ("ENDPOINT", "storage.example.com"), ("BUCKET", "a/b"), ("BUCKET", "ab"), ("REGION", "eu central"),
    ("PATH_STYLE", "perhaps"), ("PREFIX", "a b"), ("PREFIX", "../x"),
])
def test_a_setting_that_cannot_be_is_refused_and_named(cli, storage, name, value):
    line = start_error(cli, **storage.settings(**{f"SCRIP_S3_{name}": value}))
    assert f"SCRIP_S3_{name}" in line


def test_virtual_hosts_have_the_bucket_in_their_name(cli, storage):
    line = start_error(
        cli, **storage.settings("http://storage.invalid:9", SCRIP_S3_PATH_STYLE="false"))
    assert "pictures.storage.invalid is not known" in line
