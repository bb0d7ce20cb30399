#!/bin/sh
# Some thousand random events, replayed; many more for "make fault".
n=12000
test -z "${STOA_FULL:-}" || n=100000
exec "$BUILD/tests/fault/replay" $n
