"""What the API keeps in the ledger: judgements, at once; reports, in the background.

In: `Asked`. Out: what was kept, or the job that keeps it.
"""

from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UsageError
from onrecord.judge.types import Undo
from onrecord.ledger.plain import encode_plain
from onrecord.ledger.sources import WEB
from onrecord.ledger.types import Step
from onrecord.text.dates import parse_given
from onrecord.web.api import answers
from onrecord.web.api.queries import AddQuery
from onrecord.web.api.spec import JSON, Asked, WrongRequest
from onrecord.web.jobs import Job, Jobs
from onrecord.web.ledgers import ledgers, reading, writing


def list_judgements(asked: Asked) -> answers.JudgedPage:
    """What people said about the record, in order."""
    with reading(asked.request) as ledger:
        found = [j for j in ledger.judgements(asked.query.about) if j.seq > (asked.query.after or 0)]
    page = found[: asked.query.limit]
    after = str(page[-1].seq) if len(found) > len(page) else None
    return answers.JudgedPage(tuple(answers.give_judgement(j) for j in page), after)


def judge(asked: Asked) -> answers.Judged:
    """Keep what a person says about the record. Nothing is overwritten; an undo is about the entry of a judgement, "#12"."""
    given: answers.SayingGiven = asked.body
    saying = answers.take_saying(given.says)
    with writing(asked.request) as ledger:
        if isinstance(saying, Undo):
            number = given.about.removeprefix("#")
            if not (number.isascii() and number.isdecimal() and len(number) < 18):
                raise UsageError(f"about: {given.about!r} is no entry; an undo is about one, as in #12")
            return answers.give_judgement(ledger.undo(int(number), by=given.by))
        return answers.give_judgement(ledger.judge(given.about, saying, by=given.by))


def add(asked: Asked) -> Response:
    """Keep a report: the bytes that are sent (HTML, text, a feed), or those at the one address in `fetch`. It is read in the background."""
    given: AddQuery = asked.query
    if (asked.body is None) == (given.fetch is None):
        raise UsageError("send the bytes of a report, or name one address in `fetch`: one of the two")
    if given.fetch is not None and not given.fetch.lower().startswith(WEB):
        raise UsageError(f"fetch: {given.fetch!r} is no address; it starts with http:// or https://")
    if given.published is not None:
        parse_given(given.published)
    source: bytes | str = asked.body if given.fetch is None else given.fetch
    steps: list[answers.StepAnswer] = []

    def work(job: Job) -> tuple[answers.StepAnswer, ...]:
        def tell(step: Step) -> None:
            steps.append(answers.give_step(step))
            job.say(f"{step.name}: {step.outcome}")

        job.say("Reading.")
        with ledgers(asked.request).writing() as ledger:
            ledger.add(source, url=given.url, outlet=given.outlet, published=given.published, told=tell)
        return tuple(steps)

    job = jobs(asked.request).start(given.fetch or given.url or "bytes", work, writes=True)
    headers = {"location": f"/api/jobs/{job.id}"}
    return Response(encode_plain(answers.give_job(job)), 202, headers, media_type=JSON)


def show_job(asked: Asked) -> answers.JobAnswer:
    """How far work in the background is."""
    job = jobs(asked.request).get(asked.path["id"])
    if job is None:
        raise WrongRequest(404, "not-found", f"{asked.path['id']}: no such job; jobs are forgotten a while after they are done, and when the server ends")
    return answers.give_job(job)


def jobs(request: Request) -> Jobs:
    found: Jobs = request.app.state.jobs
    return found
