"""INN from its Debian packages in a private prefix: nothing is installed.
The packages are only downloaded, and unpacked below build/.

innd takes and sends feeds and keeps the spool, nnrpd -D serves the readers;
both listen on loopback only. The configuration is INN's best case for
reading: tradspool, tradindexed with mmap, no check that the article is still
there.
"""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time

from stoatest import die_with_parent, free_port

VERSION = "2.7.1"
PACKAGES = ["inn2", "inn2-inews", "libcanlock3"]

INN_CONF = """
mta: "/bin/true"
organization: "bench"
domain: bench.example
pathhost: bench.example
server: 127.0.0.1
port: {feed_port}
bindaddress: 127.0.0.1
bindaddress6: "::1"
runasuser: {user}
runasgroup: {group}
pathnews: {lib}
pathbin: {lib}/bin
pathetc: {prefix}/etc
pathdb: {prefix}/db
pathfilter: {prefix}/filter
pathlog: {prefix}/log
pathhttp: {prefix}/log
pathrun: {prefix}/run
pathspool: {prefix}/spool
patharticles: {prefix}/spool/articles
pathoverview: {prefix}/spool/overview
pathoutgoing: {prefix}/spool/outgoing
pathincoming: {prefix}/spool/incoming
patharchive: {prefix}/spool/archive
pathtmp: {prefix}/tmp
hismethod: hisv6
ovmethod: tradindexed
enableoverview: true
tradindexedmmap: true
articlemmap: true
nnrpdcheckart: false
nnrpdloadlimit: 0
artcutoff: 0
maxconnections: 100
maxlisten: 1024
doinnwatch: false
pgpverify: false
"""

FILES = {
    "storage.conf": 'method tradspool {\n    newsgroups: *\n    class: 0\n}\n',
    "newsfeeds": "ME:*::\n",
    "incoming.conf": 'streaming: true\nmax-connections: 64\n'
                     'peer ME {\n    hostname: "127.0.0.1"\n}\n',
    "readers.conf": 'auth "all" {\n    hosts: "127.0.0.0/8"\n'
                    '    default: "<all>"\n}\n'
                    'access "all" {\n    users: "<all>"\n'
                    '    newsgroups: "*"\n    access: RPA\n'
                    '    addcanlockuser: none\n}\n',
    "expire.ctl": "/remember/:10\n*:A:never:never:never\n",
    "control.ctl": "all:*:*:drop\n",
    "inn-secrets.conf": "",
    "passwd.nntp": "",
    "moderators": "",
    "distrib.pats": "",
    "distributions": "",
    "localgroups": "",
    "subscriptions": "",
}


def fetch_packages(root):
    """Unpacks the packages below root; apt only downloads. False when that
    cannot be."""
    if os.path.exists(root + "/usr/lib/news/bin/innd"):
        return True
    debs = root + ".debs"
    os.makedirs(debs, exist_ok=True)
    wanted = [p for p in PACKAGES if not glob.glob(f"{debs}/{p}_*.deb")]
    try:
        if wanted:
            subprocess.run(["apt-get", "-qq", "download"] + wanted, cwd=debs,
                           check=True, stderr=subprocess.DEVNULL)
        for deb in glob.glob(debs + "/*.deb"):
            subprocess.run(["dpkg", "-x", deb, root + ".new"], check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    if os.path.isdir(root):
        shutil.rmtree(root)
    os.rename(root + ".new", root)
    return True


def lacks(root):
    """Shared libraries that innd needs and this system has not."""
    lib = root + "/usr/lib/news"
    found = subprocess.run(
        ["ldd", lib + "/bin/innd"], text=True, stdout=subprocess.PIPE,
        env=dict(os.environ, LD_LIBRARY_PATH=":".join(
            [lib, root + "/usr/lib/x86_64-linux-gnu"]))).stdout
    return sorted({line.split()[0] for line in found.splitlines()
                   if "not found" in line})


class Trouble(Exception):
    """It cannot go on; the text says what to do."""


def wait_greeting(port, daemon, limit=30):
    """Until a connection is greeted with 200 or 201."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if daemon.poll() is not None:
            raise Trouble(f"{daemon.args[0]} exited with "
                               f"{daemon.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), 10) as s:
                if s.recv(64).startswith(b"20"):
                    s.sendall(b"QUIT\r\n")
                    return
        except OSError:
            pass
        time.sleep(0.001)
    raise Trouble(f"{daemon.args[0]} does not greet on port {port}")


class Inn:
    """setup, start, stop; port is where readers connect, feed_port where
    peers do."""

    def __init__(self, root, prefix):
        self.root = root
        self.prefix = prefix
        self.lib = self.root + "/usr/lib/news"
        self.feed_port, self.port = free_port(), free_port()
        self.logs = self.prefix + "/log"
        self.daemons = []
        self.env = dict(
            os.environ, INNCONF=self.prefix + "/etc/inn.conf",
            LD_LIBRARY_PATH=":".join([
                self.lib, self.root + "/usr/lib/x86_64-linux-gnu"]))
        me = pwd.getpwuid(os.getuid())
        self.user = pwd.getpwnam("news") if me.pw_uid == 0 else me

    def setup(self, boards, more=None, conf=""):
        """A fresh, empty server with these groups. more: files of etc/
        instead of the common ones; conf: lines for inn.conf."""
        shutil.rmtree(self.prefix, ignore_errors=True)
        for folder in ("etc", "db", "filter", "log/OLD", "run", "tmp",
                       "spool/articles", "spool/overview", "spool/outgoing",
                       "spool/incoming/bad", "spool/archive",
                       "spool/innfeed"):
            os.makedirs(f"{self.prefix}/{folder}")
        group = subprocess.run(["id", "-gn", self.user.pw_name], text=True,
                               stdout=subprocess.PIPE, check=True).stdout
        files = dict(FILES, **(more or {}))
        files["inn.conf"] = conf + INN_CONF.format(
            prefix=self.prefix, lib=self.lib, user=self.user.pw_name,
            group=group.strip(), feed_port=self.feed_port)
        for name, text in files.items():
            self.write("etc/" + name, text)
        groups = ["control", "control.cancel", "junk"] + boards
        self.write("db/active", "".join(
            f"{g} 0000000000 0000000001 {'y' if g in boards else 'n'}\n"
            for g in groups))
        self.write("db/active.times", "")
        self.write("db/newsgroups", "")
        self.write("db/history", "")
        self.give()
        self.as_user([self.lib + "/bin/makedbz", "-i", "-o", "-s", "400000"])
        for suffix in ("index", "hash", "dir", "pag"):
            made = f"{self.prefix}/db/history.n.{suffix}"
            if os.path.exists(made):
                os.rename(made, f"{self.prefix}/db/history.{suffix}")

    def write(self, name, text):
        with open(f"{self.prefix}/{name}", "w", encoding="ascii") as out:
            out.write(text)

    def give(self):
        """The news user owns the prefix when we are root."""
        if os.getuid() != 0:
            return
        for folder, _, names in os.walk(self.prefix):
            for path in [folder] + [f"{folder}/{n}" for n in names]:
                os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def identity(self):
        if os.getuid() != 0:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid,
                "extra_groups": []}

    def as_user(self, command):
        subprocess.run(command, env=self.env, check=True,
                       cwd=self.prefix, **self.identity())

    def spawn(self, command):
        with open(self.prefix + "/log/daemons", "a", encoding="ascii") as log:
            daemon = subprocess.Popen(
                command, env=self.env, cwd=self.prefix, stdout=log,
                stderr=log, stdin=subprocess.DEVNULL,
                preexec_fn=die_with_parent,
                start_new_session=True, **self.identity())
        self.daemons.append(daemon)
        return daemon

    def start(self):
        """Seconds from starting innd until it greets, then nnrpd too."""
        for stale in os.listdir(self.prefix + "/run"):
            os.unlink(f"{self.prefix}/run/{stale}")
        begin = time.monotonic()
        self.spawn([self.lib + "/bin/innd", "-f", "-N"])
        wait_greeting(self.feed_port, self.daemons[-1])
        took = time.monotonic() - begin
        self.spawn([self.lib + "/bin/nnrpd", "-D", "-f", "-n",
                    "-b", "127.0.0.1", "-p", str(self.port)])
        wait_greeting(self.port, self.daemons[-1])
        return took

    def stop(self):
        """innd by its own tool: it may sit out a SIGTERM."""
        if not self.daemons:
            return
        for reader in self.daemons[1:]:
            reader.terminate()
        subprocess.run([self.lib + "/bin/ctlinnd", "-s", "-t", "20",
                        "shutdown", "bench"], env=self.env, check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       **self.identity())
        for daemon in self.daemons:
            try:
                daemon.wait(20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        self.daemons = []

    def kill(self):
        """kill -9 all of it, at once."""
        for daemon in self.daemons:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(daemon.pid, signal.SIGKILL)
            daemon.wait()
        self.daemons = []

    def ctl(self, *command):
        """ctlinnd; its answer."""
        return subprocess.run(
            [self.lib + "/bin/ctlinnd", "-t", "20"] + list(command),
            env=self.env, check=True, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, **self.identity()).stdout
