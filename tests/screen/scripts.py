#!/usr/bin/env python3
"""The subcommands for scripts: output, exit status, safety."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import NOW, st                              # noqa: E402
import content                                          # noqa: E402

st.need_built("stoad", "stoa")
tap = st.Tap()
server = st.Server(env={"STOA_NOW": NOW}).start()
content.load(server)
home = st.temp_dir()


def stoa(*args, input="", where=None, locale="C.UTF-8"):
    env = dict(os.environ, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home,
               LC_ALL=locale, TZ="UTC", STOA_NOW=NOW)
    p = subprocess.run(
        [os.path.join(st.BUILD, "stoa")] + (where or ["-s", server.sock]) +
        list(args), input=input.encode(), env=env, timeout=st.DEADLINE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return (p.returncode, p.stdout.decode("utf-8", "replace"),
            p.stderr.decode("utf-8", "replace"))


def status(want, name, *args, **more):
    code, out, err = stoa(*args, **more)
    tap.ok(code == want, name, "status %d\n%s%s" % (code, out, err))
    return out


# reading
out = status(0, "boards", "boards")
tap.eq([r.split("\t")[0] for r in out.splitlines()],
       ["empty", "printers", "routers"], "a board a row")
out = status(0, "threads of a board", "threads", "printers")
tap.eq([r.split("\t")[0] for r in out.splitlines()],
       ["<6@test.example>", "<5@test.example>", "<1@test.example>"],
       "newest activity first")
out = status(0, "threads by query", "threads", "board:printers", "driver")
tap.eq(len(out.splitlines()), 1, "one matches")
out = status(0, "what must not hold", "list", "thread", "-driver",
             "board:printers")
tap.eq(len(out.splitlines()), 2, "the other two")
status(2, "an option has two dashes", "threads", "printers", "-json")
status(2, "an option without its value", "watch", "--max")
status(1, "nothing found is 1", "threads", "board:printers", "zebra")
out = status(0, "rows with a header", "list", "--header", "board")
tap.ok(out.startswith("#name\t"), "names the columns", out)
out = status(0, "rows as JSON", "threads", "printers", "--json")
rows = [json.loads(r) for r in out.splitlines()]
tap.eq([r["articles"] for r in rows], [1, 1, 4], "numbers are numbers")
tap.eq(rows[2]["subject"], "Driver 4.2 fails after update", "text is text")
out = status(0, "limit: is kept", "list", "thread", "board:printers",
             "limit:1")
tap.eq(len(out.splitlines()), 1, "one row")
out = status(0, "one article by id", "read", "<3@test.example>")
tap.ok("Worked here, thanks." in out and "From:     Kwame" in out,
       "readable", out)
tap.eq(stoa("read", "3@test.example")[1], out, "brackets may be left out")
status(0, "one article by number", "read", "printers", "1")
status(1, "no such article is 1", "read", "<none@test.example>")
status(1, "no such number is 1", "read", "printers", "999")
status(1, "no such board is 1", "read", "nowhere", "1")
out = status(0, "as JSON", "read", "<2@test.example>", "--json")
tap.ok("Remove the old filter" in json.loads(out)["text"], "with its text")
out = status(0, "information", "info", "server")
tap.ok("Version: " in out, "about the server", out)
tap.ok("Version" in json.loads(stoa("info", "server", "--json")[1]),
       "also as JSON")

# help
out = status(0, "help for a command", "threads", "--help")
tap.ok(out.startswith("usage: stoa threads BOARD|QUERY\n"), "is its usage",
       out)
out = status(0, "help", "--help")
tap.ok("--quote" in out and not any(r.endswith(" ") for r in
                                    out.splitlines()), "is whole", out)
got = stoa("threads", "--nonsense")
tap.ok(got[0] == 2 and got[2].startswith("stoa: "),
       "an unknown option, said by stoa", got)
got = stoa("boards", where=["-h", "nowhere..invalid"])
tap.ok(got[0] == 4 and "nowhere..invalid" in got[2],
       "an unknown host is named", got)
with open("/dev/full", "w") as full:
    p = subprocess.run([os.path.join(st.BUILD, "stoa"), "-s", server.sock,
                        "boards"], stdout=full, stderr=subprocess.PIPE,
                       env=dict(os.environ, LC_ALL="C.UTF-8"))
tap.ok(p.returncode == 6 and b"cannot write" in p.stderr,
       "output that is lost is said", p.stderr)

reading, writing = os.pipe()
os.close(reading)
p = subprocess.run([os.path.join(st.BUILD, "stoa"), "-s", server.sock,
                    "boards"], stdout=writing, stderr=subprocess.PIPE)
os.close(writing)
tap.ok(p.returncode == -13 and p.stderr == b"",
       "a reader that left ends it silently", p)

# safety
out = status(0, "a hostile article", "read", "<6@test.example>")
tap.ok(not any(ord(c) < 32 and c != "\n" or 0x7f <= ord(c) < 0xa0 or
               c in "\u202e\u200b" for c in out), "shows no control", out)
tap.ok("\x1b" in stoa("read", "<6@test.example>", "--raw")[1],
       "--raw leaves them")
out = status(0, "a locale of ASCII", "read", "<5@test.example>", locale="C")
tap.ok(out.isascii() and "umlaeuts" not in out and "uemlaeuts" in out,
       "is written in plain letters", out)

# writing
out = status(0, "post with options", "post", "--board", "routers",
             "--subject", "Größe", input="Some text, ä.\n")
mid = out.strip()
tap.ok(mid.startswith("<") and mid.endswith(">"), "prints the id", out)
tap.ok("Größe" in stoa("read", mid)[1], "and it can be read")
out = status(0, "reply", "reply", mid, input="An answer.\n")
with server.connect() as n:
    n.need("221", "HEAD " + out.strip())
    head = "\n".join(n.block())
tap.ok("References: " + mid in head, "with References", head)
tap.ok("Subject: Re: " in head, "and Subject", head)
whole = "From: X <x@y.example>\nNewsgroups: routers\nSubject: whole\n" \
    "Message-ID: <whole@y.example>\n\nText.\n"
status(0, "post of a whole article", "post", input=whole)
status(5, "twice the same id is refused", "post", input=whole)
status(2, "an article without subject is not sent", "post", "--board",
       "routers", input="x\n")
status(5, "a board that is not there refuses", "post", "--board",
       "no.such.board", "--subject", "x", input="x\n")
status(3, "a post without login is not permitted", "post", "--board",
       "routers", "--subject", "x", input="x\n",
       where=["-h", "127.0.0.1:%d" % server.port])
where = ["-h", "127.0.0.1:%d" % server.port]
os.mkdir(os.path.join(home, "stoa"))
with open(os.path.join(home, "stoa/stoarc"), "w") as rc:
    rc.write("set user mara\nset auth_cmd echo wrong\ncolor sky blue\n")
got = stoa("boards", where=where)
tap.ok(got[0] == 0 and "not logged in as mara: Name or" in got[2],
       "a login that fails is said, reading goes on", got)
tap.ok('stoarc:3: "color sky blue"' in got[2], "a role of colour there is not",
       got)
os.unlink(os.path.join(home, "stoa/stoarc"))
status(0, "an act", "act", "board", "new.board", ":A new one")
tap.ok("new.board" in stoa("boards")[1], "has its effect")
status(0, "an act with a block", "act", "join", "@zoe", "role=member", "-",
       input="a password\n")
status(3, "an act of others is not permitted", "act", "board", "x.y", ":z",
       where=["-h", "127.0.0.1:%d" % server.port])

# who writes
def author(mid):
    with server.connect() as n:
        n.need("225", "HDR From " + mid)
        return n.block()[0].split(" ", 1)[1]


domain = json.loads(stoa("info", "server", "--json")[1])["Name"]
login = json.loads(stoa("info", "@me", "--json")[1])["Name"]
tap.ok(author(mid).endswith("%s@%s>" % (login, domain)) or
       author(mid) == "%s@%s" % (login, domain),
       "without an own address it is the account's", author(mid))
with open(os.path.join(home, "stoa/stoarc"), "w") as rc:
    rc.write("set name Zoë Z.\n")
new = ["post", "--board", "routers", "--subject", "x"]
mid = stoa(*new, input="Text.\n")[1].strip()
tap.ok(author(mid).startswith("=?") and
       author(mid).endswith("<%s@%s>" % (login, domain)), "with a name",
       author(mid))
with open(os.path.join(home, "stoa/stoarc"), "w") as rc:
    rc.write("set name Zoe\nset from Y <y@elsewhere.example>\n")
mid = stoa(*new, input="Text.\n")[1].strip()
tap.eq(author(mid), "Y <y@elsewhere.example>", "an address from elsewhere")
os.unlink(os.path.join(home, "stoa/stoarc"))

# what waits for a moderator
status(0, "a moderated board", "act", "board", "held", "status=m")
with open(os.path.join(home, "stoa/stoarc"), "w") as rc:
    rc.write("set user zoe\nset password a password\n")
os.chmod(os.path.join(home, "stoa/stoarc"), 0o600)
got = stoa("post", "--board", "held", "--subject", "x", input="Text.\n",
           where=["-h", "127.0.0.1:%d" % server.port])
tap.ok(got[0] == 0 and got[1].startswith("<") and
       "a moderator decides" in got[2], "its author is told", got)
os.unlink(os.path.join(home, "stoa/stoarc"))

# usage and network
status(2, "an unknown command", "frobnicate")
status(2, "too few arguments", "read")
got = stoa("read", "printers", "x")
tap.ok(got[0] == 2 and '"x"' in got[2], "a number that is none", got)
status(1, "no article to reply to", "reply", "none@test.example", input="x")
status(2, "an unknown option", "boards", "--nonsense")
status(2, "a query that is malformed", "list", "thread", "board:printers",
       "nokey:x")
status(2, "no command and no terminal")
status(4, "no server", "boards", where=["-s", "/nonexistent/socket"])
status(2, "a port that is none", "boards", where=["-h", "localhost:x"])
tap.eq(stoa("-V", where=["-V"])[0], 0, "-V")
tap.ok("boards" in stoa(where=["--help"])[1], "--help lists the commands")
code, out, err = stoa("list", "board\r\nQUIT")
tap.ok(code == 2 and "205" not in err, "a line break cannot smuggle a command",
       "%d %s%s" % (code, out, err))
tap.done()
