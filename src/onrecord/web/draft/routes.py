"""/draft: the form, and the marked draft as the answer to it. A draft is no page with an address: whoever wants it again sends it again."""

import base64
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from onrecord.check.page import to_html
from onrecord.check.types import Checked
from onrecord.encode import encode_fields
from onrecord.errors import UsageError
from onrecord.limits import ARTICLE_CHARACTERS, CAPTURE_BYTES
from onrecord.phrase import make_visible
from onrecord.web.draft.run import Busy, Stopped, look_up
from onrecord.web.draft.view import PASTED, chips, lay_out, notes_of, source_of
from onrecord.web.ledgers import ledgers, reading
from onrecord.web.render import read_form, respond, text_of

NAME = 120  # characters of a file's name that are shown
ENDINGS = {".txt": ".txt", ".md": ".md", ".html": ".html", ".htm": ".html", ".docx": ".docx"}


def ask(request: Request, *, status: int = 200, problem: str = "", pasted: str = "") -> Response:
    """The form."""
    with reading(request) as ledger:
        texts = ledger.find(limit=1).searched
    return respond(
        request,
        "draft.html",
        None,
        status,
        texts=texts,
        problem=problem,
        pasted=pasted,
        most=CAPTURE_BYTES,
        longest=ARTICLE_CHARACTERS,
        endings=", ".join(ENDINGS),
    )


def answer(request: Request) -> Response:
    """The draft with its findings; or, where the form asks for it, as a file to keep."""
    form = read_form(request, files=1)
    try:
        raw, name = take(form)
        found = look_up(raw, name=name, ledger=ledgers(request).path)
        if found.checked is None:
            raise UsageError(make_visible(found.refused))
    except (UsageError, Stopped) as e:
        return ask(request, status=400, problem=str(e), pasted=text_of(form, "draft"))
    except Busy as e:
        return ask(request, status=503, problem=str(e), pasted=text_of(form, "draft"))
    to = text_of(form, "to")
    if to in ("html", "json"):
        return download(found.checked, name, to)
    page = lay_out(found)
    kept = base64.b64encode(raw).decode()
    return respond(request, "draft-checked.html", page, chips=chips, source_of=source_of, notes=notes_of(page), sent=kept, name=name)


def take(form: FormData) -> tuple[bytes, str]:
    """The draft's bytes and its name: the file where one was chosen, else what was pasted. UsageError where there is nothing, or too much."""
    upload = form.get("file")
    if isinstance(upload, UploadFile) and upload.filename:
        raw, name = upload.file.read(), name_of(upload.filename)
    elif text_of(form, "sent"):
        name = name_of(text_of(form, "name"))
        try:
            raw = base64.b64decode(text_of(form, "sent"), validate=True)
        except ValueError:
            raise UsageError("The draft did not arrive whole. Send it again.") from None
    else:
        raw, name = text_of(form, "draft").encode("utf-8", "replace"), f"{PASTED}.txt"
    if not raw.strip():
        raise UsageError("There is nothing to check yet: choose a file, or paste the draft.")
    if len(raw) > CAPTURE_BYTES:
        raise UsageError(f"The draft has {len(raw):,} bytes; {CAPTURE_BYTES:,} can be checked at once.")
    return raw, name


def name_of(given: str) -> str:
    """A file's name without folders, with an ending that the reader knows."""
    path = PurePosixPath(given.replace("\\", "/"))
    return make_visible(path.stem)[:NAME].replace("/", " ") + ENDINGS.get(path.suffix.lower(), ".txt")


def download(checked: Checked, name: str, to: str) -> Response:
    """The marked copy as a page that needs nothing else, or the findings as JSON: a file, never shown in this browser under our name."""
    raw = to_html(checked).encode() if to == "html" else encode_fields(checked) + b"\n"
    target = quote(f"{PurePosixPath(name).stem}, checked.{to}")
    headers = {"content-disposition": f"attachment; filename=\"draft-checked.{to}\"; filename*=UTF-8''{target}"}
    return Response(raw, 200, headers, media_type="text/html; charset=utf-8" if to == "html" else "application/json")


routes: list[BaseRoute] = [
    Route("/draft", ask, name="draft"),
    Route("/draft", answer, methods=["POST"], name="check_draft"),
]
