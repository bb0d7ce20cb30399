"""Certificates made for one run by the openssl program."""

import base64
import hashlib
import os
import subprocess

import stoatest as st

CONF = """
[ca]
default_ca = it
[it]
database = {base}/index
new_certs_dir = {base}
rand_serial = yes
default_md = sha256
unique_subject = no
policy = any
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
commonName = test
[authority]
basicConstraints = critical,CA:TRUE
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
"""


class Authority:
    """Signs certificates; cert is its own."""

    def __init__(self, name="Test authority"):
        self.base = st.temp_dir()
        self.conf = os.path.join(self.base, "conf")
        self.count = 0
        open(os.path.join(self.base, "index"), "w").close()
        with open(self.conf, "w") as f:
            f.write(CONF.format(base=self.base))
        self.cert, self.key = self.path("ca.pem"), self.path("ca.key")
        self._key(self.key)
        self._openssl("req", "-config", self.conf, "-new", "-x509",
                      "-extensions", "authority", "-days", "30",
                      "-key", self.key, "-subj", "/CN=" + name,
                      "-out", self.cert)

    def path(self, name):
        return os.path.join(self.base, name)

    def _openssl(self, *args):
        p = subprocess.run(("openssl",) + args, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        if p.returncode != 0:
            raise RuntimeError(p.stderr.decode())
        return p.stdout

    def _key(self, path):
        self._openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout",
                      "-out", path)

    def issue(self, names, start=None, end=None, selfsigned=False,
              cn="server"):
        """A certificate and its key (paths). names as "DNS:x,IP:127.0.0.1";
        start and end as 20260101000000Z."""
        self.count += 1
        cert = self.path("%d.pem" % self.count)
        key, req = cert + ".key", cert + ".req"
        self._key(key)
        self._openssl("req", "-config", self.conf, "-new", "-key", key,
                      "-subj", "/CN=" + cn, "-addext",
                      "subjectAltName=" + names, "-out", req)
        when = ["-startdate", start] if start else []
        when += ["-enddate", end] if end else ["-days", "30"]
        who = ["-selfsign", "-keyfile", key] if selfsigned else \
            ["-cert", self.cert, "-keyfile", self.key]
        self._openssl("ca", "-batch", "-notext", "-config", self.conf,
                      "-extensions", "server", "-in", req, "-out", cert,
                      *when, *who)
        return cert, key

    def _der(self, cert):
        return self._openssl("x509", "-in", cert, "-outform", "DER")

    def fingerprint(self, cert):
        """The SHA-256 of the certificate, hex with colons."""
        hexed = hashlib.sha256(self._der(cert)).hexdigest().upper()
        return ":".join(hexed[i:i + 2] for i in range(0, 64, 2))

    def pin(self, cert):
        """sha256//BASE64 of its public key."""
        pem = self._openssl("x509", "-in", cert, "-noout", "-pubkey")
        der = base64.b64decode(b"".join(pem.splitlines()[1:-1]))
        return "sha256//" + base64.b64encode(
            hashlib.sha256(der).digest()).decode()
