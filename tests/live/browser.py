"""A coder before Label Studio, in Chromium: signs in, opens the task, presses keys that are counted."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Dialog, Page, Request, sync_playwright

from annotations.label_studio.client import LabelStudio
from tests.live.conftest import LiveLabelStudio

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
EMAIL, PASSWORD = "ines@forms.example", "Ines-pass-1234"


@dataclass
class Desk:
    """One coder's browser. ``troubles``: errors of the page, windows that scripts opened, requests to other hosts."""

    page: Page
    admin: LabelStudio
    troubles: list[str] = field(default_factory=list)
    presses: int = 0
    project: int = 0

    def open(self, config: str, *tasks: dict[str, Any], width: int = 1400, height: int = 900) -> None:
        """A project of its own with these tasks, and the first of them on the screen."""
        self.project = self.admin.ensure_project(f"form {uuid.uuid4().hex[:12]}", config, "")
        self.admin.import_tasks(self.project, tasks)
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(self.admin.link(self.project, self.admin.ensure_tab(self.project, tasks[0]["data"]["assignee"])))
        self.page.locator(".relato-right textarea").wait_for()
        self.page.locator(".relato-segment .lsf-richtext__line, .relato-segment .lsf-richtext__container").first.wait_for()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other. Every key counts, Shift and Control too."""
        for key in keys:
            self.presses += len(key.split("+"))
            self.page.keyboard.press(key)

    def submit(self) -> dict[str, Any]:
        """Ctrl and Enter; the annotation that Label Studio then has."""
        with self.page.expect_response(lambda answer: "/annotations" in answer.url and answer.request.method == "POST"):
            self.press("Control+Enter")
        (task,) = [task for task in self.admin.tasks_since(self.project, None) if task["annotations"]]
        (annotation,) = task["annotations"]
        return dict(annotation)


@contextmanager
def desk(label_studio: LiveLabelStudio) -> Iterator[Desk]:
    chromium = os.environ.get("RELATO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with LabelStudio(label_studio.url, label_studio.token) as admin, sync_playwright() as playwright:
        admin.ensure_account(EMAIL, PASSWORD)
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        made = Desk(browser.new_page(), admin)
        _watch(made, urlsplit(label_studio.url).netloc)
        sign_in(made.page, label_studio.url, EMAIL, PASSWORD)
        yield made
        browser.close()


def _watch(made: Desk, host: str) -> None:
    def refuse(dialog: Dialog) -> None:
        made.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def look(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")) and urlsplit(request.url).netloc != host:
            made.troubles.append(request.url)

    made.page.on("pageerror", lambda error: made.troubles.append(str(error)))
    made.page.on("dialog", refuse)
    made.page.on("request", look)


def sign_in(page: Page, url: str, email: str, password: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{url}/user/login/")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/login" not in url)
