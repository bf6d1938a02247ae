"""The reader of pdf, alone in a process with limits: one file in, its text out. Run by path; imports nothing of ours.

    pdf_child.py FILE

It writes one object of JSON: {"text": "…", "pages": 3} or {"refused": "locked" | "long" | "damaged", "pages": 900}.
"""

import contextlib
import json
import logging
import resource
import sys

MB = 1024 * 1024
MEMORY, SECONDS = 768 * MB, 20
MOST_PAGES = 200
MOST_SIGNS = 1_000_000


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: str) -> dict[str, object]:
    import pypdf

    document = pypdf.PdfReader(path)
    if document.is_encrypted and not document.decrypt(""):
        return {"refused": "locked"}
    pages = len(document.pages)
    if pages > MOST_PAGES:
        return {"refused": "long", "pages": pages}
    found: list[str] = []
    signs = 0
    for page in document.pages:
        found.append(page.extract_text())
        signs += len(found[-1])
        if signs > MOST_SIGNS:
            break
    return {"text": "\n".join(found), "pages": pages}


if __name__ == "__main__":
    limit()
    logging.disable()
    answer: dict[str, object] = {"refused": "damaged"}
    # A damaged file may raise anything; what it says is of no use to the person who sent it.
    with contextlib.suppress(Exception):
        answer = read(sys.argv[1])
    sys.stdout.write(json.dumps(answer))
