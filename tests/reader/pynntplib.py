#!/usr/bin/env python3
# Python's nntplib (until 3.12): list, open, read, post, read back.
import datetime
import os
import sys
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import usenet  # noqa: E402

warnings.simplefilter("ignore")
try:
    import nntplib
except ImportError:
    st.skip_all("this Python has no nntplib")

MID = "<nntplib@example.org>"


def reading(tap, c):
    caps = c.getcapabilities()
    tap.ok("READER" in caps and c.nntp_version >= 2,
           "nntplib: capabilities", caps)
    groups = c.list()[1]
    tap.ok(len(groups) >= 20, "nntplib: list", groups)
    tap.ok(usenet.GROUP in c.descriptions("sci.*")[1],
           "nntplib: descriptions")
    _, count, low, high, name = c.group(usenet.GROUP)
    tap.ok(low == 1 and high >= count > 500 and name == usenet.GROUP,
           "nntplib: group", (count, low, high, name))
    rows = c.over((low, high))[1]
    tap.ok(len(rows) == count, "nntplib: over of the whole board",
           "%d of %d" % (len(rows), count))
    fields = {over["message-id"]: over for _, over in rows}
    tap.ok(usenet.ROOT in fields and
           fields[usenet.ROOT]["subject"] == usenet.SUBJECT,
           "nntplib: the fields of over")
    tap.ok(len(c.xhdr("subject", "%d-%d" % (low, low + 9))[1]) >= 1,
           "nntplib: xhdr")
    info = c.article(usenet.ROOT)[1]
    size = sum(len(line) + 2 for line in info.lines)
    tap.eq(int(fields[usenet.ROOT][":bytes"]), size,
           "nntplib: :bytes is the size of what ARTICLE sends")
    body = c.body(usenet.ROOT)[1].lines
    tap.eq(int(fields[usenet.ROOT][":lines"]), len(body),
           "nntplib: :lines counts the lines of BODY")
    tap.ok(c.stat(usenet.ROOT)[2] == usenet.ROOT, "nntplib: stat")
    tap.ok(c.next()[1] == 2 and c.last()[1] == 1,
           "nntplib: next and last")
    hour = datetime.datetime.utcnow() - datetime.timedelta(hours=1)
    tap.ok(usenet.ROOT in c.newnews(usenet.GROUP, hour)[1],
           "nntplib: newnews of the last hour")
    tap.ok(any(g.group == usenet.GROUP for g in c.newgroups(hour)[1]),
           "nntplib: newgroups of the last hour")
    now = c.date()[1]
    tap.ok(abs(now - datetime.datetime.utcnow()) <
           datetime.timedelta(minutes=5), "nntplib: date", now)


def posting(tap, c):
    art = st.article(MID, usenet.GROUP, "Re: " + usenet.SUBJECT,
                     sender="Anna Tester <anna@example.org>", date="",
                     refs=usenet.ROOT,
                     body="> %s\n.dot\n%s" % (usenet.BODY, usenet.TEXT))
    try:
        c.post(art.encode().splitlines(True))
        tap.ok(False, "nntplib: post before the login asks for it")
    except nntplib.NNTPTemporaryError as e:
        tap.ok(e.response.startswith("480"),
               "nntplib: post before the login asks for it", e.response)
    c.login(usenet.NAME, usenet.PASSWORD, usenetrc=False)
    tap.ok(True, "nntplib: login")
    answer = c.post(art.encode().splitlines(True))
    tap.ok(answer.startswith("240"), "nntplib: post", answer)
    lines = c.body(MID)[1].lines
    tap.ok(b".dot" in lines and usenet.TEXT.encode() in lines,
           "nntplib: read back", lines)


def main():
    server = usenet.load(usenet.need())
    tap = st.Tap()
    c = nntplib.NNTP("127.0.0.1", server.port, timeout=st.DEADLINE)
    tap.ok(c.getwelcome().startswith("201"), "nntplib: connects")
    reading(tap, c)
    posting(tap, c)
    tap.ok(c.quit().startswith("205"), "nntplib: quit")
    usenet.check_reply(tap, server, "nntplib")
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
