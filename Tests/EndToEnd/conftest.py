"""What the tests are given: servers, customers and a provider, each new and each gone afterwards."""

import io

import pytest
from PIL import Image

for module in (
    "cli", "books", "server", "client", "making", "png", "burst", "waiting", "fake_openai", "fake_gemini",
    "faulty_proxy", "object_storage", "receiver", "power_loss", "strace", "story",
):
    pytest.register_assert_rewrite(f"support.{module}")

from support import png  # noqa: E402
from support.canary import Canary  # noqa: E402
from support.cli import Cli, NoBinary, binary  # noqa: E402
from support.fake_openai import FakeOpenAI  # noqa: E402
from support.making import customers, servers  # noqa: E402


def pytest_configure(config):
    try:
        binary()
    except NoBinary as problem:
        raise pytest.UsageError(str(problem)) from None


@pytest.fixture
def server(tmp_path):
    """Starts servers: `server(SCRIP_PRICE_GENERATION=2)`, each on data of its own unless some is named."""
    yield from servers(tmp_path)


@pytest.fixture(scope="module")
def site(tmp_path_factory, the_provider):
    """One server, with credits at 1 a picture and the fake provider, for all tests of a module that need no other."""
    starts = servers(tmp_path_factory.mktemp("site"))
    yield next(starts)(**the_provider.settings)
    assert next(starts, None) is None


@pytest.fixture
def cli(tmp_path):
    """Commands on an empty data folder, without a server."""
    return Cli(tmp_path / "data", tmp_path)


@pytest.fixture(scope="session")
def the_provider():
    provider = FakeOpenAI()
    yield provider
    provider.close()


@pytest.fixture
def provider(the_provider):
    """A fake of OpenAI that fails the test if it is asked anything that the real one would refuse."""
    the_provider.reset()
    yield the_provider
    assert not the_provider.complaints, f"OpenAI would have refused: {the_provider.complaints[:3]}"


@pytest.fixture
def customer(request):
    """Makes customers: `customer(server, app=2)` pays with a token, `customer(server, api=2)` with a key."""
    return customers(request.node.name)


@pytest.fixture
def canary():
    """A listener that nobody may come to."""
    listener = Canary()
    yield listener
    listener.close()


@pytest.fixture
def jpeg():
    """A figure before green as a JPEG, which loses what JPEGs lose."""
    file = io.BytesIO()
    Image.open(io.BytesIO(png.figure(1024, (0, 255, 0)))).convert("RGB").save(file, "JPEG", quality=85)
    return file.getvalue()
FIGURES = pytest.StashKey()


@pytest.fixture
def figure(request):
    """Notes what is to stand at the end of the report: `figure("kill -9", "20 tried, 0 violations")`."""
    return lambda name, value: request.config.stash.setdefault(FIGURES, []).append((name, value))


def pytest_terminal_summary(terminalreporter, config):
    figures = config.stash.get(FIGURES, [])
    if figures:
        terminalreporter.section("figures")
        for name, value in figures:
            terminalreporter.write_line(f"{name}: {value}")
