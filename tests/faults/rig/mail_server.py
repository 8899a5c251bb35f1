"""A mail server that keeps what it took, and refuses, dawdles or falls silent when a test says so."""

import re
import socketserver
import threading
import time


class MailServer:
    """`mode`: "take", "refuse" (421 at hello), "silent" (takes the call and says nothing). `seconds` passes between a
    mail and the yes to it. `calls` counts who called, `kept` the mails in the order of their coming."""

    def __init__(self) -> None:
        self.mode, self.seconds, self.calls = "take", 0.0, 0
        self.kept: list[str] = []
        self.ended = threading.Event()
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server.server_address[1]}"

    def subjects(self) -> list[str]:
        """Without the prefix that all our mails have."""
        return [re.findall(r"^Subject: (?:\[.*?\] )?(.*)$", mail, re.MULTILINE)[0] for mail in self.kept]

    def close(self) -> None:
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        post = self

        class Call(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                post.calls += 1
                if post.mode == "silent":
                    post.ended.wait(60)
                    return
                if post.mode == "refuse":
                    self.say("421 4.3.2 later")
                    return
                self.say("220 proef")
                while line := self.rfile.readline().decode(errors="replace").strip():
                    if not self.answer(line.upper()):
                        return

            def answer(self, line: str) -> bool:
                if line.startswith("DATA"):
                    self.say("354 go on")
                    text = b""
                    while (part := self.rfile.readline()) not in {b".\r\n", b""}:
                        text += part
                    post.kept.append(text.decode(errors="replace").replace("\r\n", "\n"))
                    time.sleep(post.seconds)
                self.say("221 bye" if line.startswith("QUIT") else "250 ok")
                return not line.startswith("QUIT")

            def say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

        return Call
