"""A program on a terminal: tmux holds the screen, tests look at it and wait
for what should appear, with a deadline."""

import os
import re
import subprocess

import stoatest as st


class Gone(Exception):
    """The program ended, or did not show what was expected."""


def gone(pid):
    """Whether a process has ended; a zombie has."""
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


class Terminal:
    """Starts command (a list) in a tmux server of its own."""

    def __init__(self, command, env=None, width=80, height=24, cwd=None):
        self.base = st.temp_dir()
        self.socket = os.path.join(self.base, "tmux")
        conf = os.path.join(self.base, "conf")
        with open(conf, "w") as f:
            f.write("set -g default-shell /bin/sh\n"
                    "set -g default-terminal screen-256color\n"
                    "set -g remain-on-exit on\nset -g status off\n"
                    "set -s escape-time 0\nset -g history-limit 5000\n")
        full = dict(os.environ, LANG="C.UTF-8", LC_ALL="C.UTF-8",
                    TERM="xterm-256color", **(env or {}))
        full.pop("TMUX", None)
        words = " ".join("'%s'" % w.replace("'", "'\\''") for w in command)
        # tmux passes its own environment on to what it starts.
        subprocess.run(
            ["tmux", "-u", "-S", self.socket, "-f", conf, "new-session",
             "-d", "-x", str(width), "-y", str(height), "exec " + words],
            check=True, env=full, cwd=cwd, stdin=subprocess.DEVNULL)
        st.at_end(self.close)

    def tmux(self, *args):
        p = subprocess.run(["tmux", "-u", "-S", self.socket] + list(args),
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           stdin=subprocess.DEVNULL)
        if p.returncode != 0:
            raise Gone("tmux %s: %s" % (args[0], p.stderr.decode()))
        return p.stdout.decode("utf-8", "replace")

    def close(self):
        """Ends all, and waits: a newsreader still saves its files when it
        is hung up on, in a directory that is to be removed."""
        pid = subprocess.run(
            ["tmux", "-S", self.socket, "list-panes", "-F", "#{pane_pid}"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        subprocess.run(["tmux", "-S", self.socket, "kill-server"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if pid.strip():
            st.wait_until(lambda: gone(int(pid)), "its end")

    def drawn(self):
        """What the program has written is on the screen: tmux may read a
        command before it, but not two."""
        self.tmux("display-message", "-p", "")

    def screen(self):
        return self.tmux("capture-pane", "-p").rstrip("\n") + "\n"

    def keys(self, *names):
        """Keys by tmux's names: Enter, Escape, Down, C-x, a."""
        self.tmux("send-keys", *names)

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def ended(self):
        return self.tmux("list-panes", "-F", "#{pane_dead}").strip() == "1"

    def wait(self, pattern, deadline=st.DEADLINE):
        """Waits until the screen matches; returns the match."""
        seen = [""]

        def look():
            seen[0] = self.screen()
            m = re.search(pattern, seen[0], re.M)
            if m is None and self.ended():
                raise Gone("ended before %r:\n%s" % (pattern, seen[0]))
            return m
        try:
            return st.wait_until(look, pattern, deadline, 0.05)
        except TimeoutError:
            raise Gone("%r did not appear:\n%s" % (pattern, seen[0]))

    def wait_end(self, deadline=st.DEADLINE):
        try:
            st.wait_until(self.ended, "its end", deadline, 0.05)
        except TimeoutError:
            raise Gone("it does not end:\n" + self.screen())


def seer(tap, then=None):
    """see(c, pattern, name) for a suite: the test that a screen comes to
    match; then(c) is called behind it."""
    def see(c, pattern, name):
        try:
            c.wait(pattern)
            tap.ok(True, name)
        except Gone as e:
            tap.ok(False, name, e)
        if then:
            then(c)
    return see
