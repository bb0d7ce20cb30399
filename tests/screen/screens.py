#!/usr/bin/env python3
"""What the client shows, compared with the screens beside this file."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Client, golden, st                   # noqa: E402
import content                                          # noqa: E402

st.need_programs("tmux")
st.need_built("stoad", "stoa")
tap = st.Tap()
server = st.Server(env={"STOA_NOW": "1795316400"}).start()
content.load(server)


def tour(width, height):
    c = Client(server, width, height)
    golden(tap, c, "boards")
    tap.eq(c.cursor(), (0, 2), "the cursor rests on the selected board")
    c.keys("j", "Enter")
    golden(tap, c, "threads")
    c.keys("j", "j", "z")
    golden(tap, c, "threads-open")
    c.keys("Enter")
    golden(tap, c, "article")
    c.keys("J", "T")
    golden(tap, c, "article-folded")
    c.keys("?")
    golden(tap, c, "help")
    c.keys("q", "q", "g", "Enter")
    golden(tap, c, "article-hostile")
    c.keys("q", ":")
    c.text("se")
    golden(tap, c, "command")
    c.keys("C-g", "q")
    golden(tap, c, "boards-after")
    c.close()


for size in ((80, 24), (20, 5), (140, 40)):
    tour(*size)

c = Client(server, locale="C")
c.keys("j", "Enter", "j", "j", "z")
golden(tap, c, "ascii")
c.close()

c = Client(server, env={"LANGUAGE": "de",
                        "STOA_LOCALEDIR": os.path.join(st.BUILD, "locale")})
golden(tap, c, "boards-de")
c.keys("j", "Enter")
golden(tap, c, "threads-de")
c.keys("z")
c.text("zR")
tap.ok("Which" not in c.screen() and "\u21b3" in c.screen(), "zR unfolds",
       c.screen())
c.text("zM")
tap.ok("\u21b3" not in c.screen(), "zM folds", c.screen())
c.text("gg")
tap.eq(c.cursor(), (0, 2), "gg goes to the top")
c.keys("Enter")
golden(tap, c, "article-de")
c.text("gb")
tap.ok("BRETT" in c.screen(), "gb goes to the boards", c.screen())
c.close()

c = Client(server)
c.keys("G", "Enter", "Enter", "Space")
golden(tap, c, "article-second-page")
c.text("/line 33")
c.keys("Enter")
golden(tap, c, "article-search")
c.close()
tap.done()
