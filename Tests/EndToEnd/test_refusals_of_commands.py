"""What cannot work is refused with one clear line that says what to do."""

import re
import socket
import sqlite3
import subprocess
from contextlib import closing

import httpx
import pytest

from support.cli import Outcome, binary, environment

EVERYDAY = [["account", "list"], ["verify"], ["migrate"], ["serve", "--port", "0"]]


@pytest.fixture(params=EVERYDAY, ids=lambda words: words[0])
def command(request):
    return request.param


def test_a_data_folder_whose_parent_is_a_file_is_refused(cli, command):
    (cli.folder / "file").write_text("")
    place = cli.folder / "file" / "data"
    line = cli.refused(*command, "--data-directory", place)
    assert str(place) in line and "--data-directory" in line, line


def test_a_data_folder_that_is_a_file_is_refused(cli, command):
    (cli.folder / "file").write_text("")
    line = cli.refused(*command, "--data-directory", cli.folder / "file")
    assert str(cli.folder / "file") in line, line


def test_a_data_folder_that_may_not_be_written_is_refused(cli, command):
    """Nobody may make a folder in /proc, not even root."""
    line = cli.refused(*command, "--data-directory", "/proc/scrip")
    assert "/proc/scrip" in line and "--data-directory" in line, line


def test_a_data_file_of_a_newer_version_is_refused_and_left_alone(cli, command):
    cli.account("ada@example.com")
    with closing(sqlite3.connect(cli.data / "scrip.sqlite")) as connection:
        connection.execute("INSERT INTO grdb_migrations (identifier) VALUES ('999-from-the-future')")
        connection.commit()
    line = cli.refused(*command)
    assert "newer version" in line and "nothing was changed" in line, line
    assert "scrip.sqlite" in line, line


def test_a_database_of_another_program_is_refused_and_left_alone(cli, command):
    cli.data.mkdir()
    with closing(sqlite3.connect(cli.data / "scrip.sqlite")) as connection:
        connection.execute("CREATE TABLE accounts (id INTEGER)")
        connection.commit()
    before = (cli.data / "scrip.sqlite").read_bytes()
    line = cli.refused(*command)
    assert "another program" in line and "nothing was changed" in line, line
    assert (cli.data / "scrip.sqlite").read_bytes() == before, "It was changed all the same"
    assert not (cli.data / "secret.key").exists(), "Nothing is to be made in a folder that is not ours"


@pytest.mark.parametrize("content", [b"hello, world\n" * 1_000, b"\0" * 8_192, b"SQLite format 3\0" + b"\xff" * 8_192],
                         ids=["text", "zeros", "a broken header"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(cli, command, content):
    cli.data.mkdir()
    (cli.data / "scrip.sqlite").write_bytes(content)
    line = cli.refused(*command)
    assert "scrip.sqlite" in line and ("damaged" in line or "another program" in line), line
    assert (cli.data / "scrip.sqlite").read_bytes() == content, "It was changed all the same"


def test_a_damaged_secret_is_refused(cli):
    cli.account("ada@example.com")
    (cli.data / "secret.key").write_text("not hexadecimal\n")
    line = cli.refused("account", "list")
    assert "secret.key" in line and "backup" in line, line


def test_a_port_that_is_in_use_is_refused(cli):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = cli.refused("serve", "--port", port)
    assert str(port) in line and "in use" in line and "--port" in line, line


def test_a_host_that_is_not_of_this_machine_is_refused(cli):
    line = cli.refused("serve", "--port", 0, "--host", "203.0.113.7")
    assert "203.0.113.7" in line, line


def test_a_host_that_is_no_host_is_refused(cli):
    line = cli.refused("serve", "--port", 0, "--host", "no such host")
    assert "no such host" in line, line


def test_a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on(server, customer, provider):
    site = server(**provider.settings)
    line = site.cli.refused("serve", "--port", 0)
    assert "Another scrip serve" in line and str(site.data) in line, line
    buyer = customer(site, app=1)
    assert buyer.picture()
    site.kill()
    site.start()


WRONG = {
    "SCRIP_HTTP_PORT": ("http.port", ["x", "-1", "65536", "80.5", "0x50", " "]),
    "SCRIP_PRICE_GENERATION": ("price.generation", ["0", "-1", "free", "1.5", "99999999999999999999"]),
    "SCRIP_SIGNUP_BONUS": ("signup.bonus", ["-1", "x"]),
    "SCRIP_GENERATOR": ("generator", ["Illustrator", "dall-e", "illustrator "]),
    "SCRIP_GENERATION_DEADLINE": ("generation.deadline", ["0", "-5", "2m", "nan", "inf", "1e99"]),
    "SCRIP_GENERATION_CONCURRENCY": ("generation.concurrency", ["0", "x"]),
    "SCRIP_GENERATION_QUEUE": ("generation.queue", ["-1", "x"]),
    "SCRIP_LIMIT_IN_FLIGHT": ("limit.in.flight", ["0", "-1", "x"]),
    "SCRIP_PUBLIC_URL": ("public.url", ["example.com", "ftp://example.com", "http://", "javascript:alert(1)"]),
    "SCRIP_OPENAI_BASE_URL": ("openai.base.url", ["file:///etc/passwd", "localhost"]),
    "SCRIP_OPENAI_QUALITY": ("openai.quality", ["best"]),
    "SCRIP_LOG_LEVEL": ("log.level", ["loud"]),
    "SCRIP_SECRET_KEY": ("secret.key", ["abc", "zz" * 32, "ab" * 31, "+1" * 32]),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_refused_by_its_name_wherever_it_stands(cli, name):
    key, values = WRONG[name]
    port = ["--port", 0] if name != "SCRIP_HTTP_PORT" else []
    for value in values:
        line = cli.refused("serve", *port, settings={name: value}, within=5)
        assert key in line and name in line, f"The setting should be named both ways: {line}"
        if name == "SCRIP_SECRET_KEY":
            assert value not in line, f"A secret is told: {line}"
    file = cli.folder / "wrong.yaml"
    file.write_text(nested(key, values[0]))
    line = cli.refused("serve", "--config", file, *port, within=5)
    assert key in line, f"The setting in the file should be named: {line}"
    assert str(file) in line or name in line, f"Where it stands should be told: {line}"


def nested(key, value):
    levels = key.split(".")
    lines = ["  " * depth + f"{level}:" for depth, level in enumerate(levels)]
    return "\n".join(lines) + f" {value!r}\n"


def test_a_file_with_an_unknown_key_is_refused(cli):
    file = cli.folder / "scrip.yaml"
    for text, key in (("prices:\n  generation: 2\n", "prices.generation"), ("http:\n  prot: 80\n", "http.prot"),
                      ("colour: red\n", "colour")):
        file.write_text(text)
        line = cli.refused("account", "list")
        assert key in line and "scrip.yaml" in line, f"scrip.yaml of the folder one is in counts: {line}"


@pytest.mark.parametrize("text", ["a: [", "\t- x", "{", "a: b: c", "key: *nowhere", "- 1\n- 2", "just words"])
def test_a_file_that_is_no_settings_is_refused(cli, text):
    file = cli.folder / "broken.yaml"
    file.write_text(text)
    line = cli.refused("account", "list", "--config", file)
    assert "broken.yaml" in line, line


def test_a_file_that_is_not_there_or_not_text_is_refused(cli):
    assert "nowhere.yaml" in cli.refused("verify", "--config", "nowhere.yaml")
    assert "nowhere.yaml" in cli.refused("verify", settings={"SCRIP_CONFIG": "nowhere.yaml"})
    (cli.folder / "binary.yaml").write_bytes(b"\xff\xfe\x00\x01")
    assert "binary.yaml" in cli.refused("verify", "--config", "binary.yaml")
    assert str(cli.folder) in cli.refused("verify", "--config", cli.folder)


def test_openai_without_a_key_is_refused(cli):
    line = cli.refused("serve", "--port", 0, settings={"SCRIP_GENERATOR": "openai"})
    assert "SCRIP_OPENAI_API_KEY" in line, line


def test_a_setting_that_this_version_does_not_know_is_warned_of(cli):
    with socket.create_server(("127.0.0.1", 0)) as other:
        outcome = cli.run("serve", "--port", other.getsockname()[1], settings={"SCRIP_PRICE_GENERATOIN": "2"})
    assert "SCRIP_PRICE_GENERATOIN" in outcome.err.splitlines()[0], outcome


def test_the_file_counts_less_than_the_environment_and_that_less_than_flags(server):
    site = server()
    site.stop()
    (site.folder / "scrip.yaml").write_text("price:\n  generation: 5\nsignup:\n  bonus: 7\n")
    site.settings["SCRIP_SIGNUP_BONUS"] = site.cli.settings["SCRIP_SIGNUP_BONUS"] = "9"
    site.start()
    assert 'data-price="5"' in httpx.get(site.url + "/").text
    account = site.cli.json("account", "create", "--email", "ada@example.com")["id"]
    assert site.cli.balance(account)["available"] == 9
    elsewhere = site.folder / "elsewhere"
    site.cli.ok("migrate", "--data-directory", elsewhere)
    assert (elsewhere / "scrip.sqlite").exists(), "The flag counts more than SCRIP_DATA_DIRECTORY"


def test_a_reader_that_goes_away_is_no_crash(cli):
    for number in range(3):
        cli.account(f"a{number}@example.com")
    command = f"'{binary()}' journal --format csv | head -c 1"
    done = subprocess.run(
        ["bash", "-c", command + "; exit ${PIPESTATUS[0]}"], cwd=cli.folder, env=environment(cli.settings),
        capture_output=True, timeout=30, check=False)
    outcome = Outcome(command, done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Fatal" not in outcome.err and "Crash" not in outcome.err, outcome
    assert outcome.status in (0, 1, 141), outcome


def test_serve_says_nothing_on_standard_output_but_where_it_listens(server):
    site = server()
    site.cli.account("ada@example.com")
    site.stop()
    assert re.fullmatch(r"listening on http://127\.0\.0\.1:\d+\n", site.out_path.read_text())
    assert "sign-in?token=" in site.log(), "On the first start the owner's link is told, on standard error"
    site.start()
    assert "sign-in?token=" not in site.log(), "Only on the first"
