# SPDX-License-Identifier: GPL-3.0-or-later
"""A world of its own for a test: home, session bus, display and notification daemon.

Everything starts from this build and from the system's packages and ends with the test. Nothing of
the person who runs it is read or written.
"""

import email.message
import email.utils
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from ports import free_port  # noqa: E402,F401
from slowdown import SLOWDOWN  # noqa: E402,F401

if os.geteuid() == 0:
    # Root is refused nothing: a test of a read-only folder would prove nothing.
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)

BUILD = os.environ['HEARTH_TEST_BUILD']
SOURCE = os.environ['HEARTH_TEST_SOURCE']
DAEMON = os.path.join(BUILD, 'src/daemon/hearthd')
ENGINE = os.path.join(BUILD, 'src/daemon/hearth-engine')
CTL = os.path.join(BUILD, 'src/ctl/hearthctl')
# With sanitizers a program takes seven times as long to start, and tests start hearthctl thousands of
# times. That of a plain build may stand in where it only calls hearthd for a test; what works by
# itself, and what tests are about (they start CTL), is always of this build.
CALLING_CTL = os.path.join(os.environ.get('HEARTH_TEST_PLAIN', BUILD), 'src/ctl/hearthctl')

NAME = 'io.github.hearthdesktop.Hearth.Daemon'
PATH = '/io/github/hearthdesktop/Hearth/Daemon'
INTERFACE = 'io.github.hearthdesktop.Hearth.Daemon1'

OWNER = 'Nora Lind <nora@lind.example>'

# Wednesday, 15 May 2024, 10:00 in Berlin.
NOW = '2024-05-15T10:00:00+02:00'
NOW_SECONDS = 1715760000

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%(socket)s</listen>
  <servicedir>%(services)s</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

DUNST_CONFIG = """[global]
    monitor = 0
    dmenu = %(menu)s
    history_length = 100
    notification_limit = 20
    idle_threshold = 0
    font = Sans 10
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
[urgency_critical]
    timeout = 0
"""

# What a person does in dunst's menu of actions: picks the line that names the button.
MENU = """#!/bin/sh
wanted=$(cat "%(wanted)s")
grep -F -m1 -- "$wanted"
"""


def wait_until(check, what, timeout=20.0, interval=0.02):
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


def make_mail(subject, text, sender='Ana Silva <ana@silva.example>', to=OWNER, when=NOW_SECONDS,
              message_id=None, headers=None):
    """One mail as bytes."""
    message = email.message.EmailMessage()
    message['From'] = sender
    message['To'] = to
    message['Subject'] = subject
    message['Date'] = email.utils.formatdate(when)
    message['Message-ID'] = message_id or email.utils.make_msgid(domain='test.example')
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def store_account(data):
    """An account as the store in a folder has it: none of its servers is asked."""
    db = sqlite3.connect(os.path.join(data, 'hearth.db'))
    with db:
        db.execute("INSERT INTO sources (id, kind, path, name, last_sync, removing) VALUES"
                   " (90, 'imap', 'imap://nora@lind.example:993', 'Lind', 0, 0)")
        db.execute("INSERT INTO accounts (source_id, address, name, auth, imap_host, imap_port,"
                   " imap_security, imap_user, smtp_host, smtp_port, smtp_security, smtp_user,"
                   " paused, keep_days, sent_copy, signature) VALUES (90, 'nora@lind.example',"
                   " 'Nora Lind', 'password', '', 0, 'tls', 'nora', 'localhost.invalid', 465,"
                   " 'tls', 'nora', 1, 0, 0, 'Nora')")
    db.close()


class Maildir:
    """A Maildir on disk, written to as a mail program does."""

    def __init__(self, path):
        self.path = path
        self.count = 0
        for name in ('cur', 'new', 'tmp'):
            os.makedirs(os.path.join(path, name))

    def deliver(self, data, flags=None):
        """Delivers a mail; with flags it lies in cur. Returns its path."""
        self.count += 1
        name = '%d.M%dP%d.test' % (NOW_SECONDS + self.count, self.count, os.getpid())
        tmp = os.path.join(self.path, 'tmp', name)
        with open(tmp, 'wb') as file:
            file.write(data)
        place = ('new', name) if flags is None else ('cur', '%s:2,%s' % (name, flags))
        final = os.path.join(self.path, *place)
        os.rename(tmp, final)
        return final

    def files(self):
        """The names of all mails, with their folder."""
        return sorted(os.path.join(place, name) for place in ('cur', 'new')
                      for name in os.listdir(os.path.join(self.path, place)))


class World:
    """A private home and session bus; a display and dunst when they are asked for."""

    def __init__(self, now=NOW):
        # Short: the path of a bus socket has room for 107 bytes.
        self.root = tempfile.mkdtemp(prefix='hearth-test-')
        self.processes = []
        self.bus = None
        self.main = GLib.MainContext.default()
        self.env = self._make_environment(now)
        self.data = os.path.join(self.root, 'share', 'hearth')
        self.calling_ctl = CALLING_CTL
        self.calls = []
        self.log = open(os.path.join(self.root, 'log'), 'w+', encoding='utf-8')
        # Notifications are off until their owner has chosen them.
        self.write('config/glib-2.0/settings/keyfile',
                   '[io/github/hearthdesktop/Hearth]\nnotify-mail=true\n')

    def _make_environment(self, now):
        env = {name: value for name, value in os.environ.items()
               if not name.startswith(('XDG_', 'DBUS_', 'HEARTH_', 'DISPLAY', 'WAYLAND_', 'LC_'))}
        for name, folder in (('HOME', 'home'), ('XDG_DATA_HOME', 'share'),
                             ('XDG_CONFIG_HOME', 'config'), ('XDG_CACHE_HOME', 'cache'),
                             ('XDG_STATE_HOME', 'state'), ('XDG_RUNTIME_DIR', 'run')):
            env[name] = os.path.join(self.root, folder)
            os.mkdir(env[name], 0o700)
        env.update({
            'LC_ALL': 'C.UTF-8', 'TZ': 'Europe/Berlin', 'GSETTINGS_BACKEND': 'keyfile',
            'GSETTINGS_SCHEMA_DIR': os.path.join(BUILD, 'data'),
            'HEARTH_DATADIR': os.path.join(SOURCE, 'data'), 'HEARTH_ENGINE': ENGINE,
            'NO_AT_BRIDGE': '1', 'HEARTH_NOW': now,
            'G_DEBUG': 'fatal-criticals', 'PATH': os.environ['PATH'],
        })
        return env

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def maildir(self, name='mail'):
        return Maildir(self.path(name))

    def write(self, name, data):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return path

    def start(self, args, **options):
        """Starts a program that ends with this world."""
        process = subprocess.Popen(args, env=self.env, stdout=options.pop('stdout', self.log),
                                   stderr=self.log, **options)
        self.processes.append(process)
        return process

    def start_bus(self):
        """Starts the session bus; hearthd is activated on it."""
        services = self.path('services')
        os.mkdir(services)
        for name, options in ((NAME, ''), (NAME.replace('Hearth.', 'Hearth.Demo.'), ' --demo')):
            self.write('services/%s.service' % name,
                       '[D-BUS Service]\nName=%s\nExec=%s%s\n' % (name, DAEMON, options))
        socket = self.path('run', 'bus')
        config = self.write('bus.conf', BUS_CONFIG % {'socket': socket, 'services': services})
        self.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=' + socket
        self.start(['dbus-daemon', '--nofork', '--config-file=' + config])
        self.bus = wait_until(self.connect_to_bus, 'the session bus')

    def start_system_bus(self):
        """Starts a system bus, on which a test can be logind."""
        socket = self.path('run', 'system')
        config = self.write('system.conf', BUS_CONFIG.replace(
            '<servicedir>%(services)s</servicedir>', '') % {'socket': socket})
        self.env['DBUS_SYSTEM_BUS_ADDRESS'] = 'unix:path=' + socket
        self.start(['dbus-daemon', '--nofork', '--config-file=' + config])
        self.system_bus = wait_until(lambda: self.connect_to_bus('SYSTEM'), 'the system bus')

    def connect_to_bus(self, which='SESSION'):
        try:
            return Gio.DBusConnection.new_for_address_sync(
                self.env['DBUS_%s_BUS_ADDRESS' % which],
                Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
                Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        except GLib.Error:
            return None

    def start_display(self, size='800x600'):
        """Starts a display."""
        read, write = os.pipe()
        self.start(['Xvfb', '-displayfd', str(write), '-screen', '0', size + 'x24', '-noreset',
                    '-nolisten', 'tcp'], pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as file:
            self.env['DISPLAY'] = ':' + file.readline().strip()

    def start_dunst(self):
        """Starts a display and a real notification daemon on it."""
        self.start_display()
        menu = self.write('menu', MENU % {'wanted': self.path('wanted')})
        os.chmod(menu, 0o700)
        self.watch_notifications()
        config = self.write('dunstrc', DUNST_CONFIG % {'menu': menu})
        self.start(['dunst', '-conf', config])
        wait_until(lambda: self.has_owner('org.freedesktop.Notifications'), 'dunst')

    def watch_notifications(self):
        """Records what is sent to the notification daemon, as bus monitors see it."""
        monitor = self.connect_to_bus()

        def note(_connection, message, incoming):
            member = message.get_member()
            if incoming and member in ('Notify', 'CloseNotification') and \
               message.get_interface() == 'org.freedesktop.Notifications':
                self.calls.append((member, message.get_body().unpack()))
            if incoming and member == 'NameOwnerChanged' and message.get_body() is not None and \
               message.get_body().unpack()[0::2] == (NAME, ''):
                self.calls.append(('gone', ()))
            # What is only overheard is not answered.
            return None if incoming and member is not None else message

        monitor.add_filter(note)
        monitor.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                          'org.freedesktop.DBus.Monitoring', 'BecomeMonitor',
                          GLib.Variant('(asu)', ([
                              "interface='org.freedesktop.Notifications'",
                              "type='signal',member='NameOwnerChanged',arg0='%s'" % NAME], 0)),
                          None, Gio.DBusCallFlags.NONE, 5000, None)
        self.monitor = monitor

    def notifications(self):
        """What was shown so far: (replaces, summary, body, actions)."""
        return [(body[1], body[3], body[4], body[5]) for member, body in list(self.calls)
                if member == 'Notify']

    def closed(self):
        return [body[0] for member, body in list(self.calls) if member == 'CloseNotification']

    def displayed(self):
        out = subprocess.run(['dunstctl', 'count', 'displayed'], env=self.env, check=True,
                             capture_output=True, text=True).stdout
        return int(out)

    def press(self, label):
        """Presses the button of that name in dunst."""
        self.write('wanted', label)
        subprocess.run(['dunstctl', 'context'], env=self.env, check=True)

    def own(self, name, bus=None):
        """The test itself answers to a name from now on, on the session bus unless another is said."""
        (bus or self.bus).call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                    'org.freedesktop.DBus', 'RequestName',
                                    GLib.Variant('(su)', (name, 0)), None, Gio.DBusCallFlags.NONE,
                                    5000, None)

    def lock_screen(self):
        """Says on the bus what a locked desktop says."""
        self.own('org.gnome.ScreenSaver')
        self.bus.emit_signal(None, '/org/gnome/ScreenSaver', 'org.gnome.ScreenSaver',
                             'ActiveChanged', GLib.Variant('(b)', (True,)))
        self.bus.flush_sync(None)

    def has_owner(self, name=NAME):
        reply = self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                   'org.freedesktop.DBus', 'NameHasOwner',
                                   GLib.Variant('(s)', (name,)), None, Gio.DBusCallFlags.NONE, 5000,
                                   None)
        return reply.unpack()[0]

    def call(self, method, signature=None, *args, timeout=15000):
        """Calls hearthd."""
        parameters = GLib.Variant(signature, args) if signature else None
        return self.bus.call_sync(NAME, PATH, INTERFACE, method, parameters, None,
                                  Gio.DBusCallFlags.NONE, timeout, None).unpack()

    def refuse_journal(self, kind):
        """From now on no line of a kind can be written into the journal."""
        db = sqlite3.connect(os.path.join(self.data, 'hearth.db'))
        with db:
            db.execute("CREATE TRIGGER refused BEFORE INSERT ON journal WHEN new.kind = '%s' BEGIN"
                       " SELECT raise(ABORT, 'the disk is full'); END" % kind)
        db.close()

    def start_daemon(self, now=None):
        """Starts hearthd and waits until it is on the bus."""
        if now is not None:
            self.env['HEARTH_NOW'] = now
        daemon = self.start([DAEMON])
        wait_until(lambda: self.has_owner() or daemon.poll() is not None, 'hearthd')
        if daemon.poll() is not None:
            raise AssertionError('hearthd ended with %d\n%s' % (daemon.poll(), self.read_log()))
        return daemon

    def stop_daemon(self, daemon, how=signal.SIGTERM):
        """Ends hearthd; returns how many seconds that took."""
        start = time.monotonic()
        daemon.send_signal(how)
        daemon.wait(timeout=10)
        self.processes.remove(daemon)
        return time.monotonic() - start

    def ctl(self, *args, code=0, standalone=False, json_output=False, stdin=None):
        """Runs hearthctl; returns its output, checked for the exit code."""
        command = [CTL, '--standalone', '--data', self.data] if standalone else [self.calling_ctl]
        if json_output:
            command.append('--json')
        result = subprocess.run(command + list(args), env=self.env, capture_output=True, text=True,
                                input=stdin, timeout=30, check=False)
        if result.returncode != code:
            raise AssertionError('hearthctl %s ended with %d, not %d\n%s%s\n%s' % (
                ' '.join(args), result.returncode, code, result.stdout, result.stderr,
                self.read_log()))
        self.stderr = result.stderr
        return json.loads(result.stdout) if json_output and result.stdout else result.stdout

    def search(self, query, standalone=False):
        """The subjects of what a query finds."""
        command = [CTL, '--standalone', '--data', self.data] if standalone else [self.calling_ctl]
        result = subprocess.run(command + ['--json', 'mail', 'search', query], env=self.env,
                                capture_output=True, text=True, timeout=30, check=False)
        return [m['subject'] for m in json.loads(result.stdout)] if result.stdout else []

    def read_log(self):
        self.log.flush()
        with open(self.path('log'), encoding='utf-8', errors='replace') as file:
            return file.read()

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.log.close()
        for folder, _, _ in os.walk(self.root):
            os.chmod(folder, 0o700)
        shutil.rmtree(self.root, ignore_errors=True)


class TestCase(unittest.TestCase):
    """A test in a world of its own."""

    now = NOW
    with_bus = False
    with_dunst = False

    def setUp(self):
        self.world = World(self.now)
        self.addCleanup(self.world.close)
        if self.with_bus or self.with_dunst:
            self.world.start_bus()
        if self.with_dunst:
            self.world.start_dunst()

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        outcome = super().run(result)
        if len(result.failures) + len(result.errors) > before and os.path.exists(self.world.root):
            sys.stderr.write(self.world.read_log())
        return outcome


def main():
    unittest.main(verbosity=2)
