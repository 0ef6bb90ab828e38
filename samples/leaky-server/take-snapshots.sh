#!/bin/sh
# take-snapshots.sh FOLDER COMMAND... : starts leaky-app.cjs and writes FOLDER/idle, warm and leaking.heapsnapshot:
# before any request, after 500 and after 1000.   Example: sh take-snapshots.sh out node --expose-gc
set -eu
app="$(cd "$(dirname "$0")" && pwd)/leaky-app.cjs"
mkdir -p "$1"
out="$(cd "$1" && pwd)"
shift
export PORT="${PORT:-8123}"
"$@" "$app" &
until curl -s -o /dev/null "http://127.0.0.1:$PORT/"; do sleep 0.2; done
state() { curl -s -o /dev/null "http://127.0.0.1:$PORT/snapshot?out=$out/$1.heapsnapshot"; }
state idle
curl -s -o /dev/null "http://127.0.0.1:$PORT/hit?n=500"
state warm
curl -s -o /dev/null "http://127.0.0.1:$PORT/hit?n=500"
state leaking
curl -s -o /dev/null "http://127.0.0.1:$PORT/quit"
wait
