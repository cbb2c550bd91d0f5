# SPDX-License-Identifier: GPL-3.0-or-later
"""A Dovecot of the test's own, another client of it, and the engine that is kept in step with it."""

import imaplib
import json
import os
import queue
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

from ports import free_port  # noqa: E402

if os.geteuid() == 0:
    # Dovecot and the engine run as an ordinary user.
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)

BUILD = os.environ['HEARTH_TEST_BUILD']
ENGINE = os.path.join(BUILD, 'tests/integration/mail/mail-engine')
PASSWORD = 'pw'

CONFIG = """
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/log
protocols = imap
listen = 127.0.0.1
{tls}
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_max_userip_connections = 100
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = {dir}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={dir}/home/%u
}}
mail_location = maildir:{dir}/mail/%u
protocol imap {{
  imap_capability = {capability}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Drafts {{
    special_use = \\Drafts
    auto = subscribe
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox "Old Things" {{
    special_use = \\Archive
    auto = subscribe
  }}
}}
"""


def wait_until(check, what, timeout=15.0, interval=0.02):
    """Returns what check returns as soon as it is true; fails with what otherwise."""
    end = time.monotonic() + timeout
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError('timed out: %s' % what)
        time.sleep(interval)
        # What takes long costs others the less the longer it takes.
        interval = max(interval, min(interval * 1.3, 0.2))


def make_mail(number, text='Some words.', subject=None, extra=''):
    """A mail whose Message-ID is its number."""
    return ('From: Ana Silva <ana@silva.example>\r\nTo: Alex <alex@example.org>\r\n'
            'Subject: %s\r\nDate: %s\r\nMessage-ID: <m%s@test.example>\r\n%s\r\n%s\r\n' % (
                subject or 'Number %s' % number,
                time.strftime('%a, %d %b %Y %H:%M:%S +0000',
                              time.gmtime(time.time() - 86400 + hash(str(number)) % 3600)),
                number, extra, text)).encode()


class Server:
    """A real Dovecot."""

    def __init__(self, capability='', tls=False):
        self.dir = tempfile.mkdtemp(prefix='hearth-mail-')
        self.port = free_port()
        self.tls_port = free_port()
        self.process = None
        tls_config = 'ssl = no'
        for name in ('run', 'state', 'home', 'mail/alex/cur', 'mail/alex/new', 'mail/alex/tmp'):
            os.makedirs(os.path.join(self.dir, name))
        if tls:
            self._make_certificate()
            tls_config = 'ssl = yes\nssl_cert = <%s/cert.pem\nssl_key = <%s/key.pem' % (
                self.dir, self.dir)
        with open(os.path.join(self.dir, 'passwd'), 'w', encoding='ascii') as file:
            file.write('alex:{PLAIN}%s\n' % PASSWORD)
        import grp
        import pwd
        with open(os.path.join(self.dir, 'dovecot.conf'), 'w', encoding='ascii') as file:
            file.write(CONFIG.format(dir=self.dir, port=self.port, tls_port=self.tls_port,
                                     tls=tls_config, capability=capability or '',
                                     user=pwd.getpwuid(os.getuid()).pw_name,
                                     group=grp.getgrgid(os.getgid()).gr_name,
                                     uid=os.getuid(), gid=os.getgid()))
        if not capability:
            path = os.path.join(self.dir, 'dovecot.conf')
            with open(path, encoding='ascii') as file:
                text = file.read()
            with open(path, 'w', encoding='ascii') as file:
                file.write(text.replace('  imap_capability = \n', ''))
        self.start()

    def _make_certificate(self):
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2',
                        '-subj', '/CN=localhost', '-addext',
                        'subjectAltName=DNS:localhost,IP:127.0.0.1',
                        '-keyout', self.dir + '/key.pem', '-out', self.dir + '/cert.pem'],
                       check=True, capture_output=True)

    def pin(self):
        der = subprocess.run(['openssl', 'x509', '-in', self.dir + '/cert.pem', '-outform', 'DER'],
                             check=True, capture_output=True).stdout
        import hashlib
        return hashlib.sha256(der).hexdigest()

    def start(self):
        self.process = subprocess.Popen(['/usr/sbin/dovecot', '-F', '-c',
                                         self.dir + '/dovecot.conf'],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        start_new_session=True)
        wait_until(self._answers, 'Dovecot', timeout=20)

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError('Dovecot ended: ' + self.log())
        try:
            with socket.create_connection(('127.0.0.1', self.port), timeout=2) as sock:
                return sock.recv(4) == b'* OK'
        except OSError:
            return False

    def log(self):
        try:
            with open(os.path.join(self.dir, 'log'), encoding='utf-8') as file:
                return file.read()
        except OSError:
            return ''

    def kill(self):
        """Ends all of it without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # Its children are in sessions of their own; they end when their parent's pipes close.
        wait_until(lambda: not self._listens(), 'the end of Dovecot')

    def _listens(self):
        try:
            socket.create_connection(('127.0.0.1', self.port), timeout=1).close()
            return True
        except OSError:
            return False

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


class Proxy:
    """Between the engine and the server: notes when what is said, and can swallow everything, or let only so much
    through."""

    def __init__(self, server):
        self.server = server
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.swallow = False
        self.rest = 0      # seconds after each 64 KB from the server, at most
        self.heard = []    # (when, connection, bytes) from the server
        self.opened = []   # when
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _address = self.listener.accept()
            except OSError:
                return
            self.opened.append(time.monotonic())
            if self.swallow:
                # The line is dead: nobody answers, and nothing is refused.
                self.opened_dead = near
                threading.Thread(target=self._drain, args=(near,), daemon=True).start()
                continue
            far = socket.create_connection(('127.0.0.1', self.server.port))
            number = len(self.opened)
            for source, target, note in ((near, far, False), (far, near, True)):
                threading.Thread(target=self._pump, args=(source, target, note, number),
                                 daemon=True).start()

    def _drain(self, sock):
        try:
            while sock.recv(65536):
                pass
        except OSError:
            pass

    def _pump(self, source, target, note, number):
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                if note:
                    self.heard.append((time.monotonic(), number, data))
                if not self.swallow:
                    target.sendall(data)
                if note and self.rest:
                    time.sleep(self.rest * len(data) / 65536)
        except OSError:
            pass
        if not self.swallow:
            for sock in (source, target):
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self):
        self.listener.close()


class Client:
    """The other mail program."""

    def __init__(self, server):
        self.imap = imaplib.IMAP4('127.0.0.1', server.port)
        self.imap.login('alex', PASSWORD)
        self.selected = None

    def check(self, answer):
        if answer[0] != 'OK':
            raise AssertionError(answer)
        return answer[1]

    def append(self, data, mailbox='INBOX', flags=None):
        self.check(self.imap.append('"%s"' % mailbox, flags, None, data))

    def select(self, mailbox='INBOX'):
        self.check(self.imap.select('"%s"' % mailbox))

    def uids(self, message_id, mailbox='INBOX'):
        self.select(mailbox)
        found = self.check(self.imap.uid('SEARCH', 'HEADER', 'Message-ID', '<m%s@test.example>' %
                                         message_id))
        return found[0].split()

    def uid(self, message_id, mailbox='INBOX'):
        found = self.uids(message_id, mailbox)
        if len(found) != 1:
            raise AssertionError('%s is there %d times' % (message_id, len(found)))
        return found[0].decode()

    def store(self, message_id, change, flags, mailbox='INBOX'):
        self.check(self.imap.uid('STORE', self.uid(message_id, mailbox), change, flags))

    def delete(self, message_id, mailbox='INBOX'):
        self.store(message_id, '+FLAGS', '(\\Deleted)', mailbox)
        self.check(self.imap.expunge())

    def move(self, message_id, target, mailbox='INBOX'):
        uid = self.uid(message_id, mailbox)
        self.check(self.imap.uid('MOVE', uid, '"%s"' % target))

    def mailboxes(self):
        import re
        return sorted(re.match(rb'\([^)]*\) "[^"]*" "?([^"]*)"?$', line).group(1).decode()
                      for line in self.check(self.imap.list())
                      if b'\\Noselect' not in line and b'\\NonExistent' not in line)

    def state(self):
        """{mailbox: sorted [(Message-ID, flags)]} as the server has it."""
        import re
        state = {}
        for mailbox in self.mailboxes():
            self.select(mailbox)
            answer = self.check(self.imap.uid('FETCH', '1:*',
                                              '(FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])'))
            messages = []
            for item in answer:
                if not isinstance(item, tuple):
                    continue
                flags = re.search(rb'FLAGS \(([^)]*)\)', item[0]).group(1).decode().split()
                header = re.search(rb'<([^>]*)>', item[1])
                messages.append((header.group(1).decode(), number_of(flags)))
            state[mailbox] = sorted(messages)
        return {name: messages for name, messages in state.items() if messages}

    def close(self):
        try:
            self.imap.logout()
        except (imaplib.IMAP4.error, OSError):
            pass


def number_of(flags):
    names = {'\\Seen': 1, '\\Answered': 2, '\\Flagged': 4, '\\Draft': 8, '\\Deleted': 16,
             '$Forwarded': 32}
    return sum(names.get(name, 0) for name in flags)


class Store:
    """What a data folder has, whoever writes it."""

    def __init__(self, data):
        self.data = data

    def query(self, sql, *values):
        db = sqlite3.connect('file:%s?mode=ro' % os.path.join(self.data, 'hearth.db'), uri=True,
                             timeout=10)
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def row(self, message_id):
        rows = self.query('SELECT id FROM messages WHERE message_id = ?',
                          'm%s@test.example' % message_id)
        if len(rows) != 1:
            raise AssertionError('%s is stored %d times' % (message_id, len(rows)))
        return rows[0][0]

    def state(self):
        """{mailbox: sorted [(Message-ID, flags)]} as the store has it."""
        state = {}
        for name, message_id, flags in self.query(
                'SELECT x.name, m.message_id, m.flags FROM messages AS m'
                ' JOIN mailboxes AS x ON x.id = m.mailbox_id'):
            state.setdefault(name, []).append((message_id, flags))
        return {name: sorted(messages) for name, messages in state.items()}

    def waiting(self):
        return self.query('SELECT count(*) FROM operations')[0][0]

    def journal(self):
        return [row[0] for row in self.query("SELECT what FROM journal WHERE kind = 'mail'")]

    def told(self, timeout=30):
        wait_until(lambda: self.waiting() == 0, 'the server was not told', timeout=timeout)


class Engine(Store):
    """The engine in a process of its own, on a data folder that outlives it."""

    def __init__(self, data, env=None):
        super().__init__(data)
        self.env = dict(os.environ, HEARTH_TEST_PASSWORD=PASSWORD, G_DEBUG='fatal-criticals',
                        LC_ALL='C.UTF-8', XDG_RUNTIME_DIR=data)
        self.env.update(env or {})
        os.makedirs(data, exist_ok=True)
        self.process = subprocess.Popen([ENGINE, data], env=self.env, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.lines = queue.Queue()
        self.seen = []
        threading.Thread(target=self._read, daemon=True).start()
        self.wait('ready')

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))
        self.lines.put(None)

    def send(self, *words):
        self.process.stdin.write(' '.join(str(word) for word in words) + '\n')
        self.process.stdin.flush()

    def wait(self, *names, timeout=60):
        """The next line that says one of these; what came before it is in seen."""
        end = time.monotonic() + timeout
        while True:
            try:
                line = self.lines.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError('timed out: %s; there was %s' % (names, self.seen[-8:]))
            if line is None:
                raise AssertionError('the engine ended with %s' % self.process.wait())
            self.seen.append(line)
            for name in names:
                if name in line:
                    return line

    def ask(self, *words, answer):
        self.send(*words)
        line = self.wait(answer, 'error')
        if 'error' in line:
            raise AssertionError('%s: %s' % (' '.join(map(str, words))[:60], line['error']))
        return line[answer]

    def add(self, server, security='none', keep_days=0, port=None, paused=0):
        return self.ask('add', port or (server.tls_port if security == 'tls' else server.port),
                        security, keep_days, server.pin() if security == 'tls' else '-', paused,
                        answer='added')

    def sync(self, ok=True, timeout=120):
        self.send('sync')
        warnings = self.wait('synced', timeout=timeout)['synced']
        if ok and warnings:
            raise AssertionError(warnings)
        return warnings

    def act(self, kind, *message_ids, target=''):
        return self.ask('act', kind, target, *[self.row(m) for m in message_ids], answer='acted')

    def undo(self, action=0):
        return self.ask('undo', action, answer='undone')

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError('the engine did not end')
        if self.process.returncode not in (0, -signal.SIGKILL):
            raise AssertionError('the engine ended with %d' % self.process.returncode)
