"""Faults on the screen: a sentence for what a person can understand, a number for our own bugs. Never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from shouwang.errors import AccessDenied, ShouwangError, new_error_number
from shouwang.i18n import t

log = logging.getLogger("shouwang")


def show(fault: Exception) -> None:
    """Show a fault and go on."""
    if isinstance(fault, AccessDenied):
        st.warning(str(fault), title=t("empty.denied"))
    elif isinstance(fault, ShouwangError):
        st.error(str(fault), title=t("empty.fault"))
    else:
        number = new_error_number()
        log.error("error %s", number, exc_info=fault)
        st.error(t("empty.bug", number=number), title=t("empty.fault"))


def on_script_error(fault: Exception) -> bool:
    """Streamlit's hook for whatever a script raised; True keeps Streamlit's own box away."""
    show(fault)
    return True


@contextmanager
def guarded() -> Iterator[None]:
    """Show what is raised inside; the page around it stays."""
    try:
        yield
    except Exception as fault:  # noqa: BLE001  Streamlit's own stop and rerun are BaseExceptions and pass
        show(fault)
