"""The entry: Streamlit as an ASGI application on ``shouwang/ui/main.py``, with the headers that keep it to itself.

The script lies in the library, so that no script lies beside ``pages/`` and a deep link never runs a page file alone.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from shouwang.ui.faults import on_script_error
from shouwang.ui.headers import Headers
from shouwang.ui.paths import Paths

app = st.App(
    Path(__file__).resolve().parent / "shouwang" / "ui" / "main.py",
    middleware=[Middleware(Headers), Middleware(Paths)],
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
