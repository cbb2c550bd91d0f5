#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""with_dovecot.py MECHANISMS PROGRAM [ARGUMENT…]

Runs a program beside a Dovecot of its own: an ordinary user's, on free loopback ports, with a
certificate that nobody signed, the mailbox of "alex", and access tokens that it checks itself.
MECHANISMS are those that it offers, parted by spaces. The program finds in its environment where
it is.
"""

import base64
import getpass
import grp
import hashlib
import hmac
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

from ports import free_port  # noqa: E402

KEY = b'a key for tokens of this test only'


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=')


def token(user, lifetime):
    """An access token as RFC 7519 has it, signed with HS256."""
    now = int(time.time())
    head = encode(json.dumps({'typ': 'JWT', 'alg': 'HS256'}).encode())
    body = encode(json.dumps({'sub': user, 'iat': now - 60, 'nbf': now - 60, 'exp': now + lifetime,
                              'scope': 'mail'}).encode())
    signature = hmac.new(KEY, head + b'.' + body, hashlib.sha256).digest()
    return (head + b'.' + body + b'.' + encode(signature)).decode()


def write_configuration(folder, port, tls_port, mechanisms):
    user = getpass.getuser()
    group = grp.getgrgid(os.getgid()).gr_name
    keys = folder / 'keys' / 'default' / 'HS256'
    keys.mkdir(parents=True)
    (keys / 'default').write_bytes(base64.b64encode(KEY))
    (folder / 'passwd').write_text('alex:{PLAIN}pässword "1\\\n', encoding='utf-8')
    (folder / 'oauth2.conf').write_text(f'''
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
''', encoding='utf-8')
    (folder / 'dovecot.conf').write_text(f'''
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service anvil {{
  chroot =
  # Logins that fail on purpose must not slow down the others.
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
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Trash {{
    auto = subscribe
    special_use = \\Trash
  }}
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
mail_plugins = zlib
protocol imap {{
  mail_plugins = zlib imap_zlib
}}
''', encoding='utf-8')


def wait_for(port, server):
    for _ in range(200):
        if server.poll() is not None:
            break
        try:
            socket.create_connection(('127.0.0.1', port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit('Dovecot does not start.')


def main():
    with tempfile.TemporaryDirectory(prefix='hearth-imap-', dir='/tmp') as name:
        folder = pathlib.Path(name)
        port, tls_port = free_port(), free_port()
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2',
                        '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
                        '-keyout', folder / 'key.pem', '-out', folder / 'cert.pem'],
                       check=True, stderr=subprocess.DEVNULL)
        pem = (folder / 'cert.pem').read_text(encoding='ascii')
        der = base64.b64decode(''.join(pem.splitlines()[1:-1]))
        (folder / 'mail' / 'alex').mkdir(parents=True)
        write_configuration(folder, port, tls_port, sys.argv[1])
        with subprocess.Popen(['/usr/sbin/dovecot', '-F', '-c', folder / 'dovecot.conf']) as server:
            try:
                wait_for(tls_port, server)
                status = subprocess.run(sys.argv[2:], check=False, env={
                    **os.environ,
                    'IMAP_PORT': str(port),
                    'IMAP_TLS_PORT': str(tls_port),
                    'IMAP_PIN': hashlib.sha256(der).hexdigest(),
                    'IMAP_TOKEN': token('alex', 600),
                    'IMAP_OLD_TOKEN': token('alex', -30),
                    'IMAP_MAIL': str(folder / 'mail' / 'alex'),
                }).returncode
            finally:
                server.terminate()
        if status != 0:
            sys.stderr.write((folder / 'log').read_text(encoding='utf-8', errors='replace'))
    return status


if __name__ == '__main__':
    sys.exit(main())
