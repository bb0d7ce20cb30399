"""stoad with its defaults, a port more for TLS and a peer that may feed."""

import os
import re
import shutil
import signal
import subprocess
import time

from server import Server, Trouble, child_of, free_port, wait_greeting
from stoatest import UNLIMITED

CONF = """data {dir}
socket {dir}/stoad.sock
name stoa.example
listen 127.0.0.1:{port}
listen-tls 127.0.0.1:{tls_port}
tls-certificate {pem}
tls-key {pem}
peer neighbour {{
    account {feeder}
    accept *
}}
"""


class Stoad(Server):
    name = "stoad"
    login = ("poster", "only for the bench")
    feed_login = ("feeder", "only for the bench")

    def __init__(self, base, build):
        self.build = build
        self.base = base
        self.dir = base + "/stoad"
        self.logs = self.dir + ".log"
        self.port = self.feed_port = free_port()
        self.tls_port = free_port()
        self.daemon = None
        self.boards = []
        self.peak = 0           # kB, the most it had resident in an import

    def setup(self, boards):
        shutil.rmtree(self.dir, ignore_errors=True)
        self.boards = boards
        pem = self.certificate()
        with open(self.dir + ".conf", "w", encoding="ascii") as out:
            out.write(CONF.format(
                dir=self.dir, port=self.port, tls_port=self.tls_port,
                pem=pem, feeder=self.feed_login[0]) + UNLIMITED)

    def certificate(self):
        pem = self.base + "/stoad.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
             "-subj", "/CN=bench.example", "-keyout", pem + ".key",
             "-out", pem], check=True, stderr=subprocess.DEVNULL)
        os.chmod(pem, 0o600)
        with open(pem, "a", encoding="ascii") as out, \
                open(pem + ".key", encoding="ascii") as key:
            out.write(key.read())
        return pem

    def start(self):
        """Seconds from starting it until it greets."""
        begin = time.monotonic()
        with open(self.logs, "a", encoding="ascii") as log:
            self.daemon = subprocess.Popen(
                [self.build + "/stoad", "-n", "-f", self.dir + ".conf"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_greeting(self.port, self.daemon)
        return time.monotonic() - begin

    def ctl(self, *args, **more):
        done = subprocess.run(
            [self.build + "/stoactl", "-s", self.dir + "/stoad.sock", *args],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False, **more)
        if done.returncode != 0:
            raise Trouble(f"stoactl {args[0]}: {done.stdout.strip()}")
        return done.stdout

    def prepare(self):
        """Accounts and boards; what INN has in its files."""
        for name, password in (self.login, self.feed_login):
            self.ctl("user", "add", name, input=password + "\n")
        for board in self.boards:
            self.ctl("board", "add", board)

    def load(self, corpus):
        """The ordinary import."""
        self.ctl("import", "mbox", corpus)
        self.peak = max(
            int(re.search(r"VmHWM:\s+(\d+)", self.status(pid))[1])
            for pid in self.pids())

    def memory(self):
        """kB of its processes, without what they have mapped of files."""
        return sum(int(re.search(r"RssAnon:\s+(\d+)", self.status(pid))[1])
                   for pid in self.pids())

    def status(self, pid):
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return status.read()

    def pids(self):
        """The process with the rights and the one that serves."""
        return [self.daemon.pid, self.reader_pid()]

    def stop(self):
        if self.daemon is None:
            return
        self.daemon.send_signal(signal.SIGTERM)
        try:
            self.daemon.wait(20)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            self.daemon.wait()
        self.daemon = None

    def reader_pid(self):
        return child_of(self.daemon.pid)

    def disk(self):
        return self.tree_bytes(self.dir)
