#!/bin/sh
# mod_stratasys from the command line: a handful of requests, ready to be taken apart. Needs curl, sed and grep.
#
#   sh curl.sh fleet                    every printer: state, progress, end of build
#   sh curl.sh printer ID               all about one, as JSON
#   sh curl.sh busy ID                  says busy, free or unknown; exit code 0 for busy, 1 for free, 2 for unknown
#   sh curl.sh jobs [PERIOD]            the jobs that ended in it, as CSV: last-month, 2025-03, 2025-W13, 2025-03-30, 2025, ...
#   sh curl.sh totals [PERIOD]          hours and results of each printer in it, as CSV
#   sh curl.sh follow FILE              what has happened since the last time; FILE remembers how far it was read
#   sh curl.sh changed ID FILE          one printer again, only if it was polled since; FILE remembers its tag
#
# STRATASYS is where the API is. A name and a password, where they are asked for, stand in ~/.netrc.
set -eu

api=${STRATASYS:-http://127.0.0.1:8080/stratasys/api/v1}

usage() {
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
  exit 64
}

# An answer that is no success goes to the standard error: it says in words what is wrong.
ask() {
  answer=$(mktemp)
  trap 'rm -f "$answer"' EXIT
  status=$(curl -sS --netrc-optional -o "$answer" -w '%{http_code}' "$@") || exit 69
  case $status in
  2*) cat "$answer" ;;
  304) ;;
  *)
    cat "$answer" >&2
    echo >&2
    exit 1
    ;;
  esac
  rm -f "$answer"
}

list() {
  path=$1
  shift
  ask -G "$api/$path" "$@"
}

busy() {
  # 503 and the word unknown while the printer does not answer.
  answer=$(curl -sS --netrc-optional "$api/printers/$1/busy")
  case $answer in
  1) echo busy ;;
  0) echo free && return 1 ;;
  unknown) echo unknown && return 2 ;;
  *) echo "$answer" >&2 && return 2 ;;
  esac
}

# A line of JSON for each event. In JSON a quote inside of a text has a backslash before it, so {"seq": begins an event and
# nothing else.
follow() {
  [ -s "$1" ] || echo 0 > "$1"
  while :; do
    page=$(list events -d after="$(cat "$1")" -d limit=100)
    case $page in *'"is_gap":true'*) echo "Some events after number $(cat "$1") are not kept any more." >&2 ;; esac
    events=$(printf '%s\n' "$page" | sed 's/{"seq":/\
&/g' | sed -n -e 's/^\({"seq":.*}\),$/\1/p' -e 's/^\({"seq":.*}\)],"total":.*/\1/p')
    [ -n "$events" ] || return 0
    printf '%s\n' "$events"
    # Only after they have been written: what is lost in between comes again.
    printf '%s\n' "$events" | sed -n '$s/^{"seq":\([0-9]*\).*/\1/p' > "$1.new"
    mv "$1.new" "$1"
  done
}

[ $# -gt 0 ] || usage
command=$1
shift
case $command:$# in
fleet:0) list printers -d format=csv -d fields=printer,state,status_text,progress_ratio,eta_local ;;
printer:1) ask "$api/printers/$1" ;;
busy:1) busy "$1" ;;
jobs:[01]) list jobs -d format=csv -d by=ended -d sort=ended_at -d from="${1:-last-month}" -d to="${1:-last-month}" ;;
totals:[01]) list outcomes -d format=csv -d group_by=printer -d from="${1:-last-month}" -d to="${1:-last-month}" ;;
follow:1) follow "$1" ;;
changed:2) ask --etag-compare "$2" --etag-save "$2" "$api/printers/$1" ;;
*) usage ;;
esac
