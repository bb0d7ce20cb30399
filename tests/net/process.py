#!/usr/bin/env python3
# The two processes of stoad: what each may do, how they end, and that a
# user's rights are what a backup and a login by the socket are done with.
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402

ROOT = os.getuid() == 0
UNBOXED = os.path.basename(st.BUILD) in ("asan", "tsan", "cover")


def status(pid):
    with open("/proc/%d/status" % pid) as f:
        return dict(line.rstrip("\n").split(":\t", 1) for line in f)


def check_locks(tap):
    server = st.Server().start()
    s = status(server.worker_pid)
    tap.eq(s["NoNewPrivs"], "1", "no new privileges")
    if UNBOXED:
        tap.skip("seccomp", "not in this build")
    else:
        tap.eq(s["Seccomp"], "2", "its system calls are filtered")
    with open("/proc/%d/limits" % server.worker_pid) as f:
        core = [l.split()[4:6] for l in f if l.startswith("Max core")]
    tap.eq(core, [["0", "0"]], "it leaves no core file")
    server.stop()
    server = st.Server(conf="sandbox off\n").start()
    tap.eq(status(server.worker_pid)["Seccomp"], "0", "sandbox off is off")
    tap.ok("sandbox: off" in server.stderr(), "and the log says so")
    server.stop()


def check_signals(tap):
    """They are the main thread's, but for that of the sandbox."""
    if os.path.basename(st.BUILD) == "tsan":
        tap.skip("signals", "the sanitizer has threads of its own")
        return
    server = st.Server().start()
    main = server.worker_pid

    def guarded():
        masks = {int(tid): int(status(int(tid))["SigBlk"], 16)
                 for tid in os.listdir("/proc/%d/task" % main)}
        return len(masks) > 4 and all(
            m >> (signal.SIGTERM - 1) & 1 and
            (st.SANITIZED or not m >> (signal.SIGSYS - 1) & 1)
            for tid, m in masks.items() if tid != main)

    # A thread that is just beginning takes none at all.
    st.wait_until(guarded, "threads that leave signals to the main one")
    tap.ok(True, "no other thread takes signals")
    server.stop()


def check_charsets(tap):
    """Converters are files of the C library, which are out of reach."""
    server = st.Server().start()
    server.board("a.b")
    subjects = (("koi8-r", "Q?=F0=D2=C9=D7=C5=D4", "Привет"),
                ("gb2312", "B?xOO6ww==", "你好"),
                ("iso-2022-jp", "B?GyRCJDMkcyRLJEEkTxsoQg==", "こんにちは"),
                ("iso-8859-15", "Q?=A4", "€"),
                ("windows-1257", "Q?=E0", "ą"))
    with server.admin() as c:
        for i, (charset, text, wanted) in enumerate(subjects):
            mid = "<%d@charset.example.org>" % i
            got = c.post(st.article(mid, "a.b", subject="=?%s?%s?=" % (
                charset, text)))
            shown = c.multi("291", "XINFO " + mid)
            tap.ok("Subject: " + wanted in shown, "%s is shown" % charset,
                   got + "\n" + "\n".join(shown))
    server.stop()


def check_ends(tap):
    server = st.Server().start()
    server.board("a.b")
    worker = server.worker_pid
    os.kill(server.proc.pid, signal.SIGKILL)
    server.proc.wait()
    server.start()
    tap.ok(not st.alive(worker), "kill -9 of the parent ends the child, and "
           "the next start is at once")
    with server.admin() as c:
        tap.ok(c.cmd("GROUP a.b").startswith("211"), "what was there is")
    os.kill(server.worker_pid, signal.SIGHUP)
    os.kill(server.worker_pid, signal.SIGINT)
    with server.connect() as c:
        tap.ok(c.cmd("DATE").startswith("111"), "the child heeds the parent "
               "alone")
    os.kill(server.worker_pid, signal.SIGTERM)
    tap.eq(server.proc.wait(st.DEADLINE), 0,
           "SIGTERM to the child ends both in order")
    server.start()
    os.kill(server.worker_pid, signal.SIGKILL)
    tap.eq(server.proc.wait(st.DEADLINE), -signal.SIGKILL,
           "the parent ends as the child did")
    server.start()
    server.proc.send_signal(signal.SIGINT)
    tap.eq(server.proc.wait(st.DEADLINE), 0, "SIGINT is an orderly end, too")
    tap.ok(not os.path.exists(server.sock), "which removes the socket")
    server.start()
    second = subprocess.run(
        [os.path.join(st.BUILD, "stoad"), "-n", "-d", server.dir, "-l",
         "127.0.0.1:%d" % st.free_port()], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    tap.ok(second.returncode == 1 and
           "another process holds the store" in second.stderr,
           "a second one on the same data is refused", second.stderr)
    server.stop()


def groups(pid):
    return status(pid)["Groups"].split()


def check_user(tap):
    """Started as root, with a user to become."""
    who = pwd.getpwnam("nobody")
    server = st.Server(conf="user nobody\n")
    os.chmod(server.base, 0o755)
    server.sock = os.path.join(server.dir, "sock")
    server.start()
    s = status(server.worker_pid)
    ids = "\t".join([str(who.pw_uid)] * 4)
    tap.eq(s["Uid"], ids, "the child is the user")
    tap.eq(s["Gid"], "\t".join([str(who.pw_gid)] * 4), "and its group")
    tap.ok(set(groups(server.worker_pid)) <= {str(who.pw_gid)},
           "and in no other", groups(server.worker_pid))
    tap.ok(not any(int(s[c], 16) for c in ("CapPrm", "CapEff", "CapInh",
                                           "CapAmb")),
           "it has no capabilities")
    tap.eq(status(server.proc.pid)["Uid"].split()[0], "0",
           "the parent is who it was")
    closed, there = (os.path.join(server.base, n) for n in "ab")
    os.mkdir(closed, 0o700)
    with server.admin() as c:
        got = c.cmd("XACT backup server :%s/x" % closed)
        tap.ok(got.startswith("492") and "own user" in got, "a backup is made "
               "with the rights of the user", got)
        os.mkdir(there)
        os.chown(there, who.pw_uid, who.pw_gid)
        c.need("290", "XACT backup server :%s/x" % there)
        st_ = os.stat(there + "/x/store/data.mdb")
        tap.eq(st_.st_uid, who.pw_uid, "and is the user's")
        c.need("49", "XACT backup server :%s/x" % there)
        # That is so until a restart, whatever the file says by then.
        server.write_conf("")
        for _ in range(2):
            seen = len(server.stderr())
            server.proc.send_signal(signal.SIGHUP)
            st.wait_until(lambda: "read again" in server.stderr()[seen:],
                          "a reload")
            tap.ok("for a restart: user" in server.stderr()[seen:],
                   "\"user\" waits for a restart", server.stderr()[seen:])
        got = c.cmd("XACT backup server :%s/x" % closed)
        tap.ok(got.startswith("492") and "own user" in got,
               "and the user of before makes backups", got)
    server.stop()
    again = os.path.join(server.base, "again")
    done = subprocess.run([os.path.join(st.BUILD, "stoactl"), "-d", again,
                           "restore", there + "/x"], stdout=subprocess.PIPE)
    owners = {os.stat(os.path.join(base, f)).st_uid
              for base, dirs, files in os.walk(again) for f in files + ["."]}
    tap.eq((done.returncode, owners), (0, {who.pw_uid}),
           "what root restores is the user's again")


def check_socket(tap):
    """Another user of this host is known by the socket."""
    who = pwd.getpwnam("nobody")
    server = st.Server().start()
    os.chmod(server.base, 0o755)
    server.ctl("user", "add", "nobody", input="secret enough\n")

    def ask():
        out, into = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.setgroups([])
            os.setgid(who.pw_gid)
            os.setuid(who.pw_uid)
            with socket.socket(socket.AF_UNIX) as s:
                s.connect(server.sock)
                s.sendall(b"XINFO @me\r\nQUIT\r\n")
                os.write(into, s.makefile().read().encode())
            os._exit(0)
        os.close(into)
        with open(out) as f:
            said = f.read()
        os.waitpid(pid, 0)
        return said
    said = [ask() for _ in range(3)]
    tap.ok(all("Name: nobody" in s for s in said), "the parent knows a "
           "user's name", said[0])
    server.stop()


def check_unit(tap):
    """What systemd thinks of the unit."""
    if shutil.which("systemd-analyze") is None:
        tap.skip("the unit's exposure", "systemd-analyze is not installed")
        return
    path = os.path.join(st.temp_dir(), "stoad.service")
    with open(os.path.join(st.ROOT, "server", "stoad.service")) as f:
        unit = f.read().replace("@sbindir@", "/usr/sbin")
    with open(path, "w") as f:
        f.write(unit)
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--no-pager", path],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    m = re.search(r"Overall exposure level for stoad.service: ([0-9.]+)",
                  said)
    tap.note(m.group(0) if m else "no level")
    tap.ok(m and float(m.group(1)) <= 2.0, "the unit exposes little", said)


def main():
    st.need_built("stoad", "stoactl")
    tap = st.Tap()
    check_locks(tap)
    check_signals(tap)
    check_charsets(tap)
    check_ends(tap)
    check_unit(tap)
    if not ROOT:
        tap.skip("becoming a user", "only root can")
    else:
        check_user(tap)
        check_socket(tap)
    tap.done()


if __name__ == "__main__":
    main()
