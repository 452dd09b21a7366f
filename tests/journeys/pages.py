"""The pages of the portal as the journeys visit them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageCase:
    """A page: its address, the question it opens with, and what it says about the shop and about nothing."""

    name: str
    path: str
    question: str
    full: str
    empty: str
    russian: str


PAGES = (
    PageCase("home", "/", "What needs us now?", "Improve first", "No repository has been read yet", "Что требует"),
    PageCase("inventory", "/inventory", "What do we own?", "GET /orders", "The inventory is empty", "Чем мы"),
    PageCase("testruns", "/testruns", "Do our tests pass?", "services/orders", "No test has run yet", "Проходят"),
    PageCase("probes", "/probes", "Is everything up?", "nightly-backup", "Nothing is watched yet", "Всё ли"),
    PageCase("findings", "/findings", "What is wrong", "services/orders/app.py", "No open findings", "Что не так"),
    PageCase("standards", "/standards", "Which promises do we break?", "Text is never run as code", "", "Какие"),
    PageCase("reports", "/reports", "Are we improving?", "Reports to take away", "Reports to take away", "Становится"),
    PageCase("keys", "/keys", "Who may use the API?", "", "No keys yet", "Кому"),
    PageCase("audit", "/audit", "Who changed what?", "inventory.scan", "", "Кто что"),
    PageCase("system", "/system", "Is Kaizen itself well?", "Database (", "Database (", "Всё ли в порядке"),
)

IDS = [page.name for page in PAGES]
PROBLEM = {
    "type": "about:blank",
    "title": "Unavailable",
    "status": 503,
    "detail": "The database does not answer.",
    "code": "storage.unavailable",
    "hint": "Start it; Kaizen reconnects by itself.",
    "error_id": "err-42",
}
