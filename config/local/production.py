"""The portal as production runs it, on this machine: gunicorn with the words of the Dockerfile, and nginx with the
template of config/production when there is an nginx. For measurements and for tests with real faults.
"""

import datetime
import http.client
import ipaddress
import json
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from config.local.packages import PYTHON, ROOT
from config.local.processes import Child, Children, Trouble

DOMAIN = "127.0.0.1"
PAGES = ROOT / "config" / "production"
# What stands around our template in the image of nginx; its temporary files go into the folder of the caller.
AROUND = """\
{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log warn;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    include {mime_types};
    default_type application/octet-stream;
    sendfile on;
    keepalive_timeout 65;
{temporary}
{server}
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def gunicorn_words(bind: str) -> list[str]:
    """The command of the Dockerfile, listening elsewhere."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    found = re.search(r'^CMD (\["gunicorn".*\])$', text, flags=re.M)
    if found is None:
        raise Trouble("De Dockerfile start geen gunicorn.")
    words: list[str] = json.loads(found[1])
    words += ["--bind", bind]
    return words


def nginx() -> str | None:
    """The program, when this machine has it."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def knows_http2_on() -> bool:
    """Whether this nginx is 1.25.1 or newer, as the one of the image is; before, http2 was a word of `listen`."""
    said = subprocess.run([nginx() or "nginx", "-v"], capture_output=True, text=True).stderr
    version = tuple(int(number) for number in re.findall(r"\d+", said)[:3])
    return version >= (1, 25, 1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Production:
    """Web processes and the proxy in front of them, in `folder`; `children` stops them.

    `environment` is that of the web processes, complete. The proxy speaks TLS with a certificate of its own making.
    """

    def __init__(self, folder: Path, children: Children, environment: dict[str, str]) -> None:
        self.folder, self.children, self.environment = folder, children, environment
        folder.mkdir(parents=True, exist_ok=True)
        self.proxy_port = free_port()
        self.proxy: Child | None = None

    @property
    def url(self) -> str:
        """Of the proxy."""
        return f"https://{DOMAIN}:{self.proxy_port}"

    @property
    def certificate(self) -> str:
        """The file that a client has to trust."""
        return str(self.folder / "fullchain.pem")

    # --- Web -----------------------------------------------------------------------------------------------

    def start_web(
        self, *, port: int, name: str = "web", application: str = "config.wsgi", more: Sequence[str] = ()
    ) -> Child:
        """Starts gunicorn and returns at once; `wait_for` waits until it answers."""
        command: list[object] = [PYTHON, "-m", *gunicorn_words(f"127.0.0.1:{port}"), *more]
        command[command.index("config.wsgi")] = application
        return self.children.start(name, command, env=self.environment, cwd=ROOT, patience=25)

    def wait_for(self, port: int, *, path: str = "/livez", seconds: float = 60) -> None:
        """Until this web process answers 200 on that path."""
        deadline = time.monotonic() + seconds
        while True:
            self.children.check()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                connection.request("GET", path, headers={"Host": DOMAIN})
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass  # not there yet
            finally:
                connection.close()
            if time.monotonic() > deadline:
                raise Trouble(f"{path} antwoordt niet op poort {port}.")
            time.sleep(0.1)

    # --- Proxy ---------------------------------------------------------------------------------------------

    def start_proxy(self, *ports: int) -> Child:
        """Starts nginx before these web processes. Raises Trouble when this machine has none."""
        program = nginx()
        if program is None:
            raise Trouble("Er is geen nginx op deze machine (Debian: apt-get install nginx-light).")
        self._make_certificate()
        self.point_at(*ports)
        self.proxy = self.children.start(
            "nginx",
            [program, "-c", self.folder / "nginx.conf", "-p", self.folder],
            stop_signal=signal.SIGQUIT,
        )
        deadline = time.monotonic() + 10
        while not self._proxy_listens():
            self.children.check()
            if time.monotonic() > deadline:
                raise Trouble("nginx antwoordt niet.", self.proxy.log)
            time.sleep(0.05)
        return self.proxy

    def point_at(self, *ports: int) -> None:
        """Writes the configuration for these web processes; a running proxy takes it over without losing a request."""
        temporary = "".join(f"    {name}_temp_path {self.folder}/{name};\n" for name in TEMPORARY)
        types = Path("/etc/nginx/mime.types")
        (self.folder / "nginx.conf").write_text(
            AROUND.format(
                user="user root;\n" if Path("/proc/self").stat().st_uid == 0 else "",
                folder=self.folder,
                mime_types=types if types.exists() else self._few_types(),
                temporary=temporary,
                server=self._server(ports),
            )
        )
        if self.proxy is not None:
            self.proxy.process.send_signal(signal.SIGHUP)

    def _server(self, ports: Sequence[int]) -> str:
        """Our template with the places of this machine. Each must occur, or the template has changed."""
        text = (PAGES / "nginx.conf.template").read_text()
        web = re.search(r"server web:8000(.*);", text)
        if web is None:
            raise Trouble("nginx.conf.template kent geen web:8000 meer.")
        servers = "\n    ".join(f"server 127.0.0.1:{port}{web[1]};" for port in ports)
        for old, new in {
            web[0]: servers,
            "${DOMAIN}": DOMAIN,
            "listen 8080": f"listen 127.0.0.1:{free_port()}",
            "listen 8443": f"listen 127.0.0.1:{self.proxy_port}",
            "/srv/tls": str(self.folder),
            "/srv/static": self.environment.get("STATIC_ROOT", str(self.folder)),
            "/srv/pages": str(PAGES),
            "/dev/stdout": str(self.folder / "access.log"),
        }.items():
            if old not in text:
                raise Trouble(f"nginx.conf.template kent {old} niet meer.")
            text = text.replace(old, new)
        if not knows_http2_on():
            text = text.replace("    http2 on;\n", "").replace(
                f"{self.proxy_port} ssl;", f"{self.proxy_port} ssl http2;"
            )
        return text

    def _few_types(self) -> Path:
        path = self.folder / "mime.types"
        path.write_text("types { text/html html; text/css css; application/javascript js; }\n")
        return path

    def _proxy_listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.proxy_port), timeout=1).close()
        except OSError:
            return False
        return True

    def _make_certificate(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, DOMAIN)])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(DOMAIN))]), critical=False
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        (self.folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        private = self.folder / "privkey.pem"
        private.touch(mode=0o600)
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )

    def trust(self) -> ssl.SSLContext:
        """For a client that checks the certificate of our own making."""
        return ssl.create_default_context(cafile=self.certificate)
