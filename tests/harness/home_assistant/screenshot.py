"""Takes screenshots of Home Assistant with a headless Chromium. Runs in .venv-ha, which has Playwright.

Reads JSON: {"url", "tokens", "shots": [{"path", "wait", "file"}]}. `wait` is a text that the page shows when it is
ready; a shot may also have "click" (texts to click, one after the other), "width" and "height".
"""

import json
import sys

from playwright.sync_api import sync_playwright

QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
WAIT_MS = 60_000
SETTLE_MS = 1500  # icons and animations come after the text


def main():
    asked = json.load(sys.stdin)
    url, tokens = asked["url"], asked["tokens"]
    stored = {
        **{key: tokens[key] for key in ("access_token", "refresh_token")},
        "token_type": "Bearer",
        "expires_in": 1800,
        "expires": 0,  # fetch a fresh one
        "hassUrl": url,
        "clientId": f"{url}/",
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET.split())
        page = browser.new_context(locale="en-GB").new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{url}/auth/authorize", wait_until="domcontentloaded")
        page.evaluate("tokens => localStorage.setItem('hassTokens', JSON.stringify(tokens))", stored)
        for shot in asked["shots"]:
            page.set_viewport_size({"width": shot.get("width", 1200), "height": shot.get("height", 900)})
            page.goto(url + shot["path"], wait_until="domcontentloaded")
            page.get_by_text(shot["wait"]).locator("visible=true").first.wait_for()
            for text in shot.get("click", []):
                page.get_by_text(text, exact=True).locator("visible=true").first.click()
            page.wait_for_timeout(SETTLE_MS)
            page.screenshot(path=shot["file"])
        browser.close()


if __name__ == "__main__":
    main()
