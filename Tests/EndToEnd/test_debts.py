"""What is owed is collected from what comes in, and every answer tells what is there after that."""

from support.books import settled


def test_a_grant_and_a_refund_tell_what_is_available_after_a_debt_was_collected(server, customer, provider):
    site = server(SCRIP_PRICE_GENERATION=5, **provider.settings)
    buyer = customer(site, app=5)
    picture = buyer.picture()["id"]
    (grant,) = [entry["grant"] for entry in buyer.entries() if entry["kind"] == "grant"]
    assert site.cli.json("revoke", grant) == {"id": grant, "revoked": 0, "debt": 5, "available": 0}
    first = site.cli.json("grant", buyer.account, 3, "--reference", "a")
    assert first["available"] == 0 == buyer.balance()["available"], "All of it was owed"
    refund = site.cli.json("refund", picture, 1)
    assert (refund["refunded"], refund["available"]) == (1, 0), "So was this"
    second = site.cli.json("grant", buyer.account, 4, "--reference", "b")
    assert second["available"] == 3 == buyer.balance()["available"], "The rest of the debt is paid"
    assert "3 available" in site.cli.ok("grant", buyer.account, 4, "--reference", "b"), "A repeat tells of now"
    assert site.cli.json("grant", buyer.account, 3, "--reference", "a") == first | {"available": 3}
    assert site.cli.json("refund", picture, 2)["available"] == 5
    settled(site.cli)
