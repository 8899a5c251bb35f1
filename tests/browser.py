"""A real Chromium for tests, with the questions that every page has to answer.

The fixtures work where a conftest imports them (tests/design/conftest.py does).
"""

import os
import shutil
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Kept by the page itself, because axe blocks on the policy too when it looks at style sheets.
COLLECT_PROBLEMS = """
window.problems = [];
document.addEventListener("securitypolicyviolation", e => problems.push(`CSP ${e.violatedDirective} ${e.blockedURI}`));
window.addEventListener("error", e => problems.push(`error ${e.message}`));
window.addEventListener("unhandledrejection", e => problems.push(`rejected ${e.reason}`));
"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine; the variable CHROMIUM points to another one."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nl-BE", "timezone_id": "Europe/Brussels"}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    context.add_init_script(COLLECT_PROBLEMS)
    return context


def problems(page: Page) -> list[str]:
    """Breaches of the content security policy and script errors so far. Ask before `axe_violations`."""
    found: list[str] = page.evaluate("window.problems")
    return found


def axe_violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA: one line per element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {"runOnly": WCAG, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options).then(all => all.violations)", options)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def focused(page: Page) -> dict[str, Any]:
    """The element that has the focus: its text, whether it is on screen, and its ring."""
    return page.evaluate(
        """() => {
            const element = document.activeElement, look = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return {
                tag: element.tagName, id: element.id, href: element.getAttribute("href"),
                text: element.textContent.trim().replace(/\\s+/g, " "),
                visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
                uncovered: !at || element.contains(at) || at.contains(element),
                ring: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
            };
        }"""
    )
