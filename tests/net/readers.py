#!/usr/bin/env python3
# suite: timeout 2400
# P14: readers that walk over everything, again and again, neither stop those
# who write nor make the store grow: no snapshot is older than a moment, and
# pages are used again as if nobody read.
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

READERS = 100 if st.FULL else 10
ARTICLES = 100000 if st.FULL else 3000
AHEAD = 100             # articles on their way at once


def need_line(c, code):
    got = c.line()
    if not got.startswith(code):
        raise st.ServerError(got)


def read(server, stop, rows):
    """OVER of all there is, as fast as it comes."""
    c = server.connect()
    c.need("211", "GROUP a.b")
    while not stop.is_set():
        c.send("OVER 1-")
        last = b""
        while not last.endswith(b"\r\n.\r\n"):
            got = c.s.recv(1 << 18)
            if not got:
                return
            rows.append(got.count(b"\n"))
            last = (last + got)[-5:]
    c.close()


def write(server, ages):
    """All articles by TAKETHIS; how long it took, in seconds."""
    body = b"text of an article\r\n" * 70
    begin = time.monotonic()
    with server.admin() as c:
        for n in range(0, ARTICLES, AHEAD):
            for i in range(n, n + AHEAD):
                mid = b"<%d@many>" % i
                c.send_raw(b"TAKETHIS " + mid + b"\r\nPath: x\r\nFrom: a@b"
                           b"\r\nNewsgroups: a.b\r\nSubject: %d\r\nDate: "
                           b"Sun, 22 Nov 2026 12:00:00 +0000\r\nMessage-ID:"
                           b" %s\r\n\r\n" % (i, mid) + body + b".\r\n")
            for _ in range(AHEAD):
                need_line(c, "239")
            if n % (10 * AHEAD) == 0:
                ages.append(server.metrics()["Read-Age"])
    return time.monotonic() - begin


def run(readers):
    server = st.Server().start()
    server.board("a.b")
    server.feed([st.article("<first@many>", "a.b")])
    stop, rows, ages = threading.Event(), [], []
    threads = [threading.Thread(target=read, args=(server, stop, rows))
               for _ in range(readers)]
    for t in threads:
        t.start()
    took = write(server, ages)
    stop.set()
    for t in threads:
        t.join()
    m = server.metrics()
    server.stop()
    size = os.stat(os.path.join(server.dir, "store", "data.mdb")).st_blocks
    st.release(server)
    return took, size * 512, ages, sum(rows), m


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    alone = run(0)
    many = run(READERS)
    tap.eq((alone[4]["Articles"], many[4]["Articles"]),
           (ARTICLES + 1, ARTICLES + 1), "all articles are stored")
    tap.ok(many[3] > ARTICLES, "the readers read", str(many[3]))
    ratio = many[1] / alone[1]
    tap.ok(ratio <= 1.3, "the file does not grow for readers",
           "%.2f times" % ratio)
    tap.note("file %.1f and %.1f MB; %.1f and %.1f s; %d rows read; oldest "
             "snapshot %d ms" % (alone[1] / 1e6, many[1] / 1e6, alone[0],
                                 many[0], many[3], max(many[2])))
    # One in twenty may be a thread that had to wait for a processor.
    most = sorted(many[2])[len(many[2]) * 19 // 20]
    if st.FULL:
        tap.ok(most <= 100, "no snapshot is older than 100 ms", str(most))
    else:
        tap.ok(max(many[2]) <= 1000 * st.DEADLINE / 10,
               "no snapshot is old", str(max(many[2])))
    tap.done()


main()
