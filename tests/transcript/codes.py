#!/usr/bin/env python3
# Every code of proto/reply.def is expected by a test that passes: in a
# conversation beside this file, or where it takes more than a conversation, in
# another suite, as REPLY_NAME or as a text that begins with the code.
import glob
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import stoatest as st  # noqa: E402


def read(*patterns):
    text = ""
    for pattern in patterns:
        for path in sorted(glob.glob(os.path.join(HERE, "..", pattern))):
            if os.path.basename(path) not in ("codes.py", "table.py"):
                with open(path, encoding="utf-8", errors="replace") as f:
                    text += f.read()
    return text


def main():
    tap = st.Tap()
    with open(os.path.join(st.ROOT, "proto", "reply.def")) as f:
        rows = re.findall(r"^X\((\d+), (\w+),", f.read(), re.M)
    tap.ok(len(rows) > 50, "reply.def is read", rows)
    said = read("transcript/*.t")
    suites = read("fault/full.py", "net/*.py", "peer/*.py",
                  "unit/test_session*.c", "unit/test_daemon.c",
                  "unit/test_listener.c")
    for code, name in rows:
        tap.ok(re.search(r"^S\d?~?: %s\b" % code, said, re.M) or
               re.search(r"[\"'](?:\^|\.\*)?%s\b" % code, suites),
               "%s %s: is expected by a test" % (code, name),
               "write a conversation that ends so")
    tap.done()


if __name__ == "__main__":
    main()
