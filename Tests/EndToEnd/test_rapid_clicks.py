"""Many clicks at once: credits are never spent twice, and who has too few is told so in exact words."""

import threading

from support.books import balance, settled
from support.burst import click, from_many_clients, tally, together
from support.client import NO_CREDITS, Customer, refusal, x_api_key


def assert_refused(answer, required):
    assert answer.status == 402
    body = answer.json()
    assert body["error"] == NO_CREDITS, "The words of the refusal are relied on by clients"
    assert body["code"] == "INSUFFICIENT_CREDITS"
    assert body["required"] == required
    assert body["available"] < required, "Whoever is refused has less than it takes"
    assert set(body) == {"error", "code", "required", "available"}


def assert_books(buyer, bought, price=1, left=0):
    """Whether the balance, the journal and the history all tell of so many pictures."""
    books = settled(buyer.server.cli)
    assert books[buyer.account][buyer.pool] == balance(left, bought * price)
    assert buyer.balance() == balance(left, bought * price), "The server and the command disagree"
    kinds = [entry["kind"] for entry in buyer.entries()]
    assert kinds.count("hold") == kinds.count("capture") == bought, f"The journal does not tell of {bought} charges"
    assert "release" not in kinds, "Nothing failed, so nothing was to be given back"
    history = [item for item in buyer.history() if item["pool"] == buyer.pool]
    assert [item["status"] for item in history] == ["succeeded"] * bought


def test_at_price_2_with_2_credits_the_second_of_two_clicks_is_refused(server, customer):
    buyer = customer(server(SCRIP_PRICE_GENERATION=2), app=2)
    answers = together(buyer.server, [click(buyer)] * 2)
    assert tally(answers) == {200: 1, 402: 1}
    for answer in answers:
        if answer.status == 402:
            assert_refused(answer, required=2)
            assert answer.json()["available"] == 0
        else:
            assert answer.json()["credits_remaining"] == 0
    assert_books(buyer, bought=1, price=2)


def test_at_price_1_with_2_credits_both_clicks_succeed_and_a_third_is_refused(server, customer):
    buyer = customer(server(), app=2)
    answers = together(buyer.server, [click(buyer)] * 2)
    assert tally(answers) == {200: 2}
    assert sorted(answer.json()["credits_remaining"] for answer in answers) == [0, 1] or all(
        answer.json()["credits_remaining"] == 0 for answer in answers
    ), "With both held, 0 is left; with one captured before the other is held, 1"
    assert len({answer.json()["id"] for answer in answers}) == 2, "Two clicks are two generations"
    body = refusal(buyer.click(), 402, "INSUFFICIENT_CREDITS")
    assert (body["error"], body["required"], body["available"]) == (NO_CREDITS, 1, 0)
    assert_books(buyer, bought=2)


def test_of_50_clicks_on_1_credit_one_succeeds_and_49_are_refused(server, customer):
    buyer = customer(server(), app=1)
    answers = together(buyer.server, [click(buyer)] * 50)
    assert tally(answers) == {200: 1, 402: 49}
    for answer in answers:
        if answer.status == 402:
            assert_refused(answer, required=1)
    assert_books(buyer, bought=1)


def test_of_300_clicks_on_20_credits_20_succeed_and_280_are_refused(server, customer):
    buyer = customer(server(), app=20)
    answers = together(buyer.server, [click(buyer)] * 300)
    assert tally(answers) == {200: 20, 402: 280}, "No other status may come out of a burst"
    assert len({answer.json()["image"] for answer in answers if answer.status == 200}) == 20
    assert_books(buyer, bought=20)


def test_four_clients_that_mix_app_and_api_credits_spend_exactly_what_each_pool_has(
    server, customer, provider
):
    site = server(**provider.settings)
    user = customer(site, app=11, api=7)
    program = Customer(site, user.account, x_api_key(site.cli.key(user.account)), "api")
    mixed = [click(user), click(program)] * 20
    answers = from_many_clients(site, [mixed] * 4)
    assert tally(answers) == {200: 18, 402: 142}
    assert_books(user, bought=11)
    assert_books(program, bought=7)


def test_a_grant_that_comes_in_meanwhile_is_spent_to_the_last_credit(server, customer, provider):
    site = server(**provider.settings)
    buyer = customer(site, app=5)
    grants = [
        threading.Thread(target=site.cli.ok, args=("grant", buyer.account, 4, "--reference", f"gift-{number}"))
        for number in range(3)
    ]
    for grant in grants:
        grant.start()
    answers = []
    while any(grant.is_alive() for grant in grants):
        answers += together(site, [click(buyer)] * 25)
    for grant in grants:
        grant.join()
    answers += together(site, [click(buyer)] * 25)
    counts = tally(answers)
    assert counts.pop(200) == 17, "5 credits, and 3 grants of 4 that came in meanwhile"
    assert set(counts) == {402}
    assert_books(buyer, bought=17)


def test_other_accounts_are_served_while_one_clicks_without_end(server, customer, provider):
    site = server(**provider.settings)
    rusher, other = customer(site, app=3), customer(site, app=1)
    answers = together(site, [click(rusher)] * 60 + [click(other)] + [click(rusher)] * 60)
    assert answers[60].status == 200, "The other account's one click has its own credit"
    assert tally(answers) == {200: 4, 402: 117}
    assert_books(rusher, bought=3)
    assert_books(other, bought=1)
