#!/usr/bin/env python3
"""What others do is asked for quietly: what is on the screen, however long
the list is, so that a slow line stays free."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Between, Client, NOW, seer, st       # noqa: E402
import content                                          # noqa: E402

THREADS = 600

st.need_programs("tmux")
st.need_built("stoad", "stoactl", "stoa")
tap = st.Tap()
see = seer(tap, Client.sync)
server = st.Server(env={"STOA_NOW": NOW}).start()
with server.admin() as c:
    c.need("290", "XACT join @joao")
    c.need("290", "XACT board printers :Printers and scanners")
server.feed([content.article(
    n, "printers", "Lena <lena@example.org>", "Number %d" % n,
    "Sat, 21 Nov 2026 %02d:%02d:%02d +0000" % (
        n // 3600, n // 60 % 60, n % 60), "Text.\n")
    for n in range(THREADS)])
server.feed([content.article(
    9000 + n, "printers", "Lena <lena@example.org>", "Re: Number 0",
    "Sat, 21 Nov 2026 02:%02d:00 +0000" % n, "Text.\n", [0])
    for n in range(50)])


def vote(n):
    with server.admin() as c:
        c.need("290", "XACT vote <%d@test.example> value=1 as=@joao" % n)


def lines(line, before):
    return re.findall(rb"^(?:XLIST|OVER).*", line.asked[before:], re.M)


def test_far():
    between = Between(server)
    c = Client(server, args=["-h", "127.0.0.1:%d" % between.port])
    c.keys("Enter", "G")
    see(c, "Number 1\\b", "the end of a long list")
    c.keys("Enter")
    vote(1)
    before = len(between.told), len(between.asked)
    c.keys("q")
    see(c, "^.{3} +\\S+ +1 .*Number 1\\b", "a vote shows when one comes back")
    told = len(between.told) - before[0]
    tap.note("%d bytes" % told)
    tap.ok(told < 9000, "for that the server told of what is on the screen",
           (told, len(between.asked)))
    vote(590)
    c.keys("g")
    see(c, "Number 599", "the beginning")
    c.keys("Enter")
    before = len(between.told), len(between.asked)
    c.keys("q")
    see(c, "^.{3} +\\S+ +1 .*Number 590", "there as well")
    asked = lines(between, before[1])
    told = len(between.told) - before[0]
    tap.ok(told < 6000 and len(asked) < 4, "by a list of that length",
           (told, asked))
    c.close()


tap.run(test_far)
