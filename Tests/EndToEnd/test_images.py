"""Pictures over HTTP: whole, in parts, not again, and no longer than they are kept."""

import os
import time

import httpx
import pytest

from support import png
from support.client import fetch, refusal, told
from support.waiting import eventually

ABSENT = "/images/" + "0" * 32 + ".png"


@pytest.fixture(scope="module")
def picture(site, the_provider):
    """A picture's address and its bytes."""
    from support.making import customers

    the_provider.reset()
    buyer = customers("images")(site, app=1)
    url = site.url + httpx.URL(buyer.picture()["image"]).path
    return url, fetch(site, url)


def test_a_picture_has_a_validator_and_may_be_kept_by_caches(picture):
    url, content = picture
    answer = httpx.get(url)
    name = url.rsplit("/", 1)[1].removesuffix(".png")
    assert answer.headers["etag"] == f'"{name}"' and answer.headers["accept-ranges"] == "bytes"
    assert "immutable" in answer.headers["cache-control"] and "31536000" in answer.headers["cache-control"]
    assert answer.headers["content-length"] == str(len(content))


def test_head_says_what_get_would_and_sends_nothing(picture):
    url, content = picture
    head, get = httpx.head(url), httpx.get(url)
    assert head.status_code == 200 and head.content == b"", told(head)
    without = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in without} == {
        k: v for k, v in get.headers.items() if k not in without}
    assert httpx.head(url.replace(url[-36:], ABSENT[-36:])).status_code == 404


@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"other", {tag}', '"other",{tag} , "more"', "*"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_the_picture_is_not_sent_it_again(picture, form, method):
    url, _ = picture
    tag = httpx.head(url).headers["etag"]
    answer = httpx.request(method, url, headers={"If-None-Match": form.format(tag=tag)})
    assert answer.status_code == 304 and answer.content == b"", told(answer)
    assert answer.headers["etag"] == tag


def test_who_has_another_picture_is_sent_this_one(picture):
    url, content = picture
    answer = httpx.get(url, headers={"If-None-Match": '"' + "0" * 32 + '"'})
    assert answer.status_code == 200 and answer.content == content


def test_whether_one_has_it_or_not_what_is_not_there_is_404(site):
    refusal(httpx.get(site.url + ABSENT, headers={"If-None-Match": "*"}), 404, "NOT_FOUND")
    refusal(httpx.get(site.url + ABSENT, headers={"Range": "bytes=0-9"}), 404, "NOT_FOUND")


@pytest.mark.parametrize("header, start, end", [
    ("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-7", -7, None), ("bytes=5-99999999", 5, None),
    ("bytes=-99999999", 0, None), ("Bytes=3-3", 3, 4), ("bytes=0-99999999999999999999999", 0, None),
])
def test_a_range_is_answered_with_its_bytes(picture, header, start, end):
    url, content = picture
    answer = httpx.get(url, headers={"Range": header})
    wanted = content[start:end]
    assert answer.status_code == 206 and answer.content == wanted, told(answer)
    first = content.index(wanted) if start == 0 else (start if start > 0 else len(content) + start)
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(content)}"
    assert answer.headers["content-length"] == str(len(wanted))


@pytest.mark.parametrize("header", [
    "bytes=9-5", "bytes=a-b", "bytes=", "bytes=-", "bytes=0-1,5-6", "pages=1-2", "bytes=1", "bytes=--1", "bytes=+1-2",
])
def test_a_range_that_means_nothing_is_as_good_as_none(picture, header):
    url, content = picture
    answer = httpx.get(url, headers={"Range": header})
    assert answer.status_code == 200 and answer.content == content, told(answer)


@pytest.mark.parametrize("header", ["bytes={total}-", "bytes={total}-{total}", "bytes=99999999-", "bytes=-0"])
def test_a_range_of_which_there_is_nothing_is_416(picture, header):
    url, content = picture
    answer = httpx.get(url, headers={"Range": header.format(total=len(content))})
    refusal(answer, 416, "INVALID_REQUEST")
    assert answer.headers["content-range"] == f"bytes */{len(content)}"


def test_a_range_counts_only_for_the_picture_that_the_client_began(picture):
    url, content = picture
    tag = httpx.head(url).headers["etag"]
    assert httpx.get(url, headers={"Range": "bytes=0-9", "If-Range": tag}).content == content[:10]
    assert httpx.get(url, headers={"Range": "bytes=0-9", "If-Range": '"other"'}).content == content


def test_a_big_picture_passes_through_in_parts(server, customer):
    site = server()
    buyer = customer(site, app=1)
    url = site.url + httpx.URL(buyer.picture()["image"]).path
    (path,) = (site.data / "images").rglob("*.png")
    content = os.urandom(30_000_001)
    path.write_bytes(content)
    assert httpx.get(url, timeout=30).content == content
    assert httpx.get(url, headers={"Range": "bytes=1000000-"}, timeout=30).content == content[1_000_000:]
    assert httpx.head(url).headers["content-length"] == "30000001"
    before = memory(site)
    links = [httpx.stream("GET", url, timeout=30) for _ in range(20)]
    answers = [link.__enter__() for link in links]
    assert all(answer.status_code == 200 for answer in answers)
    grown = memory(site) - before
    for link in links:
        link.__exit__(None, None, None)
    assert grown < 200_000_000, f"20 slow readers of 30 MB took {grown} bytes"


def memory(site):
    """What the server's process has of the memory, in bytes."""
    with open(f"/proc/{site.process.pid}/status", encoding="ascii") as status:
        (line,) = [line for line in status if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024


def test_a_picture_that_is_removed_while_it_is_read_ends_the_connection(server, customer):
    site = server()
    buyer = customer(site, app=1)
    url = site.url + httpx.URL(buyer.picture()["image"]).path
    (path,) = (site.data / "images").rglob("*.png")
    path.write_bytes(os.urandom(60_000_000))
    with pytest.raises(httpx.RemoteProtocolError), httpx.stream("GET", url, timeout=30) as answer:
        pieces = answer.iter_bytes(65_536)
        next(pieces)
        path.unlink()
        list(pieces)


def test_pictures_go_when_their_time_is_over_and_the_history_says_so(server, customer):
    site = server(SCRIP_IMAGES_RETENTION="0.00004")
    buyer = customer(site, app=2)
    body = buyer.picture(key="mine")
    path = httpx.URL(body["image"]).path
    assert "max-age=3," in httpx.get(site.url + path).headers["cache-control"]
    item = eventually(lambda: expired(buyer), "the history to say that the picture is gone")
    assert "image" not in item and (item["status"], item["credits"]) == ("succeeded", 1), item
    eventually(lambda: httpx.get(site.url + path).status_code == 404, "the picture to be removed")
    refusal(httpx.get(site.url + path), 404, "NOT_FOUND")
    assert not list((site.data / "images").rglob("*.png"))
    again = buyer.click(key="mine")
    assert again.status_code == 200 and again.json() == body, "What was paid for is told as it was"
    one = buyer.request("GET", f"/v1/generations/{body['id']}").json()
    assert one["image_expired"] is True and "image" not in one


def expired(buyer):
    (item,) = buyer.history()
    return item if item.get("image_expired") else None


def test_without_a_retention_pictures_stay_whatever_their_age(server, customer):
    site = server()
    buyer = customer(site, app=1)
    body = buyer.picture()
    (path,) = (site.data / "images").rglob("*.png")
    os.utime(path, (1, 1))
    site.restart()
    png.decode(fetch(site, body["image"]))
    assert "image_expired" not in buyer.history()[0]


def test_what_writers_that_died_left_behind_goes_at_the_next_start(server):
    site = server()
    shard = site.data / "images" / "ab"
    shard.mkdir(parents=True)
    old, new = shard / ("ab" * 16 + ".1.part"), shard / ("ab" * 16 + ".2.part")
    for draft in (old, new):
        draft.write_bytes(b"half a picture")
    os.utime(old, (time.time() - 7_200,) * 2)
    site.restart()
    eventually(lambda: not old.exists(), "the old draft to be removed")
    assert new.exists(), "It may be one that another process still writes"


@pytest.mark.parametrize("days", ["0", "-1", "soon", "1e9", "nan"])
def test_a_retention_that_is_no_number_of_days_is_refused(cli, days):
    line = cli.refused("serve", "--port", "0", settings={"SCRIP_IMAGES_RETENTION": days})
    assert "images.retention" in line and "SCRIP_IMAGES_RETENTION" in line
