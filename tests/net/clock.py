#!/usr/bin/env python3
# suite: timeout 300
# P26: the time of day jumps by a day, back and forth, to 2038 and over a
# leap second. No timer is stuck, the journal's time never falls, numbers
# rise, and what is asked by time is still found.
import mmap
import os
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

DAY = 86400
SHIM = os.path.join(st.BUILD, "tests", "fault", "clock.so")


class Clock:
    def __init__(self):
        self.path = os.path.join(st.temp_dir(), "clock")
        with open(self.path, "wb") as f:
            f.write(bytes(4096))
        with open(self.path, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), 8)

    def shift(self, seconds):
        self.map[:8] = struct.pack("=q", int(seconds))

    def at(self, when):
        self.shift(when - time.time())


def date(c):
    got = c.need("111", "DATE").split()[1]
    return int(time.mktime(time.strptime(got + "UTC", "%Y%m%d%H%M%S%Z"))
               - time.timezone)


def served(server):
    """Not when we took longer ourselves than a silent one may."""
    try:
        with server.connect() as c:
            return c.cmd("DATE").startswith("111")
    except (OSError, EOFError):
        return False


def journal_times(server):
    out = os.path.join(st.temp_dir(), "export")
    server.ctl("export", out)
    for name in os.listdir(out):
        path = os.path.join(out, name)
        if "journal" in name and os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as f:
                return [line.split("\t")[:2] for line in f
                        if not line.startswith("#")]
    return []


def main():
    st.need_built("stoad", "stoactl", os.path.join("tests", "fault",
                                                   "clock.so"))
    if st.SANITIZED:
        st.skip_all("the shim and the sanitizer's do not mix")
    os.environ["TZ"] = "UTC"
    time.tzset()
    tap = st.Tap()
    clock = Clock()
    server = st.Server(env={"LD_PRELOAD": SHIM, "STOA_SHIFT": clock.path,
                            "STOA_SPEED": "20"})
    server.start()
    server.board("a.b")
    quiet = server.connect()
    c = server.admin()
    now = time.time()
    places = [("a day ahead", now + DAY), ("a day back", now - DAY),
              ("now", now), ("before 2038", 2147483640),
              ("2038", 2147483655), ("a leap second", 1483228799),
              ("a second behind it", 1483228800), ("now again", now)]
    slow = []
    for n, (name, when) in enumerate(places):
        clock.at(when)
        tap.ok(abs(date(c) - when) < st.DEADLINE, "%s: DATE follows" % name)
        t = time.monotonic()
        got = c.post(st.article("<%d@clock>" % n, "a.b", date=""))
        slow.append(time.monotonic() - t)
        tap.ok(got.startswith("240"), "%s: an article is taken" % name, got)
        tap.eq(c.need("211", "GROUP a.b").split()[3], str(n + 1),
               "%s: numbers rise" % name)
    tap.note("posts took at most %.1f ms" % (1000 * max(slow)))
    # Deadlines go by the other clock: the quiet one was closed meanwhile,
    # or is now; a new one is not.
    tap.ok(any(served(server) for _ in range(5)), "no deadline comes early")
    tap.ok(quiet.closed(), "no deadline comes late")
    rows = journal_times(server)
    times = [r[1] for r in rows]
    tap.ok(len(times) > len(places) and times == sorted(times),
           "the journal's time never falls", str(times))
    tap.eq([int(r[0]) for r in rows], list(range(1, len(rows) + 1)),
           "its numbers rise by 1")
    ids = c.multi("230", "NEWNEWS a.b 20380119 031400 GMT")
    tap.ok(len(ids) >= 1, "NEWNEWS from 2038 on finds what came then",
           str(ids))
    server.restart()
    with server.admin() as c:
        tap.ok(c.post(st.article("<last@clock>", "a.b", date=""))
               .startswith("240"), "after a restart articles are taken")
    server.stop()
    p = server.ctl("check", offline=True, check=False)
    tap.eq(p.returncode, 0, "the store is sound")
    tap.done()


main()
