#!/usr/bin/env python3
# Python's nntplib (until 3.12): list, open, read, thread, reply, read back,
# in clear and over TLS.
import datetime
import os
import ssl
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


def reading(tap, c, server):
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
    tap.eq({n: over["message-id"] for n, over in rows},
           usenet.by_netcat(server), "nntplib: over, as netcat's")
    fields = {over["message-id"]: over for _, over in rows}
    tap.ok(usenet.ROOT in fields and
           fields[usenet.ROOT]["subject"] == usenet.SUBJECT,
           "nntplib: the fields of over")
    tap.ok([mid for mid, over in fields.items()
            if over["references"].split()[-1:] == [usenet.ROOT]],
           "nntplib: the thread by its References")
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


def posting(tap, c, mid):
    art = st.article(mid, usenet.GROUP, "Re: " + usenet.SUBJECT,
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
    lost = mid.replace("<", "<lost.")
    c.post(art.replace(mid, lost).encode().splitlines(True))
    c.post(usenet.cancel(lost).encode().splitlines(True))
    try:
        c.stat(lost)
        tap.ok(False, "nntplib: cancels")
    except nntplib.NNTPTemporaryError as e:
        tap.ok(e.response.startswith("430"), "nntplib: cancels", e.response)
    lines = c.body(mid)[1].lines
    tap.ok(b".dot" in lines and usenet.TEXT.encode() in lines,
           "nntplib: read back", lines)


def play(server, tap, c, mid):
    tap.ok(c.getwelcome().startswith("201"), "nntplib: connects")
    reading(tap, c, server)
    posting(tap, c, mid)
    tap.ok(c.quit().startswith("205"), "nntplib: quit")


def main():
    server = usenet.load(usenet.need())
    tap = st.Tap()
    play(server, tap, nntplib.NNTP("127.0.0.1", server.port,
                                   timeout=st.DEADLINE),
         "<nntplib@example.org>")
    if server.ca is None:
        tap.skip("nntplib over TLS", "openssl is not installed")
    else:
        trust = ssl.create_default_context(cafile=server.ca)
        c = nntplib.NNTP_SSL("127.0.0.1", server.tls_port,
                             ssl_context=trust, timeout=st.DEADLINE)
        tap.ok(True, "nntplib over TLS, the certificate checked")
        play(server, tap, c, "<nntplib.tls@example.org>")
    usenet.check_reply(tap, server, "nntplib", 2 if server.ca else 1)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
