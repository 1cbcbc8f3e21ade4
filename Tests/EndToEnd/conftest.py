"""What the tests are given: servers, customers and a provider, each new and each gone afterwards."""

import itertools

import pytest

for module in ("cli", "books", "server", "client", "png", "burst", "waiting", "fake_openai"):
    pytest.register_assert_rewrite(f"support.{module}")

from support.cli import Cli, NoBinary, binary  # noqa: E402
from support.client import Customer, bearer, x_api_key  # noqa: E402
from support.fake_openai import FakeOpenAI  # noqa: E402
from support.server import Server  # noqa: E402


def pytest_configure(config):
    try:
        binary()
    except NoBinary as problem:
        raise pytest.UsageError(str(problem)) from None


@pytest.fixture
def server(tmp_path):
    """Starts servers: `server(SCRIP_PRICE_GENERATION=2)`, each on data of its own unless some is named."""
    yield from _servers(tmp_path)


@pytest.fixture(scope="module")
def site(tmp_path_factory, the_provider):
    """One server, with credits at 1 a picture and the fake provider, for all tests of a module that need no other."""
    starts = _servers(tmp_path_factory.mktemp("site"))
    yield next(starts)(**the_provider.settings)
    assert next(starts, None) is None


def _servers(folder):
    servers, numbers = [], itertools.count(1)

    def start(*flags, data=None, **settings):
        place = folder / f"server-{next(numbers)}"
        place.mkdir()
        servers.append(Server(place, data or place / "data", settings, flags))
        return servers[-1].start()

    yield start
    faults = []
    for each in reversed(servers):
        try:
            each.close()
        except AssertionError as fault:
            faults.append(str(fault))
    assert not faults, "\n".join(faults)


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
    return _customers(request.node.name)


CUSTOMERS = itertools.count(1)


def _customers(name):
    name = "".join(letter if letter.isalnum() else "-" for letter in name)[:120]

    def make(server, app=0, api=0):
        account = server.cli.account(f"{name}.{next(CUSTOMERS)}@example.com", app=app, api=api)
        if api and not app:
            return Customer(server, account, x_api_key(server.cli.key(account)), "api")
        return Customer(server, account, bearer(server.cli.token(account)), "app")

    return make
