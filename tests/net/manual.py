#!/usr/bin/env python3
"""What the manual says is there and works as written: the kinds of XLIST and
their columns, the keys of XINFO, every command, configuration and line of a
shell that stands in it."""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
sys.path.insert(0, os.path.join(st.ROOT, "tests", "import"))
import refill  # noqa: E402

BLOCK = re.compile(r"^\.Bd [^\n]*\n(.*?)^\.Ed$", re.M | re.S)
QUESTION = b'''{"id": "1", "board": "a.b", "title": "Why", "body": "?",
"author": "Anna", "created": "2014-01-21T20:26:05Z"}'''.replace(b"\n", b"")
WRAPPER = """#!/bin/sh
case $* in
*'-d '*) exec "%(build)s/stoactl" "$@" ;;
*) exec "%(build)s/stoactl" -s "%(sock)s" "$@" ;;
esac
"""


def page(name):
    with open(os.path.join(st.BUILD, "man", name)) as f:
        return f.read()


def plain(text):
    """Without what mdoc needs to be told."""
    for old, new in ((r"\(dq", '"'), (r"\et", r"\t"), (r"\en", r"\n"),
                     (r"\e", "\\"), (r"\&", ""), (r"\(pc", "\u00b7")):
        text = text.replace(old, new)
    return text


def examples(name):
    """The lines of its literal blocks, block by block."""
    return [plain(m) for m in BLOCK.findall(page(name))]


# --- lists and things -----------------------------------------------------

def columns_of(item):
    """What the item of a kind says its columns are."""
    text = " ".join(line for line in item.splitlines()
                    if not line.startswith("."))
    text = re.split(r"[.:]", text)[0]
    text = re.sub(r"\(.*?\)|as in the overview", "", text)
    return [word.strip() for word in re.split(r"[,;]", text)]


def kinds(tap, server, text):
    rows = text[text.index("The kinds and their columns"):]
    items = dict(re.findall(r"^\.It Ic (\w+)\n(.*?)(?=^\.It|^\.El)",
                            rows[:rows.index("\n.El")] + "\n.El\n",
                            re.M | re.S))
    with server.admin() as c:
        real = c.cmd("XLIST none").split("knows ")[1].split(", ")
        tap.eq(sorted(items), sorted(real), "the kinds of XLIST")
        for kind in sorted(set(items) & set(real)):
            more = " board:tv.general" if kind in ("article", "thread") \
                else ""
            head = c.multi("292", "XLIST %s limit:1%s" % (kind, more))[0]
            tap.eq(columns_of(items[kind]), head[1:].split("\t"),
                   "the columns of XLIST " + kind)


def things(tap, server, text):
    """Every key that XINFO says is named in the manual."""
    here = text[text.index(".Sh THINGS"):text.index(".Sh ROWS")]
    trust = text[text.index(".Ss What an account gets"):]
    with server.admin() as c:
        mids = [row[0] for row in c.rows("article board:tv.* limit:1000")]
        users = ["@" + row[0] for row in c.rows("user")] + ["@me"]
        boards = [row[0] for row in c.rows("board") if row[0] != "view.mine"]
        badges = ["%" + row[0] for row in c.rows("badge")]
        for targets, where in (
                (mids, here), (users, here + trust), (boards, here),
                (badges, here), (["product:tm5"], here),
                (["server"], here + page("stoad.8"))):
            keys = set()
            for target in targets:
                keys |= {line.split(":")[0] for line in
                         c.multi("291", "XINFO " + target)}
            known = set(re.findall(r"[A-Z][\w-]+", where))
            unknown = {k for k in keys - known
                       if not k.startswith(("Kpi-", "Commit-"))}
            tap.ok(len(keys) > 2, "XINFO %s says much" % targets[0], keys)
            tap.eq(sorted(unknown), [],
                   "XINFO %s says what the manual does" % targets[0])


# --- what can be pasted ---------------------------------------------------

def commands(text):
    """XINFO, XLIST and XACT as they stand in the running text."""
    found = re.findall(r"^\.(?:Ql|Ic|Dl) \"?(X(?:INFO|LIST|ACT) [^\n<]*?)"
                       r"\"?(?: [.,;)]+)?$", text, re.M)
    return sorted({plain(x) for x in found
                   if not re.search(r" (Ar|Op|Cm|,) ", x)
                   and (len(x.split()) > 2 or not x.startswith("XACT"))})


def pasted(tap, server, text):
    lines = commands(text)
    tap.ok(len(lines) > 12, "the manual has commands", lines)
    with server.admin() as admin, \
            server.login("mona", refill.PASSWORD) as mona:
        for line in lines:
            c = admin
            got = c.cmd(line)
            if got.startswith("490 role: only an account"):
                c = mona
                got = c.cmd(line)
            if got.startswith("390"):
                c.send_raw(b"%s\r\n.\r\n" % refill.PASSWORD.encode())
                got = c.line()
            if got[:3] in ("291", "292"):
                c.block()
            # Not everything it names is here.
            tap.ok(got[:3] in ("290", "291", "292", "294", "491", "492"),
                   line, got)


def configurations(tap):
    blocks = [b for b in examples("stoad.conf.5") + examples("stoad.8")
              if re.search(r"^(data|listen|listen-tls|peer \S+ \{\n\t|boards)",
                           b, re.M) and "ip-name" not in b]
    tap.ok(len(blocks) >= 4, "the manual has configurations", len(blocks))
    for block in blocks:
        path = os.path.join(st.temp_dir(), "stoad.conf")
        with open(path, "w") as f:
            f.write(block if re.search(r"^data", block, re.M) else
                    "data %s\n" % os.path.dirname(path) + block)
        p = subprocess.run([os.path.join(st.BUILD, "stoad"), "-t", "-f",
                            path], stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE, text=True)
        # What a machine must have besides cannot be here.
        bad = [line for line in p.stderr.splitlines() if not re.search(
            r"warning|No such file|user|not look", line)]
        tap.ok(not bad, "configuration: " + block.split("\n")[0].strip(),
               p.stderr)


def shell(server, tools, line):
    env = dict(os.environ, PATH=tools + ":" + os.environ["PATH"])
    return subprocess.run(["sh", "-euc", line], cwd=tools, env=env,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, text=True,
                          timeout=4 * st.DEADLINE)


def make_tools(server):
    """A folder with what the examples take for granted."""
    tools = st.temp_dir()
    for name, text in (
            ("stoactl", WRAPPER % {"build": st.BUILD, "sock": server.sock}),
            ("pwgen", "#!/bin/sh\necho correct-horse-battery\n")):
        path = os.path.join(tools, name)
        with open(path, "w") as f:
            f.write(text)
        os.chmod(path, 0o755)
    shutil.copy(os.path.join(st.ROOT, "tests", "demo", "community.mbox"),
                os.path.join(tools, "help.mbox"))
    subprocess.run(["zstd", "-q", "-o", os.path.join(
        tools, "questions.jsonl.zst")], check=True, input=QUESTION)
    return tools


def shells(tap, server):
    tools = make_tools(server)
    n = 0
    for name in ("stoactl.8", "stoad.8", "stoa-protocol.7"):
        for block in examples(name):
            block = re.sub(r"^[#$] ", "", block, flags=re.M)
            if not re.match(r"(stoactl|zstd|pwgen|printf)", block):
                continue
            if re.search(r"XWATCH|stoad -n", block):
                continue
            block = block.replace("127.0.0.1 1119", "127.0.0.1 %d" %
                                  server.port)
            block = block.replace("/backup", tools).replace(
                "/srv/stoad", os.path.join(tools, "srv")).replace(
                "/var/lib/stoad/stoad.sock", server.sock)
            block = "word=%s\n" % refill.PASSWORD + block
            n += 1
            if "restore" in block:
                date = re.search(r"stoad\.[\d-]+", block).group()
                shell(server, tools, "stoactl backup %s; mkdir srv" % date)
            p = shell(server, tools, block)
            tap.ok(p.returncode == 0 and not re.search(
                r"^(4[0-9]|5[0-9])\d ", p.stdout, re.M), "%s: %s" % (
                    name, block.split("\n")[1]), p.stdout)
    tap.ok(n >= 5, "the manual has lines for a shell", n)


def main():
    st.need_built("stoad", "stoactl", "man/stoa-protocol.7")
    st.need_programs("zstd", "nc")
    tap = st.Tap()
    server = st.Server(conf=refill.CONF, clock=refill.NOW,
                       builtin=True).start()
    refill.fill(server)
    refill.live(server)
    text = page("stoa-protocol.7")
    kinds(tap, server, text)
    shells(tap, server)
    pasted(tap, server, text)
    things(tap, server, text)
    configurations(tap)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
