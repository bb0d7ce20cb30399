"""stoad as it is built: defaults, but for the port and the directory."""

import re
import shutil
import signal
import subprocess
import time

from server import Server, Trouble, free_port, wait_greeting


class Stoad(Server):
    name = "stoad"
    login = ("poster", "only for the bench")

    def __init__(self, base, build):
        self.build = build
        self.dir = base + "/stoad"
        self.logs = self.dir + ".log"
        self.port = free_port()
        self.daemon = None
        self.boards = []
        self.peak = 0           # kB, the most it had resident in an import

    def setup(self, boards):
        shutil.rmtree(self.dir, ignore_errors=True)
        self.boards = boards

    def start(self):
        """Seconds from starting it until it greets."""
        begin = time.monotonic()
        with open(self.logs, "a", encoding="ascii") as log:
            self.daemon = subprocess.Popen(
                [self.build + "/stoad", "-n", "-d", self.dir,
                 "-l", f"127.0.0.1:{self.port}"],
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

    def load(self, corpus, load):
        """The ordinary import; boards come with the articles."""
        del load
        self.ctl("user", "add", self.login[0], input=self.login[1] + "\n")
        self.ctl("import", "mbox", corpus)
        for board in self.boards:
            self.ctl("board", "add", board)
        with open(f"/proc/{self.reader_pid()}/status",
                  encoding="ascii") as status:
            self.peak = int(re.search(r"VmHWM:\s+(\d+)", status.read())[1])

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
