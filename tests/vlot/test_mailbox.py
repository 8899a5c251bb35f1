"""The mailbox over IMAP: a small server on this machine speaks just enough of the protocol."""

import socketserver
import threading

import pytest

from tests.vlot.test_mails import letter
from vlot.models import Intervention
from vlot.tasks import fetch_mail


class Mailbox(socketserver.StreamRequestHandler):
    """Answers what imaplib asks, from `server.mails`: number to [bytes, seen]."""

    def say(self, *lines: bytes) -> None:
        for line in lines:
            self.wfile.write(line + b"\r\n")

    def handle(self) -> None:
        self.say(b"* OK ready")
        for line in self.rfile:
            tag, verb, *rest = line.split()
            mails = self.server.mails
            match verb:
                case b"CAPABILITY":
                    self.say(b"* CAPABILITY IMAP4rev1")
                case b"LOGIN" if rest != [b"vlot", b'"geheim!"']:
                    self.say(tag + b" NO wrong password")
                    continue
                case b"SELECT":
                    self.say(b"* %d EXISTS" % len(mails))
                case b"SEARCH":
                    self.say(
                        b"* SEARCH " + b" ".join(number for number, mail in mails.items() if not mail[1])
                    )
                case b"FETCH":
                    raw = mails[rest[0]][0]
                    self.wfile.write(b"* %s FETCH (BODY[] {%d}\r\n%s)\r\n" % (rest[0], len(raw), raw))
                case b"STORE":
                    mails[rest[0]][1] = True
                case b"LOGOUT":
                    self.say(b"* BYE")
            self.say(tag + b" OK done")


@pytest.fixture
def server(settings, vlot):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.daemon_threads = True
        server.mails = {
            b"1": [bytes(letter()), False],
            b"2": [b"geen e-mail", False],
            b"3": [bytes(letter("Zonder code", ident="<twee@gemeente.example>")), False],
            b"4": [bytes(letter("LIM gelezen", ident="<drie@gemeente.example>")), True],
        }
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.VLOT_MAILBOX_URL = f"imap://vlot:geheim%21@127.0.0.1:{server.server_address[1]}/INBOX"
        settings.VLOT_MAILBOX_USER = vlot.user.email
        yield server
        server.shutdown()


def test_what_was_not_read_yet_becomes_a_case_and_is_marked_as_seen(server, teams, vlot):
    assert fetch_mail() == 2
    assert {call.team for call in Intervention.objects.all()} == {teams["OVL"], teams[""]}
    assert {call.asked_by for call in Intervention.objects.all()} == {vlot.user}
    assert all(seen for _, seen in server.mails.values())
    assert fetch_mail() == 0
    for mail in server.mails.values():
        mail[1] = False  # as when a worker died before it could mark them
    fetch_mail()
    assert Intervention.objects.count() == 3


def test_without_a_mailbox_nothing_is_asked(settings):
    settings.VLOT_MAILBOX_URL = ""
    assert fetch_mail() == 0
