"""Addresses that name no page lead to the first page with a word about it, not to Streamlit's English box."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from shouwang.config import PAGES
from shouwang.ui.menu import ORDER

MISSING = "missing"  # in the URL: the page that was asked for


class Paths:
    """Plain ASGI: the default page lives at ``/``; ``/overview`` and unknown names are sent there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = elsewhere(scope["path"], scope["query_string"].decode()) if scope["type"] == "http" else None
        if target is None:
            await self.app(scope, receive, send)
        else:
            await RedirectResponse(target, 307)(scope, receive, send)


def elsewhere(path: str, query: str) -> str | None:
    """Return where an address leads instead, None when it is a page or no page at all (a file, an endpoint)."""
    name = path.strip("/")
    if not name or "/" in name or "." in name or name.startswith("_"):
        return None
    if name == ORDER[0]:
        return f"/?{query}" if query else "/"
    if (PAGES / f"{name}.py").exists():
        return None
    return f"/?{MISSING}={quote(name[:40])}"
