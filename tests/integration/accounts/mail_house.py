# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account needs around it: a keyring, a real Dovecot, a submission server, a list of
providers, and the desktop's online accounts."""

import grp
import http.server
import os
import pwd
import socket
import subprocess
import sys
import threading

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', name)
                for name in ('daemon', 'send', '.')]

from world import GLib, Gio, World, make_mail, wait_until  # noqa: E402
from ports import free_port  # noqa: E402
from relay import Relay  # noqa: E402
from sink import Sink, make_certificate  # noqa: E402

PASSWORD = 'sEcret-0f-Alex'

DOVECOT = """
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/log
auth_failure_delay = 0
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service anvil {{
  chroot =
  # A login that was refused does not make the next one wait.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
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
"""


class Dovecot:
    """A real Dovecot that knows one person, alex."""

    def __init__(self, folder):
        self.dir = folder
        for name in ('run', 'state', 'home', 'mail/alex/cur', 'mail/alex/new', 'mail/alex/tmp'):
            os.makedirs(os.path.join(folder, name))
        self.port, self.tls_port = free_port(), free_port()
        self.delivered = 0
        self.certificate, key = make_certificate(folder)
        with open(os.path.join(folder, 'passwd'), 'w', encoding='ascii') as file:
            file.write('alex:{PLAIN}%s\n' % PASSWORD)
        config = os.path.join(folder, 'dovecot.conf')
        with open(config, 'w', encoding='ascii') as file:
            file.write(DOVECOT.format(
                dir=folder, certificate=self.certificate, key=key, port=self.port,
                tls_port=self.tls_port, user=pwd.getpwuid(os.getuid()).pw_name,
                group=grp.getgrgid(os.getgid()).gr_name, uid=os.getuid(), gid=os.getgid()))
        self.process = subprocess.Popen(['/usr/sbin/dovecot', '-F', '-c', config],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
        with open(os.path.join(self.dir, 'log'), encoding='utf-8', errors='replace') as file:
            return file.read()

    def deliver(self, subject):
        # Dovecot moves what was read elsewhere, and takes a name that comes again for the same mail.
        self.delivered += 1
        name = '%d.test' % self.delivered
        with open(os.path.join(self.dir, 'mail/alex/new', name), 'wb') as file:
            file.write(make_mail(subject, 'Some words.'))

    def pin(self):
        """What the owner would compare: SHA-256 of the certificate."""
        text = subprocess.run(['openssl', 'x509', '-in', self.certificate, '-noout',
                               '-fingerprint', '-sha256'], check=True, capture_output=True,
                              text=True).stdout
        return text.split('=')[1].strip().replace(':', '').lower()

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=10)


class Keyring:
    """GNOME Keyring on a world's bus, unlocked and empty."""

    def __init__(self, world):
        self.world = world
        process = world.start(['gnome-keyring-daemon', '--foreground', '--unlock',
                               '--components=secrets'], stdin=subprocess.PIPE)
        process.stdin.write(b'password\n')
        process.stdin.close()
        wait_until(lambda: world.has_owner('org.freedesktop.secrets'), 'the keyring')

    def items(self, purpose='mail-password'):
        """The hosts that it has secrets of that purpose for."""
        reply = self._call('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service',
                           'SearchItems', GLib.Variant('(a{ss})', ({'purpose': purpose},)))
        paths = [path for group in reply for path in group]
        hosts = []
        for path in paths:
            try:
                attributes, = self._call(path, 'org.freedesktop.DBus.Properties', 'Get',
                                         GLib.Variant('(ss)', ('org.freedesktop.Secret.Item',
                                                               'Attributes')))
            except GLib.Error as error:
                # One that went since the search is none.
                if 'UnknownMethod' not in error.message and 'NoSuchObject' not in error.message:
                    raise
                continue
            hosts.append(attributes['host'])
        return sorted(hosts)

    def _call(self, path, interface, method, parameters):
        return self.world.bus.call_sync('org.freedesktop.secrets', path, interface, method,
                                        parameters, None, Gio.DBusCallFlags.NONE, 5000,
                                        None).unpack()


CONFIG = """<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="lind.example">
<incomingServer type="imap"><hostname>127.0.0.1</hostname><port>%d</port>
<socketType>SSL</socketType><username>%%EMAILLOCALPART%%</username>
<authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>127.0.0.1</hostname><port>%d</port>
<socketType>STARTTLS</socketType><username>%%EMAILLOCALPART%%</username>
<authentication>password-cleartext</authentication></outgoingServer>
</emailProvider></clientConfig>"""


class Providers:
    """A list of providers on a web server of its own."""

    def __init__(self, imap_port, smtp_port):
        self.requests = requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                requests.append(self.path)
                known = self.path == '/v1.1/lind.example'
                body = (CONFIG % (imap_port, smtp_port)).encode() if known else b''
                self.send_response(200 if known else 404)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = 'http://127.0.0.1:%d/v1.1/' % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


GOA_XML = """<node>
<interface name="org.freedesktop.DBus.ObjectManager">
 <method name="GetManagedObjects"><arg type="a{oa{sa{sv}}}" direction="out"/></method>
</interface></node>"""

GOA_ACCOUNT_XML = """<node>
<interface name="org.gnome.OnlineAccounts.Account">
 <method name="EnsureCredentials"><arg type="i" direction="out"/></method>
</interface>
<interface name="org.gnome.OnlineAccounts.PasswordBased">
 <method name="GetPassword"><arg type="s" direction="in"/><arg type="s" direction="out"/></method>
</interface></node>"""


class OnlineAccounts:
    """Stands for GNOME Online Accounts, whose own service needs a GNOME desktop: one account with a
    password, as its "IMAP and SMTP" provider has it."""

    PATH = '/org/gnome/OnlineAccounts'

    def __init__(self, world, imap, smtp):
        self.asked = []
        self.authorized = True
        self.loop = GLib.MainLoop(GLib.MainContext())
        self.thread = threading.Thread(target=self._run, args=(world, imap, smtp), daemon=True)
        self.thread.start()
        wait_until(lambda: world.has_owner('org.gnome.OnlineAccounts'), 'the online accounts')

    def _run(self, world, imap, smtp):
        context = self.loop.get_context()
        context.push_thread_default()
        self.bus = world.connect_to_bus()
        account = {
            'org.gnome.OnlineAccounts.Account': {
                'Id': GLib.Variant('s', 'account_1'), 'ProviderType': GLib.Variant('s', 'imap_smtp'),
                'MailDisabled': GLib.Variant('b', False)},
            'org.gnome.OnlineAccounts.Mail': {
                'EmailAddress': GLib.Variant('s', 'alex@lind.example'),
                'Name': GLib.Variant('s', 'Alex Lind'),
                'ImapSupported': GLib.Variant('b', True), 'ImapHost': GLib.Variant('s', imap),
                'ImapUserName': GLib.Variant('s', 'alex'), 'ImapUseSsl': GLib.Variant('b', True),
                'SmtpSupported': GLib.Variant('b', True), 'SmtpHost': GLib.Variant('s', smtp),
                'SmtpUserName': GLib.Variant('s', 'alex'), 'SmtpUseTls': GLib.Variant('b', True)}}
        objects = GLib.Variant('(a{oa{sa{sv}}})', ({self.PATH + '/Accounts/account_1': account},))

        def call(_bus, _sender, _path, _interface, method, parameters, invocation):
            self.asked.append((method,) + parameters.unpack())
            if method == 'GetManagedObjects':
                invocation.return_value(objects)
            elif not self.authorized:
                invocation.return_dbus_error('org.gnome.OnlineAccounts.Error.NotAuthorized', 'no')
            elif method == 'GetPassword':
                invocation.return_value(GLib.Variant('(s)', (PASSWORD,)))
            else:
                invocation.return_value(GLib.Variant('(i)', (3600,)))

        self.bus.register_object(self.PATH, Gio.DBusNodeInfo.new_for_xml(GOA_XML).interfaces[0],
                                 call, None, None)
        for interface in Gio.DBusNodeInfo.new_for_xml(GOA_ACCOUNT_XML).interfaces:
            self.bus.register_object(self.PATH + '/Accounts/account_1', interface, call, None, None)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'RequestName', GLib.Variant('(su)', ('org.gnome.OnlineAccounts', 0)),
                           None, Gio.DBusCallFlags.NONE, 5000, None)
        self.loop.run()

    def tell(self):
        """Says on the bus that the owner signed in again."""
        self.authorized = True
        self.bus.emit_signal(None, self.PATH + '/Accounts/account_1',
                             'org.freedesktop.DBus.Properties', 'PropertiesChanged',
                             GLib.Variant('(sa{sv}as)', (
                                 'org.gnome.OnlineAccounts.Account',
                                 {'AttentionNeeded': GLib.Variant('b', False)}, [])))
        self.bus.flush_sync(None)

    def close(self):
        self.loop.quit()
        self.thread.join(timeout=5)


__all__ = ['Dovecot', 'Keyring', 'OnlineAccounts', 'PASSWORD', 'Providers', 'Relay', 'Sink', 'World',
           'make_mail', 'wait_until']
