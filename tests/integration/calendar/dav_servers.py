# SPDX-License-Identifier: GPL-3.0-or-later
"""Real CalDAV servers for tests, and the second client that looks at them."""

import base64
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

from ports import free_port  # noqa: E402

DAV = '{DAV:}'
CALDAV = '{urn:ietf:params:xml:ns:caldav}'

MKCALENDAR = ('<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>'
              '<displayname>Home</displayname></prop></set></C:mkcalendar>')

QUERY = ('<?xml version="1.0"?><C:calendar-query xmlns="DAV:" '
         'xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/><C:calendar-data/></prop>'
         '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/>'
         '</C:comp-filter></C:filter></C:calendar-query>')


class Resource:
    """One resource as the server has it now."""

    def __init__(self, path, etag, text):
        self.path, self.etag, self.text = path, etag, text
        self.lines = re.sub(r'\r?\n[ \t]', '', text).replace('\r', '').split('\n')

    def values(self, name):
        """The values of a property of its events, in order, without parameters."""
        found = []
        depth = []
        for line in self.lines:
            if line.startswith('BEGIN:'):
                depth.append(line[6:])
            elif line.startswith('END:'):
                depth.pop()
            elif depth[-1:] == ['VEVENT'] and re.match('%s[;:]' % name, line):
                found.append(line.split(':', 1)[1])
        return found

    def value(self, name):
        return self.values(name)[0]


class Server:
    """A server with one login and one calendar, at self.home."""

    user = 'alex'
    password = 'pw'

    def __init__(self, root):
        self.root = root
        self.port = free_port()
        self.url = 'http://127.0.0.1:%d' % self.port
        self.process = None
        self.start()
        self.make_home()

    def start(self):
        with open(os.path.join(self.root, 'server.log'), 'a', encoding='utf-8') as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log,
                                            env=dict(os.environ, HOME=self.root))
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(('127.0.0.1', self.port)).close()
                return
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def stop(self, how=signal.SIGTERM):
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=10)
            self.process = None

    def request(self, method, path, body=None, **headers):
        request = urllib.request.Request(self.url + path, method=method,
                                         data=body.encode() if body is not None else None)
        for name, value in headers.items():
            request.add_header(name.replace('_', '-'), value)
        login = base64.b64encode(('%s:%s' % (self.user, self.password)).encode()).decode()
        request.add_header('Authorization', 'Basic ' + login)
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.read().decode(), response.headers

    def put(self, name, text, **headers):
        self.request('PUT', self.home + name, text, Content_Type='text/calendar', **headers)

    def resources(self):
        """UID -> the resources that have it; more than one would be a mistake."""
        text, _headers = self.request('REPORT', self.home, QUERY, Depth='1',
                                      Content_Type='application/xml')
        found = {}
        for response in xml.etree.ElementTree.fromstring(text).iter(DAV + 'response'):
            data = response.find('.//%scalendar-data' % CALDAV)
            if data is None or not data.text:
                continue
            resource = Resource(response.find(DAV + 'href').text,
                                response.find('.//%sgetetag' % DAV).text, data.text)
            found.setdefault(resource.value('UID'), []).append(resource)
        return found

    def resource(self, uid):
        resource, = self.resources()[uid]
        return resource

    def change(self, uid, old, new):
        """What another client does: changes what is there, if nobody else was faster."""
        there = self.resource(uid)
        assert old in there.text, there.text
        self.request('PUT', there.path, there.text.replace(old, new), Content_Type='text/calendar',
                     If_Match=there.etag)


class Radicale(Server):
    home = '/alex/home/'
    rights = 'owner_only'

    def command(self):
        with open(os.path.join(self.root, 'users'), 'w', encoding='utf-8') as users:
            users.write('%s:%s\n' % (self.user, self.password))
        return [sys.executable, '-m', 'radicale', '-C', '', '--server-hosts',
                '127.0.0.1:%d' % self.port, '--auth-type', 'htpasswd',
                '--auth-htpasswd-filename', os.path.join(self.root, 'users'),
                '--auth-htpasswd-encryption', 'plain', '--auth-delay', '0.1',
                '--storage-filesystem-folder', os.path.join(self.root, 'storage'),
                '--rights-type', self.rights, '--rights-file', self.path_of_rights()]

    def path_of_rights(self):
        """Rights by which everybody may read and nobody may write, used by 'from_file'."""
        path = os.path.join(self.root, 'rights')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('[all]\nuser: .+\ncollection: .*\npermissions: Rr\n')
        return path

    def make_home(self):
        self.request('MKCALENDAR', self.home, MKCALENDAR, Content_Type='text/xml')


class Xandikos(Server):
    home = '/alex/calendars/calendar/'

    def command(self):
        folder = os.path.join(self.root, 'storage')
        os.makedirs(folder, exist_ok=True)
        return ['xandikos', '--listen-address', '127.0.0.1', '-p', str(self.port), '-d', folder,
                '--current-user-principal', '/alex/', '--defaults', '--autocreate']

    def make_home(self):
        for attempt in range(50):
            try:
                self.request('PROPFIND', self.home, Depth='0')
                return
            except urllib.error.HTTPError:
                if attempt == 49:
                    raise
                time.sleep(0.1)
