#!/bin/sh
# A few thousand random events, replayed; "make fault" takes many more.
exec "$BUILD/tests/fault/replay" 2000
