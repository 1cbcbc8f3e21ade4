"""Makes servers and customers, for the fixtures of one test or of a whole module."""

import itertools

from support.client import Customer, bearer, x_api_key
from support.server import Server

NUMBERS = itertools.count(1)


def servers(folder):
    """Yields a function that starts servers; exhausted, it stops them and sees that they ended well."""
    started, numbers = [], itertools.count(1)

    def start(*flags, data=None, **settings):
        place = folder / f"server-{next(numbers)}"
        place.mkdir()
        started.append(Server(place, data or place / "data", settings, flags))
        return started[-1].start()

    yield start
    faults = []
    for each in reversed(started):
        try:
            each.close()
        except AssertionError as fault:
            faults.append(str(fault))
    assert not faults, "\n".join(faults)


def customers(name):
    """A function that makes customers; the name helps to tell whose test they were of."""
    name = "".join(letter if letter.isalnum() else "-" for letter in name)[:120]

    def make(server, app=0, api=0):
        account = server.cli.account(f"{name}.{next(NUMBERS)}@example.com", app=app, api=api)
        if api and not app:
            return Customer(server, account, x_api_key(server.cli.key(account)), "api")
        return Customer(server, account, bearer(server.cli.token(account)), "app")

    return make
