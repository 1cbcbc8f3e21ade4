"""The books: whether every credit is in exactly one place."""


def settled(cli):
    """Fails unless `scrip verify` finds nothing, and every balance adds up; answers with the balances."""
    cli.is_settled = True
    outcome = cli.run("verify")
    assert outcome.status == 0, f"The books do not balance. Look at the journal of {cli.data}:\n{outcome}"
    assert ", 0 faults" in outcome.out, f"verify ended with 0 and yet tells of faults:\n{outcome}"
    accounts = cli.json("account", "list")["accounts"]
    for account in accounts:
        for pool, balance in account["balances"].items():
            places = ("available", "held", "spent", "expired", "revoked")
            total = sum(balance[place] for place in places)
            assert total == balance["issued"], f"{account['email']}/{pool} does not add up: {balance}"
    return {account["id"]: account["balances"] for account in accounts}


def balance(available, spent, held=0):
    """A balance from which nothing has expired or been revoked."""
    return {
        "available": available, "held": held, "spent": spent, "expired": 0, "revoked": 0,
        "issued": available + held + spent,
    }
