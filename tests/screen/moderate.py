#!/usr/bin/env python3
"""What waits for moderators: seen, read, decided about, with a reason."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Between, Client, NOW, golden, seer, st   # noqa: E402

st.need_programs("tmux")
st.need_built("stoad", "stoactl", "stoa")
tap = st.Tap()
see = seer(tap, Client.sync)
server = st.Server(clock=int(NOW) - 7200, builtin=True).start()
PEOPLE = {"mara": "moderator", "joao": "member", "kwame": "member",
          "lena": "superuser", "pia": "member"}
LOGIN = "set user %s\nset password secret-%s\n"
FLAGS = []


def article(n, subject, text, who="joao", board="printers"):
    with server.connect() as c:
        c.need("381", "AUTHINFO USER " + who)
        c.need("281", "AUTHINFO PASS secret-" + who)
        c.need("340", "POST")
        c.need("240", "From: %s <%s@example.org>\r\nNewsgroups: %s\r\n"
               "Subject: %s\r\nMessage-ID: <m%d@example.org>\r\n\r\n%s\r\n."
               % (who.capitalize(), who, board, subject, n, text))


def act(*lines):
    with server.admin() as c:
        for line in lines:
            c.need("290", "XACT " + line)


def load():
    with server.admin() as c:
        for name, role in PEOPLE.items():
            c.need("290", "XACT join @%s role=%s :%s" % (
                name, role, name.capitalize()))
            c.need("390", "XACT join @%s -" % name)
            c.need("290", "secret-%s\r\n." % name)
            c.need("290", "XACT trust @%s level=2" % name)
        c.need("290", "XACT board printers :Printers and scanners")
        c.need("290", "XACT board tips status=m :Tips, looked at first")
    article(1, "Best toner deals", "Buy \x1b[2Jnow.", "pia")
    article(2, "Is this rude?", "You there.", "kwame")
    article(3, "A tip", "Clean the rollers.", "joao", "tips")
    article(4, "Another tip", "Clean them twice.", "joao", "tips")
    article(5, "Too much", "Too much of it.", "kwame")
    server.set_clock(int(NOW) - 3600)
    act("flag <m1@example.org> reason=spam as=@joao",
        "flag <m1@example.org> reason=abuse as=@lena :From:\\n@root",
        "flag <m2@example.org> reason=abuse as=@joao",
        "flag <m5@example.org> reason=other as=@joao :too much",
        "silence @pia until=2026-12-24 :three warnings",
        "appeal @pia as=@pia :I did not see the warnings")
    server.set_clock(int(NOW))


def open_as(name, width=80, height=24, port=0, **more):
    c = Client(server, width, height, rc=LOGIN % (name, name),
               args=["-h", "127.0.0.1:%d" % (port or server.port)], **more)
    if width >= 60:
        c.wait("(you|du): " + name)
    c.sync()
    return c


def state(n):
    with server.admin() as c:
        c.need("291", "XINFO <m%d@example.org>" % n)
        return [row for row in c.block() if row.startswith("State:")][0][7:]


def go_to(c, words):
    """Puts the cursor on the row with these words."""
    c.keys("g")
    for _ in range(12):
        row = [r for r in c.screen().split("\n") if r.startswith(">")]
        if row and words in row[0]:
            return
        c.keys("j")
    tap.ok(False, "no row with " + words, c.screen())


def test_look():
    for size in ((80, 24), (40, 20), (20, 5), (140, 40)):
        c = open_as("mara", *size)
        c.keys("G")
        golden(tap, c, "moderation-boards")
        c.keys("Enter")
        golden(tap, c, "moderation")
        c.close()
    c = open_as("mara", env={"LANGUAGE": "de", "STOA_LOCALEDIR": os.path.join(
        st.BUILD, "locale")})
    c.keys("g", "m")
    golden(tap, c, "moderation-de")
    c.close()
    c = open_as("mara", 40, 20)
    c.keys("g", "m", "d")
    tap.ok("o:off-topic\np:private x:other" in c.screen(),
           "a question that is too long takes two lines", c.screen())
    c.keys("C-g")
    c.close()
    c = open_as("joao")
    tap.ok("@moderation" not in c.screen(), "members have no such row",
           c.screen())
    c.keys("g", "m")
    see(c, "^only moderators", "nor a way there")
    c.close()


def test_preview():
    """Who decides has seen what about, who flagged it, and why."""
    c = open_as("mara")
    c.keys("g", "m")
    go_to(c, "Best toner")
    see(c, "Buy <ESC>.2Jnow", "the text stands below the list, made safe")
    see(c, "^flags: 2$", "and how many flagged it")
    see(c, "^  @joao  1h  spam$", "who, and why")
    see(c, "^  @lena  1h  abuse: From: @root$", "in one line each")
    see(c, "^From: +Pia", "whose it is")
    c.keys("Enter")
    see(c, "^stoa  @moderation > Best toner", "Enter gives it all the room")
    tap.ok("Is this rude" not in c.screen(), "the list is gone", c.screen())
    c.text("/toner")
    c.keys("Enter", "Escape", "T", "T", "v")
    see(c, "^Message-ID: <m1@", "v shows the whole header")
    c.keys("v", "K")
    see(c, "^stoa  @moderation > Printers", "K is the one before")
    c.keys("J", "J")
    see(c, "You there", "J the one behind")
    c.keys("d")
    see(c, "^Why\\? s:spam", "the keys of verdicts are there, too")
    c.keys("C-g", "q")
    see(c, "^>.*Is this rude", "q goes back to its row")
    c.resize(20, 5)
    c.keys("a")
    see(c, "^this is what it is", "a small screen shows it first")
    tap.eq(state(2), "posted", "nothing is done yet")
    c.keys("q")
    c.resize(80, 24)
    see(c, "^>.*Is this rude", "and large again")
    c.close()


def test_judge():
    c = open_as("mara")
    c.text(":board @mod")
    c.keys("Tab", "Enter")
    go_to(c, "Best toner")
    c.keys("Enter")
    see(c, "Buy .*now", "Enter reads it, made safe")
    c.keys("q", "d")
    see(c, "^Why\\? s:spam", "d asks why")
    c.keys("s")
    see(c, "^uphold: done", "and upholds the flags")
    tap.ok("Best toner" not in c.screen(), "it waits no longer", c.screen())
    tap.eq(state(1), "removed", "and is removed")
    go_to(c, "Is this rude")
    c.keys("a")
    see(c, "^reject: done", "a refuses the flags")
    tap.ok(state(2) != "removed", "it stays")
    go_to(c, "A tip")
    c.keys("a")
    see(c, "^publish: done", "a lets in what was held")
    go_to(c, "Another tip")
    c.keys("d", "x")
    see(c, "^reject: *$", "x asks for a reason in words")
    c.text("said before")
    c.keys("Enter")
    see(c, "^reject: done", "d refuses what was held")
    go_to(c, "Too much")
    c.keys("H", "C-g")
    tap.ok("Too much" in c.screen(), "^G: nothing is done", c.screen())
    c.keys("H", "a")
    see(c, "^hide: done", "H hides")
    tap.eq(state(5), "hidden", "which is so")
    go_to(c, "Too much")
    c.keys("D", "a")
    see(c, "^remove: done", "D removes")
    go_to(c, "@pia")
    c.keys("d")
    see(c, "^that cannot be refused", "an appeal has one way out")
    c.keys("a")
    see(c, "^lift: done", "which ends the sanction")
    go_to(c, "alarm")
    c.keys("Enter")
    see(c, "^printers, alarm: fewer than two", "Enter tells what an alarm is")
    c.keys("q")
    for _ in range(2):
        go_to(c, "alarm")
        c.keys("a")
        see(c, "^ack: done", "an alarm is seen to")
    see(c, "nothing waits", "nothing is left")
    c.keys("q")
    tap.ok("the oldest" not in c.screen(), "the boards know", c.screen())
    with server.admin() as n:
        n.need("292", "XLIST modlog cols:act,target,reason")
        log = n.block()
    tap.ok("uphold\t<m1@example.org>\tspam" in log, "with the reasons", log)
    c.close()


def test_quicker():
    """Another moderator was quicker; flagging with a reason in words."""
    article(6, "Odd", "Odd.", "kwame")
    c = open_as("joao")
    c.text(":board printers")
    c.keys("Enter")
    c.text("/Odd")
    c.keys("Enter", "x", "x")
    see(c, "^flag: *$", "another reason is asked for in words")
    c.text("it is odd")
    c.keys("Enter")
    see(c, "^flag: done", "and flags")
    c.close()
    c = open_as("mara")
    c.keys("g", "m")
    see(c, "flagged other.*Odd", "it waits")
    act("reject <m6@example.org>")
    c.keys("d", "s")
    see(c, "^uphold: ", "who comes second is told so")
    tap.ok("done" not in c.screen(), "not that it was done", c.screen())
    see(c, "nothing waits", "and sees what waits now")
    c.close()


def test_gone():
    """An act on what somebody removed meanwhile: it leaves the list."""
    article(7, "Leaks", "It leaks.", "kwame")
    with server.connect() as c:
        c.need("381", "AUTHINFO USER joao")
        c.need("281", "AUTHINFO PASS secret-joao")
        for n in (8, 9):
            c.need("340", "POST")
            c.need("240", "From: Joao <joao@example.org>\r\n"
                   "Newsgroups: printers\r\nSubject: Re: Leaks\r\n"
                   "References: <m7@example.org>\r\n"
                   "Message-ID: <m%d@example.org>\r\n\r\nAnswer %d.\r\n."
                   % (n, n))
    c = open_as("lena")
    c.text(":board printers")
    c.keys("Enter")
    c.text("/Leaks")
    c.keys("Enter", "z", "j", "j")
    tap.eq(c.screen().count("Re: Leaks"), 2, "two answers")
    act("remove <m9@example.org> :gone")
    c.keys("+")
    see(c, "^vote: ", "it cannot be voted on")
    tap.eq(c.screen().count("Re: Leaks"), 1, "and leaves the list")
    tap.ok(re.search("^.>.*Re: Leaks", c.screen(), re.M),
           "the cursor stays in it", c.screen())
    c.close()
    c = open_as("mara")
    c.text(":board printers")
    c.keys("Enter")
    c.text("/Leaks")
    c.keys("Enter", "z", "j")
    act("hide <m8@example.org> :look at it")
    c.keys("Enter")
    see(c, "^hidden until a moderator", "who may read it is told its state")
    c.close()


def test_title():
    article(20, "Strange", "It smells.", "kwame")
    article(21, "Odd", "It hums.", "kwame")
    act("flag <m20@example.org> reason=other as=@joao :smells",
        "flag <m21@example.org> reason=other as=@joao :hums",
        "retitle <m20@example.org> :A smell of ozone")
    c = open_as("mara", 140, 40)
    c.keys("g", "m")
    see(c, " A smell of ozone \\(Strange\\)",
        "what is called otherwise by now, by both")
    see(c, " Odd$", "else by its Subject")
    c.close()
    act("reject <m20@example.org> :fine", "reject <m21@example.org> :fine")


def test_unknown():
    """The connection is lost before the answer: what became of it is looked
    up when it is back."""
    def lose(key, done, what):
        between.deaf = True
        c.inputs += 1
        c.term.keys(key)
        st.wait_until(done, what)
        between.deaf = False
        between.cut()

    def metoos():
        with server.admin() as n:
            return n.multi("225", "HDR :x-metoo <m12@example.org>")

    article(12, "Twelve", "Twelve.", "kwame")
    act("flag <m12@example.org> reason=abuse as=@joao")
    between = Between(server)
    c = open_as("mara", port=between.port)
    c.text(":board printers")
    c.keys("Enter")
    c.text("/Twelve")
    c.keys("Enter", "Enter")
    lose("m", lambda: metoos() == ["0 1"], "the act")
    see(c, "^metoo: not known whether", "what nobody answered may be done")
    see(c, "me-too 1", "it was, as is seen when the server is back")
    c.keys("g", "m")
    go_to(c, "Twelve")
    c.keys("d")
    lose("s", lambda: state(12) == "removed", "the verdict")
    see(c, "^uphold: not known whether", "a verdict nobody answered, too")
    see(c, "@moderation   1 waiting", "and is gone when it is back")
    c.close()


def test_no_more():
    """The connection is lost while the list is open, then the role is, too."""
    article(10, "First", "One.", "joao", "tips")
    article(11, "Second", "Two.", "joao", "tips")
    c = open_as("mara")
    c.keys("g", "m")
    go_to(c, "Second")
    c.keys("d")
    server.stop()
    c.wait("offline|connecting")
    c.keys("s")
    see(c, "^offline; reject is not done", "without a server nothing is done")
    server.start()
    see(c, "^>.*Second", "the cursor stays where it was")
    with server.admin() as n:
        n.need("290", "XACT revoke @mara role=moderator")
    server.stop()
    c.wait("offline|connecting")
    server.start()
    see(c, "^  only moderators", "who is no moderator any more sees nothing")
    c.keys("j", "a", "Enter", "q")
    see(c, "BOARD", "and nothing breaks")
    tap.ok("@moderation" not in c.screen(), "nor a row", c.screen())
    c.close()


load()
tap.run(test_look, test_preview, test_judge, test_quicker, test_gone, test_unknown,
        test_title, test_no_more)
tap.done()
