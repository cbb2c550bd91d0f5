# SPDX-License-Identifier: GPL-3.0-or-later
"""A real mail server of the distribution, Exim, that belongs to the test and to an ordinary user.

It takes mail after STARTTLS or on a port of its own for TLS, with AUTH PLAIN, and delivers what it
takes into a file, once for each recipient. A mail whose subject is "Slow" is thought about for a while
after its last byte. An address that begins with "nobody" is not known.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

from ports import free_port  # noqa: E402
from sink import make_certificate  # noqa: E402
from world import wait_until  # noqa: E402

CONFIG = """
primary_hostname = mx.lind.example
exim_path = {dir}/exim
spool_directory = {dir}/spool
exim_user = {uid}
exim_group = {gid}
never_users =
keep_environment =
local_interfaces = <; 127.0.0.1
rfc1413_query_timeout = 0s
host_lookup =
tls_advertise_hosts = *
tls_certificate = {certificate}
tls_privatekey = {key}
tls_on_connect_ports = {tls_port}
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
message_size_limit = 1M
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  deny !authenticated = *
       message = log in first
  deny local_parts = ^nobody
       message = no such user here
  accept
data:
  warn condition = ${{if eq{{$h_subject:}}{{Slow}}}}
       delay = {slow}s
  accept
begin routers
keep:
  driver = accept
  transport = file
begin transports
file:
  driver = appendfile
  file = {dir}/mail/box
  user = {uid}
  group = {gid}
  envelope_to_add
  message_suffix =
  message_prefix = "== mail ==\\n"
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{alex}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""


def find_exim():
    path = os.environ.get('PATH', '') + ':/usr/sbin:/usr/local/sbin'
    found = shutil.which('exim4', path=path) or shutil.which('exim', path=path)
    if found is None:
        raise AssertionError('Exim is not installed; ./dev setup installs it')
    return found


class Exim:
    def __init__(self, password, slow=2):
        self.dir = tempfile.mkdtemp(prefix='hearth-exim-')
        self.port, self.tls_port = free_port(), free_port()
        for name in ('spool', 'mail'):
            os.mkdir(os.path.join(self.dir, name), 0o700)
        self.certificate, key = make_certificate(self.dir)
        # The installed one is setuid root: what it starts could not be killed by the test.
        self.exim = shutil.copyfile(find_exim(), os.path.join(self.dir, 'exim'))
        os.chmod(self.exim, 0o700)
        self.config = os.path.join(self.dir, 'exim.conf')
        with open(self.config, 'w', encoding='ascii') as file:
            file.write(CONFIG.format(dir=self.dir, uid=os.getuid(), gid=os.getgid(),
                                     certificate=self.certificate, key=key,
                                     tls_port=self.tls_port, password=password, slow=slow))
        self.start()

    def start(self):
        self.log = open(os.path.join(self.dir, 'log'), 'ab')
        self.process = subprocess.Popen(
            [self.exim, '-C', self.config, '-bdf', '-q1m', '-oX',
             '<; [127.0.0.1]:%d ; [127.0.0.1]:%d' % (self.port, self.tls_port)],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True)
        wait_until(self._answers, 'Exim', timeout=20)

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError('Exim ended: ' + self.read_log())
        try:
            with socket.create_connection(('127.0.0.1', self.port), timeout=2) as sock:
                return sock.recv(3) == b'220'
        except OSError:
            return False

    def read_log(self):
        with open(os.path.join(self.dir, 'log'), encoding='utf-8', errors='replace') as file:
            return file.read()

    def kill(self):
        """Ends all of it without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def close(self):
        if self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.dir, ignore_errors=True)

    def everything(self):
        """All that was delivered to anybody."""
        try:
            with open(os.path.join(self.dir, 'mail/box'), 'rb') as file:
                return file.read().split(b'== mail ==\n')[1:]
        except FileNotFoundError:
            return []

    def box(self, name):
        """What was delivered to somebody."""
        line = b'Envelope-to: %s@' % name.encode()
        return [mail for mail in self.everything() if mail.startswith(line)]

    def waiting(self):
        """How many mails it has taken and not delivered yet."""
        return sum(name.endswith('-H') for _, _, names in os.walk(os.path.join(self.dir, 'spool'))
                   for name in names)


class Line:
    """A line between the client and the server that can be cut: what the server says from then on
    does not arrive, and the connection ends with it."""

    def __init__(self, port):
        self.target = port
        self.is_cut = False
        self.n_cut = 0
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(('127.0.0.1', self.target))
            for source, target, answers in ((near, far, False), (far, near, True)):
                threading.Thread(target=self._pump, args=(source, target, answers),
                                 daemon=True).start()

    def _pump(self, source, target, answers):
        try:
            while True:
                data = source.recv(65536)
                if answers and data and self.is_cut:
                    self.n_cut += 1
                    break
                if not data:
                    break
                target.sendall(data)
        except OSError:
            pass
        for sock in (source, target):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()
