#!/usr/bin/env python3
"""Says what happens at the printers, as it happens: one line of JSON for each event of mod_stratasys.

Needs Python 3.9 or newer and nothing else:

    python3 follow_events.py --url https://lab.example.org/stratasys --seq-file /var/lib/printer-mail/seq

Each event has a number, and the file keeps the number of the last one that was written. So the server and this program may
be stopped and started at any time, and no event is missed, and none comes twice (but for the one that was being written
when this program was killed). The first time it begins with what happens from then on; --all begins with the oldest event
that is kept. A name and a password, where they are asked for, stand in ~/.netrc.
"""
import argparse
import base64
import http.client
import json
import netrc
import os
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_S = 30
PAGE_ROWS = 100


class ApiError(Exception):
    """What is wrong, for people; `lasts` when asking again would not help."""

    def __init__(self, message, lasts=False):
        super().__init__(message)
        self.lasts = lasts


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


def ask(url, **parameters):
    address = f"{url}/api/v1/events?{urllib.parse.urlencode(parameters)}"
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=login_of(url)), timeout=TIMEOUT_S) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise ApiError(problem_of(error), lasts=400 <= error.code < 500) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ApiError(f"{address}: {error}") from None


def read_seq(path):
    """The number in the file, None where there is no file yet."""
    try:
        with open(path, encoding="ascii") as file:
            return int(file.read())
    except FileNotFoundError:
        return None
    except ValueError:
        sys.exit(f"follow_events: {path} does not hold a number. Remove it to begin anew.")


def write_seq(path, seq):
    """In one step: whoever stops this program finds the old number or the new one."""
    with open(path + ".new", "w", encoding="ascii") as file:
        file.write(f"{seq}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".new", path)


def first_seq(url, path, wants_all):
    """Behind which number to begin."""
    seq = read_seq(path)
    if seq is None:
        seq = 0 if wants_all else ask(url, limit=1)["last_seq"]
        write_seq(path, seq)
    return seq


def tell_gap(seq, page):
    if seq > page["last_seq"]:
        print(f"follow_events: the history was replaced by an older one: its last event is {page['last_seq']}", file=sys.stderr)
    else:
        print(f"follow_events: events after {seq} are missing: they are not kept any more", file=sys.stderr)


def follow_page(url, path, seq):
    """Writes the next events, and returns the number to go on from, and whether more are there already."""
    page = ask(url, after=seq, limit=PAGE_ROWS)
    if page["is_gap"] and seq > 0:
        tell_gap(seq, page)
        if seq > page["last_seq"]:
            write_seq(path, page["last_seq"])
            return page["last_seq"], False
    for event in page["items"]:
        print(json.dumps(event), flush=True)
        seq = event["seq"]
        write_seq(path, seq)
    return seq, page["next"] is not None


def follow(options):
    seq, trouble = None, None
    while True:
        more = False
        try:
            if seq is None:
                seq = first_seq(options.url, options.seq_file, options.all)
            seq, more = follow_page(options.url, options.seq_file, seq)
            trouble = None
        except ApiError as error:
            if error.lasts:
                raise
            # Said once, not with every attempt.
            if trouble is None:
                print(f"follow_events: {error}; going on trying", file=sys.stderr)
            trouble = error
        if options.once and not more:
            return trouble is None
        if not more:
            time.sleep(options.interval)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080/stratasys", help="the location (default: %(default)s)")
    parser.add_argument("--seq-file", default="stratasys.seq", help="keeps the last number (default: %(default)s)")
    parser.add_argument("--interval", type=float, default=10, metavar="SECONDS", help="between two questions (default: 10)")
    parser.add_argument("--all", action="store_true", help="begin with the oldest event that is kept")
    parser.add_argument("--once", action="store_true", help="end when all is read, for cron")
    options = parser.parse_args()
    options.url = options.url.rstrip("/")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        sys.exit(0 if follow(options) else 1)
    except (ApiError, OSError) as error:
        sys.exit(f"follow_events: {error}")


if __name__ == "__main__":
    main()
