#!/usr/bin/env python3
# suite: timeout 900
"""stoactl import and export on a running stoad: every data set comes in with
its number of messages, a second run brings nothing, what was exported can be
imported, and what was broken is told."""

import io
import os
import re
import subprocess
import sys
import tarfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st

st.need_built("stoad", "stoactl")
tap = st.Tap()

# Format, messages in the file, those that are refused for a reason.
SETS = {
    "lists-de-deepamehta-german.mbox": ("mbox", 9, 0),
    "lists-de-digilib-devel.mbox": ("mbox", 5, 0),
    "lists-de-leastcosterxp-news.mbox": ("mbox", 12, 0),
    "lists-de-cuon-user-de.mbox": ("mbox", 15, 0),
    "lists-de-capisuite-users.mbox": ("mbox", 23, 0),
    "lists-de-faxgate-users.mbox": ("mbox", 45, 0),
    "lists-de-netzworkk-kwtools.mbox": ("mbox", 96, 0),
    "lists-de-hibiscus-devel.mbox": ("mbox", 182, 0),
    # One commit mail of 1.4 MB.
    "lists-de-schafkopf-devel.mbox": ("mbox", 205, 1),
    "lists-de-usbprog-pub.mbox": ("mbox", 351, 0),
    "lists-fr-jelix-public.mbox": ("mbox", 640, 0),
    "lists-yajhfc-user.mbox": ("mbox", 349, 0),
    "lists-x2go-user.mbox": ("mbox", 1506, 0),
    "lists-x2go-dev.mbox": ("mbox", 2369, 0),
    "lists-linux-raid.mbox": ("mbox", 5698, 0),
    "lists-usrp-users.mbox": ("mbox", 2922, 0),
    "lists-cygwin-patches.mbox": ("mbox", 11323, 0),
    "lists-ilugc.mbox": ("mbox", 31989, 0),
    "charset-zoo.mbox": ("mbox", 297, 0),
    # An empty file, three without any header, a header of 200 kB.
    "torture.tar": ("spool", 970, 5),
    "usenet-1993.tar": ("spool", 14866, 0),
}
SUMMARY = re.compile(r"^(\d+) read, (\d+) new, (\d+) already there, "
                     r"(\d+) refused in [0-9.]+ s \([0-9,]+/s\)$", re.M)


def counts(p):
    """(read, new, already there, refused) of a finished import."""
    m = SUMMARY.search(p.stdout)
    return tuple(int(x) for x in m.groups()) if m else p.stdout + p.stderr


def article(n, group="a.b", body="text\n"):
    return ("Path: x\nFrom: a <a@example.org>\nNewsgroups: %s\n"
            "Subject: no. %d\nDate: Thu, 1 Jan 2004 02:50:16 +0000\n"
            "Message-ID: <%d@example.org>\n\n%s" % (group, n, n, body))


def tar_of(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        for name, text in files:
            info = tarfile.TarInfo(name)
            info.size = len(text)
            t.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()


# --- formats --------------------------------------------------------------

def test_formats(server):
    box = "".join("From a@b Thu Jan  1 02:50:16 2004\n%s\n"
                  % article(n, body=">From here\n.\n..dots\n")
                  for n in range(3))
    got = server.ctl("import", "mbox", "-", input=box)
    tap.eq(counts(got), (3, 3, 0, 0), "an mbox on the standard input")
    with server.connect() as c:
        lines = c.multi("222", "BODY <1@example.org>")
    tap.eq(lines, ["From here", ".", "..dots"],
           "quoting is undone, dots arrive")

    batch = "".join("#! rnews %d\n%s" % (len(article(n)), article(n))
                    for n in range(2, 5))
    got = server.ctl("import", "rnews", "-", input=batch)
    tap.eq(counts(got), (3, 2, 1, 0), "an rnews batch, one known already")

    tar = tar_of([("c/d/%d" % n, article(n, "c.d")) for n in range(5, 8)])
    got = server.ctl("import", "spool", "-", input=tar)
    tap.eq(counts(got), (3, 3, 0, 0), "a spool as tar")

    spool = os.path.join(server.base, "spool")
    os.makedirs(os.path.join(spool, "e.f"))
    for n in range(8, 20):
        with open(os.path.join(spool, "e.f", str(n)), "w") as f:
            f.write(article(n).replace("Newsgroups: a.b\n", ""))
    got = server.ctl("import", "spool", spool)
    tap.eq(counts(got), (12, 12, 0, 0), "a spool as directory")
    with server.connect() as c:
        tap.eq(c.cmd("GROUP e.f"), "211 12 1 12 e.f",
               "its folder is the board")
        tap.ok("Subject: no. 8" in c.multi("221", "HEAD 1"),
               "in the order of the numbers")


def test_refusals(server):
    def run(*args, **more):
        return server.ctl("import", *args, check=False, **more)

    got = run("mbox", "-", input="From a Thu Jan  1 02:50:16 2004\n"
              "From: a <a@b>\n\nx\n\nFrom a Thu Jan  1 02:50:16 2004\n"
              + article(30))
    tap.eq(counts(got), (2, 1, 0, 1), "a message without a board")
    tap.ok("-:1: " in got.stderr and "--board" in got.stderr,
           "is told with its number and the remedy", got.stderr)
    tap.eq(got.returncode, 1, "with exit code 1")

    path = os.path.join(server.base, "x.zst")
    with open(path, "wb") as f:
        f.write(b"\x28\xb5\x2f\xfd1234")
    got = run("mbox", path)
    tap.ok(got.returncode == 1
           and "zstd -dc %s | stoactl import mbox -" % path in got.stderr,
           "a compressed file: the remedy is told", got.stderr)
    got = run("rnews", "-", input="#! cunbatch\nxyz")
    tap.ok(got.returncode == 1 and "gzip -dc" in got.stderr,
           "a compressed batch likewise", got.stderr)
    for args, what in [
            (("mbox", "-"), "no mbox"), (("rnews", "-"), "no batch"),
            (("spool", "-"), "no tar archive")]:
        got = run(*args, input="Hello\n")
        tap.ok(got.returncode == 1 and what in got.stderr,
               "this is " + what, got.stderr)
    got = run("mbox", "/nonexistent/mbox")
    tap.ok(got.returncode == 1 and "No such file" in got.stderr,
           "no file", got.stderr)
    for args in [("jam", "-"), ("mbox",), ("mbox", "-", "-"),
                 ("--board", "a b", "mbox", "-"), ("--bord", "x")]:
        tap.eq(run(*args).returncode, 2, "usage: " + " ".join(args))
    got = run("--dry-run", "mbox", "-",
              input="From a Thu Jan  1 02:50:16 2004\n" + article(40))
    tap.ok("1 read, 1 good (nothing sent), 0 refused" in got.stdout,
           "a dry run", got.stdout)
    with server.connect() as c:
        tap.ok(c.cmd("STAT <40@example.org>").startswith("430"),
               "sends nothing")


def test_commands(server):
    tap.eq(server.ctl("user", "add", "anna", "--role", "moderator:tv.*",
                      "--role", "expert", input="secret-1\n").returncode, 0,
           "an account")
    rows = server.ctl("user", "list").stdout.splitlines()
    tap.ok(rows[0].startswith("#name\troles")
           and any(r.split("\t")[1] == "moderator:tv.*,expert"
                   for r in rows[1:]), "is listed with its roles", rows)
    got = server.ctl("user", "add", "anna", input="other\n", check=False)
    tap.ok(got.returncode == 1 and "user password" in got.stderr,
           "no second one of that name", got.stderr)
    server.login("anna", "secret-1").close()
    server.ctl("user", "password", "anna", input="secret-2\n")
    server.login("anna", "secret-2").close()
    tap.ok(True, "a new password")
    got = server.ctl("user", "password", "bert", input="x\n", check=False)
    tap.eq(got.returncode, 1, "none for whom there is not")
    got = server.ctl("user", "add", "bert", input="", check=False)
    tap.eq(got.returncode, 1, "no empty password")
    got = server.ctl("user", "add", "stan", "--role", "staff/Acme",
                     input="x\n", check=False)
    tap.ok(got.returncode == 2 and "--person" in got.stderr,
           "staff is a person, too", got.stderr)
    got = server.ctl("user", "add", "Bert!", input="x\n", check=False)
    tap.eq(got.returncode, 2, "a name that is none")

    title = "Fernsehen, \\ und  Übrigens"
    server.board("tv.x", title, "howto")
    rows = [r.split("\t") for r in
            server.ctl("board", "list").stdout.splitlines()]
    row = dict(zip(rows[0], next(r for r in rows if r[0] == "tv.x")))
    tap.eq((row["kind"], row["title"]),
           ("howto", title.replace("\\", "\\\\")), "a board with a title")
    server.ctl("board", "add", "tv.held", "--status", "m")
    rows = server.ctl("board", "list").stdout
    tap.ok("\ntv.held\tqa\tm\t" in rows, "a moderated board", rows)
    got = server.ctl("board", "add", "tv.y", "--status", "x", check=False)
    tap.ok(got.returncode == 1 and "y, n or m" in got.stderr,
           "a status that is none", got.stderr)
    got = server.ctl("board", "add", "tv.x")
    tap.eq(got.stdout, "already so\n", "is so already")
    got = server.ctl("board", "add", "tv.y", "--kind", "pub", check=False)
    tap.ok(got.returncode == 1 and "howto" in got.stderr
           and got.stderr.startswith("stoactl: kind="),
           "a kind that is none", got.stderr)
    stats = dict(r.split("\t") for r in
                 server.ctl("stats").stdout.splitlines())
    tap.ok(int(stats["Articles"]) > 0, "stats", stats)


def test_unreached():
    def run(*args):
        return subprocess.run([os.path.join(st.BUILD, "stoactl")]
                              + list(args), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)

    got = run("-s", "/nonexistent/sock", "stats")
    tap.ok(got.returncode == 4 and "start stoad" in got.stderr,
           "no daemon: exit code 4 and the remedy", got.stderr)
    tap.eq(run("check").returncode, 2, "check without -d: exit code 2")
    tap.eq(run("--help").returncode, 0, "--help")
    got = run("board", "remove")
    tap.ok(got.returncode == 2 and "stoactl board add" in got.stderr
           and "stoactl board list" in got.stderr
           and "user" not in got.stderr,
           "half a command: what there is of it", got.stderr)
    got = run("stats", "--all")
    tap.ok(got.returncode == 2 and got.stderr.startswith("stoactl: "),
           "an unknown option, said by stoactl", got.stderr)
    for words in ["user add", "user list", "user password", "board add",
                  "board list", "import", "export", "check", "rebuild",
                  "backup", "restore", "stats"]:
        got = run(*words.split(), "--help")
        tap.ok(got.returncode == 0
               and got.stdout.startswith("usage: stoactl [-s SOCKET | -d "
                                         "DIR] " + words),
               words + " --help", got.stdout)


# --- data sets ------------------------------------------------------------

def import_set(server, name):
    """Imports DATA/name.zst through zstd; the finished process."""
    kind = SETS[name][0]
    board = [] if name.startswith("usenet") else \
        ["--board", "import." + name.split(".")[0]]
    path = os.path.join(st.DATA, name + ".zst")
    return server.ctl("import", *board, kind, "-", input=st.unpacked(path),
                      check=False)


def test_sets(server):
    missing = [n for n in SETS
               if not os.path.exists(os.path.join(st.DATA, n + ".zst"))]
    if missing:
        tap.skip("data sets", "no %s.zst; STOA_TEST_DATA names the folder"
                 % missing[0])
        return
    total = 0
    for name, (_, messages, bad) in SETS.items():
        p = import_set(server, name)
        n = counts(p)
        tap.ok(n[0] == messages and n[3] == bad
               and n[0] == n[1] + n[2] + n[3] and n[1] > 0,
               "%s: %d messages, %d refused" % (name, messages, bad),
               "%s\n%s" % (p.stdout, p.stderr[-2000:]))
        total += n[1]
        reasons = re.findall(r"^stoactl: -:\d+: .+", p.stderr, re.M)
        if bad:
            tap.eq(len(reasons), bad, name + ": each refusal has a reason")
        again = counts(import_set(server, name))
        tap.eq(again, (messages, 0, messages - bad, bad),
               name + ": a second run imports nothing")
    stats = dict(r.split("\t") for r in
                 server.ctl("stats").stdout.splitlines())
    tap.eq(int(stats["Articles"]), total, "as many articles as were new")


# --- export ---------------------------------------------------------------

def test_export(server):
    out = os.path.join(server.base, "export")
    server.ctl("export", out)
    with server.connect() as c:
        boards = {l.split()[0] for l in c.multi("215", "LIST ACTIVE")}
    tap.eq({f[:-5] for f in os.listdir(os.path.join(out, "articles"))},
           boards, "export: a file for every board")
    with open(os.path.join(out, "journal.tsv"), "rb") as f:
        rows = f.read().split(b"\n")
    seqs = [int(r.split(b"\t")[0]) for r in rows[1:-1]]
    tap.eq((rows[0], seqs),
           (b"#seq\ttime\tactor\tact\ttarget\targs",
            list(range(1, len(seqs) + 1))), "export: the whole journal")
    tap.ok(not os.path.exists(out + ".tmp"), "export: nothing half done")
    got = server.ctl("export", out, check=False)
    tap.eq(got.returncode, 1, "export: not over an old one")

    # Into another server: the same articles.
    other = st.Server().start()
    articles = os.path.join(out, "articles")
    for name in sorted(os.listdir(articles)):
        if os.path.getsize(os.path.join(articles, name)) > 0:
            other.ctl("import", "mbox", os.path.join(articles, name))
    mine, theirs = all_ids(server), all_ids(other)
    tap.eq(theirs, mine, "export: another server has the same articles")
    with server.connect() as a, other.connect() as b:
        same = 0
        for mid in sorted(mine)[::max(1, len(mine) // 200)]:
            same += (a.multi("222", "BODY " + mid)
                     == b.multi("222", "BODY " + mid))
    tap.eq(same, len(sorted(mine)[::max(1, len(mine) // 200)]),
           "export: with the same bodies")
    other.stop()


def all_ids(server):
    with server.connect() as c:
        return set(c.multi("230", "NEWNEWS * 19700101 000000 GMT"))


# --- upkeep ---------------------------------------------------------------

def test_upkeep(server):
    got = server.ctl("check", offline=True, check=False)
    tap.ok(got.returncode == 1 and "stop stoad" in got.stderr,
           "check refuses while a daemon runs", got.stderr)
    backup = os.path.join(server.base, "backup")
    os.mkdir(backup)
    before = all_ids(server)
    got = server.ctl("backup", backup)
    tap.eq(got.stdout, "done\n", "backup of a running daemon")
    got = server.ctl("backup", backup, check=False)
    tap.ok(got.returncode == 1 and "is not empty" in got.stderr,
           "backup: not over another", got.stderr)
    with server.admin() as c:
        tap.ok(c.cmd("XACT backup server :relative").startswith("494 "),
               "backup: not into a directory that is relative")
    server.stop()
    tap.ok(re.match(r"\d+ events, \d+ articles, 0 faults",
                    server.ctl("check", offline=True).stdout), "check")
    tap.ok(", 0 rows differed" in
           server.ctl("rebuild", offline=True).stdout, "rebuild")
    server.start()
    tap.eq(all_ids(server), before, "rebuilt: every article is there")
    copy = st.Server()
    got = copy.ctl("restore", backup, offline=True)
    copy.start()
    tap.eq(all_ids(copy), before, "restored: every article is there")
    got = copy.ctl("restore", backup, offline=True, check=False)
    tap.eq(got.returncode, 1, "restore: not over a store")
    copy.stop()


def main():
    server = st.Server().start()
    test_unreached()
    test_formats(server)
    test_refusals(server)
    test_commands(server)
    test_export(server)
    test_upkeep(server)
    server.stop()
    server = st.Server().start()
    test_sets(server)
    server.stop()
    tap.done()


main()
