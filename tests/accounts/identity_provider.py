"""An OpenID provider in a process of its own, in the place of ACM/IDM: oidc-provider-mock, with a layer that can lie.

The tests say over HTTP who is there (`PUT /users/<sub>`). Claims that begin with `lie_` do not reach the token: they
say what is wrong with it. The token is signed anew by a key of this layer, which `/jwks` publishes.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

START, WAIT = 20, 0.05  # seconds


class Liar:
    """WSGI around the provider: the same answers, but for the token and the keys."""

    def __init__(self, app: Any) -> None:
        import jwt
        from cryptography.hazmat.primitives.asymmetric import rsa

        self.app, self.jwt = app, jwt
        self.key, self.other = (rsa.generate_private_key(65537, 2048) for _ in range(2))

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        answer: dict[str, Any] = {}

        def keep(status: str, headers: list[tuple[str, str]], *more: Any) -> None:
            answer.update(status=status, headers=headers)

        body = b"".join(self.app(environ, keep))
        path = environ["PATH_INFO"]
        if path == "/jwks":
            public = json.loads(self.jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            body = json.dumps({"keys": [{**public, "kid": "proef", "use": "sig", "alg": "RS256"}]}).encode()
        elif path == "/oauth2/token" and answer["status"].startswith("200"):
            tokens = json.loads(body)
            body = json.dumps({**tokens, "id_token": self.told(tokens["id_token"])}).encode()
        headers = [(name, value) for name, value in answer["headers"] if name.lower() != "content-length"]
        start(answer["status"], [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def told(self, id_token: str) -> str:
        """The token as the person's claims want it told."""
        said = self.jwt.decode(id_token, options={"verify_signature": False})
        claims = {name: value for name, value in said.items() if not name.startswith("lie_")}
        claims |= said.get("lie_claims", {})
        for name in said.get("lie_without", []):
            claims.pop(name, None)
        if "lie_seconds_ago" in said:
            claims |= {name: claims[name] - said["lie_seconds_ago"] for name in ("iat", "exp")}
        match said.get("lie_signed"):
            case "none":
                return self.jwt.encode(claims, None, algorithm="none")
            case "shared":
                return self.jwt.encode(claims, "geheim" * 8, algorithm="HS256", headers={"kid": "proef"})
            case "stranger":
                return self.jwt.encode(claims, self.other, algorithm="RS256", headers={"kid": "proef"})
        return self.jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "proef"})


def serve(port: int) -> None:
    import oidc_provider_mock
    from werkzeug.serving import make_server

    make_server("127.0.0.1", port, Liar(oidc_provider_mock.app()), threaded=True).serve_forever()


class IdentityProvider:
    """What a test does with it: say who is there, and be that person at the provider's own page."""

    def __init__(self, url: str) -> None:
        self.url = url

    def knows(self, sub: str, **claims: Any) -> None:
        requests.put(f"{self.url}/users/{sub}", json=claims, timeout=5).raise_for_status()

    def sign_in(self, address: str, sub: str) -> str:
        """Be `sub` on the page that the portal sent the browser to; returns where the provider sends it back."""
        response = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
        return response.headers["Location"]


@contextmanager
def running() -> Iterator[IdentityProvider]:
    """The provider, in a process of its own on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", __name__, str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield IdentityProvider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(port: int) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(WAIT)
        else:
            return
    raise TimeoutError("the identity provider did not start")


def asked(address: str) -> dict[str, str]:
    """What the portal asked of the provider."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


if __name__ == "__main__":
    serve(int(sys.argv[1]))
