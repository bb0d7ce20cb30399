#!/usr/bin/env python3
"""stoad as the upstream of small servers: suck and rpost, slrnpull,
leafnode's fetchnews. They fetch a board, fetch again what is new and only
that, and post back what was written there."""

import glob
import os
import pwd
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import innlib                                               # noqa: E402
import stoatest as st                                       # noqa: E402
from peers import count                                     # noqa: E402

t = st.Tap()
BOARD = "tv.general"
NAME, PASSWORD = "anna", "correct-horse"


def run(what, **more):
    p = subprocess.run(what, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                       stderr=subprocess.STDOUT, timeout=10 * st.DEADLINE,
                       preexec_fn=st.die_with_parent, **more)
    return p.returncode, p.stdout.decode("utf-8", "replace")


def read(path):
    with open(path, "rb") as f:
        return f.read()


def bodies(paths):
    """Message-ids of files that hold an article each."""
    return sorted(st.header(read(p), "Message-ID") for p in paths)


def articles(a, b):
    return [st.article("<p%d@us.example.org>" % i, BOARD,
                       body="Line one.\n.\n..dots\n" + "x" * i)
            for i in range(a, b)]


def ids(n):
    return sorted("<p%d@us.example.org>" % i for i in range(n))


def reply(who, mid=True):
    return st.article("<%s@there.example.org>" % who if mid else "", BOARD,
                      subject="Re: from %s" % who, refs="<p1@us.example.org>",
                      body="Written far away.\n.\n.dot")


def arrived(s, who):
    """The reply is here, whole."""
    with s.connect() as c:
        got = c.cmd("ARTICLE <%s@there.example.org>" % who)
        text = c.block_raw() if got.startswith("220") else b""
    return t.ok(text.endswith(b"\r\n\r\nWritten far away.\r\n.\r\n.dot\r\n"),
                "%s posts back what was written there" % who, got)


def suck(s):
    if shutil.which("suck") is None or shutil.which("rpost") is None:
        t.skip("suck", "not installed")
        return
    home = st.temp_dir()
    for d in ("data", "tmp", "msgs"):
        os.mkdir(home + "/" + d)
    with open(home + "/data/sucknewsrc", "w") as f:
        f.write(BOARD + " 0\n")
    cmd = ["suck", "127.0.0.1", "-N", str(s.port), "-m", "-c", "-q",
           "-dd", home + "/data", "-dt", home + "/tmp",
           "-dm", home + "/msgs", "-U", NAME, "-P", PASSWORD]
    code, said = run(cmd, cwd=home)
    n = count(s, BOARD)
    files = glob.glob(home + "/msgs/*")
    t.eq(len(bodies(files)), n, "suck fetches the board")
    t.eq(code, 0, "  and is content")
    s.feed([st.article("<suck.new@us.example.org>", BOARD)])
    run(cmd, cwd=home)
    t.eq(sorted(set(bodies(glob.glob(home + "/msgs/*"))
                    ) - set(bodies(files))), ["<suck.new@us.example.org>"],
         "then what is new")
    os.mkdir(home + "/out")
    with open(home + "/out/1", "w") as f:
        f.write(reply("suck"))
    with open(home + "/batch", "w") as f:
        f.write("1\n")
    code, said = run(["rpost", "127.0.0.1", "-N", str(s.port), "-U", NAME,
                      "-P", PASSWORD, "-i", "-b", home + "/batch", "-p",
                      home + "/out"], cwd=home)
    arrived(s, "suck") or t.note(said)


def slrnpull(s):
    if shutil.which("slrnpull") is None:
        t.skip("slrnpull", "not installed")
        return
    home = st.temp_dir()
    os.mkdir(home + "/out.going")
    with open(home + "/slrnpull.conf", "w") as f:
        f.write(BOARD + " 0 0\n")
    with open(home + "/authinfo", "w") as f:
        f.write("%s\n%s\n" % (NAME, PASSWORD))
    # As slrn leaves it there: dots doubled already.
    with open(home + "/out.going/X1", "wb") as f:
        f.write(st.stuff(st.canonical(reply("slrnpull")))
                .replace(b"\r\n", b"\n"))
    cmd = ["slrnpull", "-d", home, "-h", "127.0.0.1:%d" % s.port]
    code, said = run(cmd, cwd=home)
    where = home + "/news/" + BOARD.replace(".", "/")
    n = count(s, BOARD)
    t.eq(len(bodies(glob.glob(where + "/[0-9]*"))), n,
         "slrnpull fetches the board") or t.note(said[-800:])
    t.eq(code, 0, "  and is content")
    arrived(s, "slrnpull") or t.note(said[-800:])
    s.feed([st.article("<slrnpull.new@us.example.org>", BOARD)])
    run(cmd, cwd=home)
    got = bodies(glob.glob(where + "/[0-9]*"))
    t.ok("<slrnpull.new@us.example.org>" in got and len(got) == n + 1,
         "then what is new", got)


LEAF = """server = 127.0.0.1
port = %d
username = %s
password = %s
expire = 20
hostname = leaf.stoa-tests.net
initialfetch = 1000
"""


def leafnode(s):
    """Its folders are built in, so it gets a name space of its own."""
    if shutil.which("fetchnews") is None:
        t.skip("leafnode", "not installed")
        return
    if run(["unshare", "-m", "true"])[0] != 0:
        t.skip("leafnode", "needs root for private folders")
        return
    home = st.temp_dir()
    os.chmod(home, 0o755)
    news = pwd.getpwnam("news")
    spool, etc = home + "/spool", home + "/etc"
    for d in ("", "/failed.postings", "/interesting.groups", "/leaf.node",
              "/message.id", "/out.going", "/temp.files"):
        os.mkdir(spool + d)
    for i in range(1000):
        os.mkdir(spool + "/message.id/%03d" % i)
    os.mkdir(etc)
    with open(etc + "/config", "w") as f:
        f.write(LEAF % (s.port, NAME, PASSWORD))
    with open(spool + "/interesting.groups/" + BOARD, "w"):
        pass
    with open(spool + "/out.going/1-1-1", "w") as f:
        f.write(reply("leafnode"))
    for top, dirs, files in os.walk(home):
        for name in [""] + files:
            os.chown(os.path.join(top, name), news.pw_uid, news.pw_gid)
    fetch = ["unshare", "-m", "--propagation", "private", "sh", "-c",
             'mount --bind "$0/spool" /var/spool/news &&'
             ' mount --bind "$0/etc" /etc/news/leafnode &&'
             " exec fetchnews -vvv -n -w", home]
    code, said = run(fetch, cwd="/")
    where = spool + "/" + BOARD.replace(".", "/")
    n = count(s, BOARD)
    t.eq(len(bodies(glob.glob(where + "/[0-9]*"))), n,
         "fetchnews fetches the board") or t.note(said[-2000:])
    t.eq(code, 0, "  and is content") or t.note(said[-2000:])
    arrived(s, "leafnode") or t.note(said[-2000:])
    s.feed([st.article("<leaf.new@us.example.org>", BOARD)])
    code, said = run(fetch, cwd="/")
    got = bodies(glob.glob(where + "/[0-9]*"))
    t.ok("<leaf.new@us.example.org>" in got and len(got) == n + 1,
         "then what is new", got)


def pullnews(s):
    """From one stoad to another, which takes it by IHAVE. It is of INN's
    package, and needs a word instead of INN's configuration."""
    root = os.path.join(st.ROOT, "build", "inn", "root")
    if not innlib.fetch_packages(root):
        t.skip("pullnews", "INN's packages cannot be downloaded")
        return
    home = st.temp_dir()
    os.mkdir(home + "/INN")
    with open(home + "/INN/Config.pm", "w") as f:
        f.write("package INN::Config;\nour $pathrun = our $locks = our "
                "$pathtmp = our $tmpdir = our $pathlog = '%s';\n"
                "our $newsbin = '%s/usr/lib/news/bin';\n"
                "our $VERSION = '2.7';\n1;\n" % (home, root))
    far = st.Server(conf="name far.example.org\npeer us.example.org {\n"
                    "address 127.0.0.1\naccept *\n}").start()
    far.board(BOARD)
    with open(home + "/rc", "w") as f:
        f.write("127.0.0.1:%d %s %s\n\t%s\n" % (s.port, NAME, PASSWORD,
                                                BOARD))
    cmd = ["perl", "-I", home, root + "/usr/lib/news/bin/pullnews", "-c",
           home + "/rc", "-s", "127.0.0.1:%d" % far.port]
    env = dict(os.environ, PERL5LIB=root + "/usr/share/perl5", HOME=home,
               LD_LIBRARY_PATH=root + "/usr/lib/news")
    # The first time it only notes where the board ends, as it should.
    code, said = run(cmd + ["-N", "100000"], cwd=home, env=env)
    t.eq(count(far, BOARD), count(s, BOARD), "pullnews carries the board over"
         ) or t.note(said[-2000:])
    t.eq(code, 0, "  and is content") or t.note(said[-2000:])
    s.feed([st.article("<pull.new@us.example.org>", BOARD)])
    run(cmd, cwd=home, env=env)
    with far.connect() as c:
        t.ok(c.cmd("STAT <pull.new@us.example.org>").startswith("223"),
             "then what is new")
        path = c.multi("221", "HEAD <pull.new@us.example.org>")[0]
    t.ok(path.startswith("Path: far.example.org!!us.example.org!"),
         "Path tells the way", path)
    far.stop()


def main():
    st.need_built("stoad", "stoactl")
    s = st.Server(conf="name us.example.org").start()
    s.board(BOARD, "Television")
    s.board("tv.other", "Other")
    s.user(NAME, PASSWORD)
    s.feed(articles(0, 25))
    for test in (suck, slrnpull, leafnode, pullnews):
        test(s)
    s.stop()
    t.done()


main()
