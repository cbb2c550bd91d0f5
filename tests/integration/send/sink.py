# SPDX-License-Identifier: GPL-3.0-or-later
"""A real SMTP server that keeps what it is sent, and fails where it is told to.

Each fault is told for one attempt and used up by it, in the order in which they were told:

  ok                takes the mail
  greeting-421      greets with 421
  mail-451 mail-550 answers MAIL so, likewise rcpt-, data- (to DATA) and end- (to the whole mail)
  drop-greeting     closes the connection there, likewise drop-ehlo, drop-mail, drop-rcpt, drop-data
  drop-body         after 354 and some of the mail
  drop-end-kept     after the whole mail, which it keeps, and before an answer
  drop-end-lost     the same, and the mail is lost
  hang-mail         says nothing any more, likewise hang-data, hang-end-kept, hang-end-lost
  slow-end          takes the mail and answers after a second
"""

import asyncio
import email
import os
import ssl
import subprocess
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    def __init__(self, sink):
        self.sink = sink

    async def step(self, server, name):
        fault = server.fault
        if fault == 'drop-' + name:
            server.transport.abort()
            return '421 gone'
        if fault == 'hang-' + name:
            await asyncio.sleep(3600)
        if fault.startswith(name + '-') and fault[len(name) + 1:].isdigit():
            return fault[len(name) + 1:] + ' the sink was told to'
        return None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.sink.names.append(hostname)
        if server.fault == 'drop-ehlo':
            server.transport.abort()
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = await self.step(server, 'mail')
        if answer:
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return '250 OK'

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = await self.step(server, 'rcpt')
        if answer:
            return answer
        if address.startswith('nobody'):
            return '550 5.1.1 no such user here'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        answer = await self.step(server, 'end')
        if answer:
            return answer
        fault = server.fault
        if fault not in ('drop-end-lost', 'hang-end-lost'):
            self.sink.keep(envelope)
        if fault.startswith('drop-end'):
            server.transport.abort()
        if fault.startswith('hang-end'):
            await asyncio.sleep(3600)
        if fault == 'slow-end':
            await asyncio.sleep(1)
        return '250 kept'


class FaultySMTP(SMTP):
    """One connection, with the fault that it is to have."""

    def __init__(self, handler, sink, **options):
        self.sink = sink
        self.fault = sink.next_fault()
        super().__init__(handler, **options)

    async def _handle_client(self):
        if self.fault == 'drop-greeting':
            self.transport.abort()
            return
        if self.fault == 'greeting-421':
            await self.push('421 not now')
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg):
        if self.fault == 'drop-data':
            self.transport.abort()
            return
        if self.fault == 'hang-data':
            await asyncio.sleep(3600)
        if self.fault.startswith('data-'):
            await self.push(self.fault[5:] + ' the sink was told to')
            return
        if self.fault == 'drop-body':
            await self.push('354 go on')
            await self._reader.read(1000)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class SinkController(Controller):
    def __init__(self, sink, tls, starttls, auth, **options):
        self.sink = sink
        self.smtp_options = {'hostname': 'sink.example', 'enable_SMTPUTF8': sink.utf8,
                             'data_size_limit': 64 * 1024 * 1024}
        if auth:
            self.smtp_options.update(authenticator=sink.authenticate, auth_required=True,
                                     auth_require_tls=starttls)
        if starttls:
            self.smtp_options.update(tls_context=sink.context, require_starttls=True)
        super().__init__(Handler(sink), ssl_context=sink.context if tls else None, **options)

    def factory(self):
        return FaultySMTP(self.handler, self.sink, **self.smtp_options)

    def _trigger_server(self):
        # aiosmtpd connects to itself to see whether it runs; that attempt has no fault.
        self.sink.triggering = True
        self.port = self.server.sockets[0].getsockname()[1]
        try:
            super()._trigger_server()
        finally:
            self.sink.triggering = False


class Sink:
    def __init__(self, folder, tls=False, starttls=False, auth=False, utf8=False, port=0):
        self.lock = threading.Lock()
        self.faults = []
        self.triggering = False
        self.attempts = 0
        self.mails = []
        self.names = []
        self.logins = []
        self.utf8 = utf8
        self.password = b'correct horse'
        self.context = None
        if tls or starttls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*make_certificate(folder))
        self.controller = SinkController(self, tls, starttls, auth, hostname='127.0.0.1',
                                         port=port)
        self.controller.start()
        self.port = self.controller.port

    def next_fault(self):
        with self.lock:
            if self.triggering:
                return 'ok'
            self.attempts += 1
            return self.faults.pop(0) if self.faults else 'ok'

    def tell(self, *faults):
        with self.lock:
            self.faults.extend(faults)

    def authenticate(self, server, session, envelope, mechanism, data):
        self.logins.append(mechanism)
        good = isinstance(data, LoginPassword) and data.password == self.password
        return AuthResult(success=good, handled=False)

    def keep(self, envelope):
        with self.lock:
            content = envelope.original_content or envelope.content
            self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), content))

    def count(self):
        """How often each Message-ID arrived."""
        counts = {}
        with self.lock:
            for _, _, content in self.mails:
                name = email.message_from_bytes(content)['Message-ID']
                counts[name] = counts.get(name, 0) + 1
        return counts

    def close(self):
        self.controller.stop(no_assert=True)


def make_certificate(folder):
    key = os.path.join(folder, 'key.pem')
    certificate = os.path.join(folder, 'certificate.pem')
    if not os.path.exists(certificate):
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2',
                        '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1',
                        '-keyout', key, '-out', certificate], check=True, capture_output=True)
    return certificate, key
