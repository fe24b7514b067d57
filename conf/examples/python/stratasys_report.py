#!/usr/bin/env python3
"""What each printer and each owner made in a month, from the API of mod_stratasys.

Needs Python 3.9 or newer and nothing else:

    python3 stratasys_report.py --url https://lab.example.org/stratasys --month 2025-03
    python3 stratasys_report.py --csv > last-month.csv

Days and months are those of the server (StratasysTimeZone). A job counts in the month in which it ended; one that left the
queue before the printer began with it does not count. A name and a password, where they are asked for, stand in ~/.netrc.
"""
import argparse
import base64
import csv
import http.client
import json
import netrc
import signal
import sys
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_S = 60
PAGE_ROWS = 1000
RESULTS = ("completed", "failed", "cancelled", "unknown")
FIGURES = ("build_s", "model_used_cm3", "support_used_cm3")
NOT_EXPOSED = "(not exposed)"
NOBODY = "(unknown)"


class ApiError(Exception):
    """What is wrong, for people; `status` is the HTTP status, or None where no answer came."""

    def __init__(self, message, status=None):
        super().__init__(message)
        self.status = status


def login_of(url):
    """The header for a name and a password of ~/.netrc, or none."""
    try:
        found = netrc.netrc().authenticators(urllib.parse.urlsplit(url).hostname)
    except (OSError, netrc.NetrcParseError):
        found = None
    if not found:
        return {}
    return {"Authorization": "Basic " + base64.b64encode(f"{found[0]}:{found[2]}".encode()).decode()}


def problem_of(error):
    """An error of the API is problem+json: a title and a detail."""
    try:
        problem = json.loads(error.read())
        return f"{problem['title']}: {problem['detail']}"
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return f"HTTP {error.code} {error.reason}"


def ask(url):
    request = urllib.request.Request(url, headers={"Accept": "application/json", **login_of(url)})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise ApiError(problem_of(error), error.code) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ApiError(f"{url}: {error}") from None


def rows_of(url, path, **parameters):
    """All rows of a list, page by page."""
    following = f"{url}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
    while following:
        page = ask(following)
        yield from page["items"]
        following = page["next"] and urllib.parse.urljoin(following, page["next"])


def jobs_of(url, month):
    """The jobs that ended in the month, with their owners where the location exposes people."""
    wanted = ["job_uid", "printer", "owner", "result", "is_begun", *FIGURES]
    parameters = {"from": month, "to": month, "by": "ended", "limit": PAGE_ROWS}
    try:
        yield from rows_of(url, "jobs", fields=",".join(wanted), **parameters)
    except ApiError as error:
        if error.status != 403:
            raise
        wanted.remove("owner")
        yield from rows_of(url, "jobs", fields=",".join(wanted), **parameters)


def line_of(jobs):
    """Figures of a group of jobs. A sum is None where no job of it tells; `untold_jobs` did not tell their build time."""
    line = {"jobs": len(jobs)}
    for result in RESULTS:
        line[result] = sum(job["result"] == result for job in jobs)
    for figure in FIGURES:
        known = [job[figure] for job in jobs if job[figure] is not None]
        line[figure] = sum(known) if known else None
    line["untold_jobs"] = sum(job["build_s"] is None for job in jobs)
    return line


def report_of(jobs):
    """Lines by printer and owner, in their order."""
    groups = {}
    for job in jobs:
        if job["is_begun"] is not False:
            owner = job.get("owner", NOT_EXPOSED)
            groups.setdefault((job["printer"], NOBODY if owner is None else owner), []).append(job)
    return [{"printer": printer, "owner": owner, **line_of(groups[printer, owner])} for printer, owner in sorted(groups)]


def cells_of(line):
    """The line as people read it: hours, and what is unknown as an empty cell."""
    hours = None if line["build_s"] is None else line["build_s"] / 3600
    numbers = (hours, line["model_used_cm3"], line["support_used_cm3"])
    return [
        line["printer"], line["owner"], str(line["jobs"]), *(str(line[result]) for result in RESULTS),
        *("" if number is None else f"{number:.1f}" for number in numbers), str(line["untold_jobs"]),
    ]


HEAD = ["printer", "owner", "jobs", *RESULTS, "build_h", "model_cm3", "support_cm3", "untold_jobs"]
TEXT_COLUMNS = 2


def harmless(text):
    """An owner who calls himself =1+1 is no formula of a spreadsheet."""
    return "'" + text if text.lstrip()[:1] in tuple("=+-@") or text[:1] in tuple("\t\r\n") else text


def write_csv(rows):
    writer = csv.writer(sys.stdout)
    writer.writerow(HEAD)
    writer.writerows([harmless(cell) for cell in row[:TEXT_COLUMNS]] + row[TEXT_COLUMNS:] for row in rows)


def printable(text):
    return "".join(character if character.isprintable() else "?" for character in text)


def write_table(rows):
    table = [HEAD] + [[printable(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(HEAD))]
    for row in table:
        cells = [c.ljust(w) if i < TEXT_COLUMNS else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080/stratasys", help="the location (default: %(default)s)")
    parser.add_argument("--month", default="last-month", help="2025-03, month or last-month (default: %(default)s)")
    parser.add_argument("--csv", action="store_true", help="CSV in place of a table")
    options = parser.parse_args()
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    try:
        rows = [cells_of(line) for line in report_of(jobs_of(options.url.rstrip("/"), options.month))]
    except ApiError as error:
        sys.exit(f"stratasys_report: {error}")
    write_csv(rows) if options.csv else write_table(rows)


if __name__ == "__main__":
    main()
