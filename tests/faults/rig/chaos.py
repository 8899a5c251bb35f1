"""A line between two programs that goes slow, silent or away when a test says so (`tc netem` is not everywhere)."""

import contextlib
import select
import socket
import struct
import threading
import time

CHUNK = 65_536


class Chaos:
    """Listens on a port of this machine and passes everything on to `target`: a unix socket or (host, port).

    `mode`: "pass"; "delay" (each piece waits `seconds`); "blackhole" (nothing passes, also on lines that are open
    already; new callers are taken and hear nothing; what was said meanwhile comes later, as TCP does); "reset" (every
    line breaks, new ones too); "refuse" (new ones break). `cut` ends a line once so many bytes went to the target.
    """

    def __init__(self, target: str | tuple[str, int]) -> None:
        self.target, self.mode, self.seconds, self.cut = target, "pass", 0.0, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self._listen, daemon=True)]
        self.threads[0].start()

    def close(self) -> None:
        self.ended.set()
        self.listener.close()
        for thread in list(self.threads):
            thread.join(5)

    def _listen(self) -> None:
        while not self.ended.is_set():
            if not select.select([self.listener], [], [], 0.1)[0]:
                continue
            with contextlib.suppress(OSError):
                caller, _ = self.listener.accept()
                thread = threading.Thread(target=self._carry, args=(caller,), daemon=True)
                self.threads.append(thread)
                thread.start()

    def _carry(self, caller: socket.socket) -> None:
        with caller, socket.socket(self._family) as called:
            if self.mode in {"reset", "refuse"}:
                _break(caller)
                return
            try:
                called.connect(self.target)
                self._between(caller, called)
            except OSError:
                return

    @property
    def _family(self) -> socket.AddressFamily:
        return socket.AF_UNIX if isinstance(self.target, str) else socket.AF_INET

    def _between(self, caller: socket.socket, called: socket.socket) -> None:
        there = 0
        while not self.ended.is_set():
            if self.mode == "reset":
                _break(caller)
                return
            if self.mode == "blackhole":
                time.sleep(0.05)
                continue
            for side in select.select([caller, called], [], [], 0.05)[0]:
                other = called if side is caller else caller
                piece = side.recv(CHUNK)
                if not piece:
                    return
                if side is caller:
                    there += len(piece)
                if self.cut and there > self.cut:
                    _break(caller)
                    return
                if self.mode == "delay":
                    time.sleep(self.seconds)
                other.sendall(piece)


def _break(line: socket.socket) -> None:
    """RST instead of a farewell."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
