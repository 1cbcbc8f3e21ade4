"""The studio page in a browser: an impatient person clicks, and sees the truth."""

import os
import re
import shutil

import pytest
from playwright.sync_api import Error, sync_playwright

# A refused or failed click is an answer as well, and Chromium notes each on its console.
EXPECTED = re.compile(r"status of (402|422)")
PLACES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser():
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PLACES)), None)
    if not chromium:
        pytest.fail("Chromium is missing: install it (Debian: apt-get install chromium), or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        except Error as error:
            pytest.fail(f"Chromium at {chromium} does not start: {str(error).splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def studio(browser):
    """Opens the studio, signed in; whatever the page complains of fails the test."""
    contexts, complaints = [], []

    def open_studio(server, account):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda message: complaints.append(message.text)
                if message.type == "error" and not EXPECTED.search(message.text) else None)
        link = server.cli.ok("account", "link", account).strip()
        page.goto(server.url + link[link.index("/sign-in"):])
        page.get_by_role("button", name="Sign in").click()
        page.locator(".top-purse [data-available]").wait_for(state="visible")
        return page

    yield open_studio
    for context in contexts:
        context.close()
    assert not complaints, f"The page complains: {complaints[:5]}"


def cards(page, state):
    return page.locator(f'.card[data-state="{state}"]')


def test_of_12_fast_clicks_on_5_credits_5_bring_pictures_and_7_a_clear_refusal(server, customer, studio):
    site = server()
    buyer = customer(site, app=5)
    page = studio(site, buyer.account)
    assert page.locator(".top-purse [data-available]").inner_text() == "5"
    button = page.locator("#generate")
    for _ in range(12):
        button.click(no_wait_after=True)
    cards(page, "refused").nth(6).wait_for(timeout=60_000)
    cards(page, "done").nth(4).wait_for(timeout=60_000)
    assert (cards(page, "done").count(), cards(page, "refused").count(), page.locator(".card").count()) == (5, 7, 12)
    for card in cards(page, "refused").all():
        assert "Insufficient credits. Please purchase more credits" in card.inner_text()
        assert "Nothing was charged" in card.inner_text()
    widths = cards(page, "done").locator("img").evaluate_all("images => images.map(image => image.naturalWidth)")
    assert len(widths) == 5 and min(widths) >= 1024, f"Pictures that really loaded: {widths}"
    page.wait_for_function("document.querySelector('.top-purse [data-available]').textContent === '0'")
    shown = buyer.balance()
    assert (shown["available"], shown["held"], shown["spent"]) == (0, 0, 5)
    page.reload()
    cards(page, "done").nth(4).wait_for()
    assert page.locator(".card").count() == 5, "After a reload the shelf has what was paid for, and no more"


def test_a_failed_picture_says_that_it_cost_nothing(server, customer, provider, studio):
    site = server(**provider.settings)
    buyer = customer(site, app=2)
    provider.plays("blocked")
    page = studio(site, buyer.account)
    page.locator("#generate").click()
    cards(page, "failed").first.wait_for()
    assert "your credits are back" in cards(page, "failed").first.inner_text()
    page.wait_for_function("document.querySelector('.top-purse [data-available]').textContent === '2'")


def test_whoever_is_not_signed_in_is_told_how(server, browser):
    page = browser.new_page()
    page.goto(server().url + "/")
    page.locator("#signed-out").wait_for(state="visible")
    assert "scrip account link" in page.locator("#signed-out").inner_text()
    page.close()
