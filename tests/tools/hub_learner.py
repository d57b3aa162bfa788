"""What a learner does on a hub, as the browser's pages do it: log in, follow a link, run, move."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import requests
import websocket
from jupyter_server.services.kernels.connection.base import deserialize_binary_message

from tests.tools.hub import PATIENCE_S, Hub

MOST_LOST = 5


def log_in(hub: Hub, name: str) -> requests.Session:
    """Fill in the form, as a browser does."""
    browser = requests.Session()
    form = browser.get(f"{hub.url}/hub/login").text
    xsrf = unescape(re.search(r'name="_xsrf" value="([^"]+)"', form)[1])
    done = browser.post(
        f"{hub.url}/hub/login?next=/hub/home", {"username": name, "password": "x", "_xsrf": xsrf}
    )
    done.raise_for_status()
    return browser


def open_link(hub: Hub, browser: requests.Session, lesson: str) -> dict[str, str]:
    """Open a lesson's nbgitpuller link, which starts the server; return what its page holds."""
    page = browser.get(hub.place.pulled(lesson), timeout=PATIENCE_S)
    if coming := re.search(r'new EventSource\("([^"]+)"\)', page.text):
        events = browser.get(hub.url + unescape(coming[1]), timeout=PATIENCE_S).text
        demand('"ready": true' in events, f"no server: {events[-300:]}")
        page = browser.get(page.url, timeout=PATIENCE_S)  # as the page does: it loads itself anew
    page.raise_for_status()
    found = re.findall(r'data-([\w-]+)="([^"]*)"', page.text)
    return {key: unquote(value) for key, value in found}


def pull(hub: Hub, browser: requests.Session, told: dict[str, str]) -> str:
    """Do what nbgitpuller's page does; return the address that it leads to."""
    asked = {key: told[key] for key in ("repo", "branch", "targetpath")} | {"_xsrf": told["xsrf"]}
    server = f"{hub.url}{told['base-url']}"
    pulled = browser.get(f"{server}git-pull/api", params=asked).text
    if '"phase": "finished"' not in pulled:
        raise RuntimeError(f"not pulled: {pulled[-300:]}")
    return f"{server}{told['path']}"


def demand(held: bool, words: str) -> None:
    """Raise unless it held."""
    if not held:
        raise RuntimeError(words)


class Kernel:
    """A kernel for a lesson on a learner's server, spoken to as its page does."""

    def __init__(self, hub: Hub, name: str, lesson: str) -> None:
        self._server, self._hub = f"{hub.url}/user/{name}/api", hub
        path = f"{hub.place.name}/{lesson}"
        asked = {"path": path, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        made = requests.post(f"{self._server}/sessions", json=asked, headers=hub.authorization)
        made.raise_for_status()
        self._session = made.json()["id"]
        channels = f"{self._server}/kernels/{made.json()['kernel']['id']}/channels"
        # With a name of its own a connection that is lost gets afterwards what it has missed.
        self._channels = f"{channels.replace('http', 'ws', 1)}?session_id={self._session}"
        self.lost = -1  # how often the connection was lost and made again
        self._connect()
        self._panels: dict[str, dict] = {}

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()  # the kernel lives on, as behind a closed page

    def end(self) -> None:
        """End the kernel, so that the next one begins anew."""
        address = f"{self._server}/sessions/{self._session}"
        requests.delete(address, headers=self._hub.authorization).raise_for_status()

    def _connect(self) -> None:
        self.lost += 1
        demand(self.lost <= MOST_LOST, f"the connection was lost {self.lost} times")
        self._socket = websocket.create_connection(
            self._channels, header=self._hub.authorization, timeout=PATIENCE_S
        )

    def _send(self, kind: str, content: dict) -> str:
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "version": "5.3"}
        header |= {"session": self._session, "username": "", "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self._socket.send(json.dumps(message | {"channel": "shell", "buffers": []}))
        return header["msg_id"]

    def _heard(self) -> Iterator[dict]:
        while True:
            try:
                kind, data = self._socket.recv_data()
            except websocket.WebSocketConnectionClosedException:
                self._connect()  # as JupyterLab does
                continue
            binary = kind == websocket.ABNF.OPCODE_BINARY
            message = deserialize_binary_message(data) if binary else json.loads(data)
            if message["msg_type"] == "comm_open":
                self._panels[message["content"]["comm_id"]] = message["content"]["data"]["state"]
            yield message

    def run(self, code: str, bundles: bool = True) -> list:
        """Run one cell; return what it printed, and of what it showed the bundles if asked."""
        asked = self._send(
            "execute_request", {"code": code, "silent": False, "store_history": True}
        )
        shown = []
        for message in self._heard():
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != asked:
                continue
            if kind == "error":
                raise RuntimeError(f"{content['ename']}: {content['evalue']}")
            if kind == "stream":
                shown.append(content["text"])
            if kind in ("display_data", "execute_result") and bundles:
                shown.append(content["data"])
            if kind == "status" and content["execution_state"] == "idle":
                return shown
        raise AssertionError

    def move(self, panel: str) -> None:
        """Move a panel's first slider to its end and wait for the picture."""
        state = self._panels[panel]
        slider = next(one for one in state["setup"]["controls"] if one["kind"] == "slider")
        values = state["frame"]["values"] | {slider["name"]: slider["high"]}
        message = {"values": values, "gesture": "1", "pixels_per_px": 1}
        asked = {"method": "custom", "content": {"view": "1", "number": 1, "message": message}}
        self._send("comm_msg", {"comm_id": panel, "data": asked})
        for heard in self._heard():
            if heard["msg_type"] != "comm_msg" or heard["content"]["comm_id"] != panel:
                continue
            frame = heard["content"]["data"].get("state", {}).get("frame")
            if frame and frame["values"] == values:
                demand(not frame["error"], frame["error"])
                demand(bytes(heard["buffers"][0]).startswith(b"\x89PNG"), "no picture came")
                return
