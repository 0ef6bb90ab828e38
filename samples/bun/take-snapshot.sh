#!/bin/sh
# take-snapshot.sh FOLDER : the server of ../leaky-server under Bun; FOLDER/warm.heapsnapshot is the sample.
set -eu
exec sh "$(dirname "$0")/../leaky-server/take-snapshots.sh" "$1" bun
