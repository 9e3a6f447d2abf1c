"""What keeps others out: only this machine is answered, and only its own pages may change things.

The server listens on the loopback address; a page of another site in the same browser could still
ask it. So a request must name a loopback host (against rebinding of DNS), one that changes
something must come from a page of ours, with its token or as JSON, which another site's page cannot
send unasked; and no page of ours runs, loads or is framed by anything but our own files.
"""

import hashlib
import hmac
import ipaddress
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "dragoman_browser"
TOKEN = "token"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
ROOM = 200_000  # bytes of a request that takes no report in

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:  # half an address of IPv6
        return ""


def _place(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # half an address of IPv6, and no page of ours
        return None


class Guard:
    """Refuses requests that are not from this machine's own pages, and adds the headers."""

    def __init__(self, app: ASGIApp, *, uploads: int) -> None:
        self._app, self._uploads = app, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        browser, new = _browser(headers)
        scope.setdefault("state", {})["browser"] = browser

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                made = MutableHeaders(scope=message)
                made.update(HEADERS)
                made.setdefault("cache-control", "no-store")
                if new:
                    made.append(
                        "set-cookie", f"{COOKIE}={browser}; Path=/; HttpOnly; SameSite=Strict"
                    )
            await send(message)

        if refusal := self._refusal(scope, headers):
            status, text = refusal
            await _answer(scope, status, text)(scope, receive, sending)
            return
        most = self._uploads if scope["path"] in ("/reports/new", "/api/reports") else ROOM
        await self._app(scope, _Limited(receive, most), sending)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not loopback(_name(host)):
            return 421, "This server answers on this machine's own address alone."
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return None
        origin = headers.get("origin")
        foreign = origin is not None and _place(origin) != host
        if foreign or headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403, "Only pages of this server may change something."
        if scope["method"] != "POST":  # every act is one: there is nothing that takes another
            return None
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["path"].startswith("/api/"):
            if kind != "application/json":
                return 415, "Send application/json."
        elif kind not in FORMS:
            return 415, "Send a form."
        return None


def _answer(scope: Scope, status: int, text: str) -> Response:
    if not scope["path"].startswith("/api/"):
        return PlainTextResponse(text, status)
    told = {"code": "request", "what": text, "todo": "See the description of the API."}
    return JSONResponse({"error": told}, status)


class _Limited:
    """Receives no more than so many bytes."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, "This is more than is taken in at once.")
        return message


def _browser(headers: Headers) -> tuple[str, bool]:
    """What tells this browser from others, and whether it is told so only now."""
    try:
        known = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        known = None
    if known is not None and len(known.value) == 32 and known.value.isalnum():
        return known.value, False
    return secrets.token_hex(16), True


def token(secret: bytes, browser: str) -> str:
    """What a form of a page that this browser was given must send back."""
    return hmac.new(secret, browser.encode(), hashlib.sha256).hexdigest()


async def of_our_page(request: Request) -> None:
    """Raise unless a form comes with the token of a page that was given to this browser."""
    form = await request.form()
    sent = form.get(TOKEN)
    right = token(request.app.state.web.secret, request.state.browser)
    if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), right.encode()):
        raise HTTPException(403, "This page is out of date. Load it again, then repeat.")
