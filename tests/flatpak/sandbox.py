# SPDX-License-Identifier: GPL-3.0-or-later
"""Hearth as it is installed from the repository, in its sandbox, with the real portals."""

import json
import os
import shutil
import subprocess
import time

import desk
from gi.repository import Gio, GLib
from notification_double import NotificationDouble
from portal_double import Logind
from world import BUS_CONFIG

APP = desk.APP
DAEMON = APP + '.Daemon'
FLATPAK = os.environ.get('HEARTH_FLATPAK', '')
INSTALLATION = os.path.join(FLATPAK, 'installation')

# What the session bus may start, besides what the Flatpak exports.
SERVICES = ('org.freedesktop.impl.portal.PermissionStore', 'org.freedesktop.impl.portal.desktop.gtk',
            'org.freedesktop.portal.Desktop', 'org.freedesktop.portal.Documents')

if not os.path.isdir(os.path.join(INSTALLATION, 'app', APP)):
    raise SystemExit('There is no Flatpak at “%s”: run ./dev test-flatpak, which makes one.' % FLATPAK)


class Installed:
    """Of a desk: Hearth is the Flatpak there. The home is below the desk's folder."""

    @property
    def app_home(self):
        return self.path('home', '.var', 'app', APP)

    def start_session_bus(self, *services):
        """Starts it as people have it: the sandbox gets nothing that belongs to the build."""
        for name in ('HEARTH_DATADIR', 'HEARTH_ENGINE', 'HEARTH_BINDIR', 'HEARTH_NOW', 'G_DEBUG',
                     'GSETTINGS_SCHEMA_DIR', 'GSETTINGS_BACKEND', 'XDG_DATA_HOME',
                     'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME'):
            self.env.pop(name, None)
        self.env.update({
            'FLATPAK_USER_DIR': INSTALLATION,
            'XDG_DATA_DIRS': '%s/exports/share:/usr/local/share:/usr/share' % INSTALLATION,
            'XDG_CURRENT_DESKTOP': 'GNOME', 'DESKTOP_SESSION': 'gnome',
        })
        folder = self.path('services')
        os.mkdir(folder)
        for name in SERVICES + services:
            shutil.copy('/usr/share/dbus-1/services/%s.service' % name, folder)
        exported = os.path.join(INSTALLATION, 'exports/share/dbus-1/services')
        for name in os.listdir(exported):
            shutil.copy(os.path.join(exported, name), folder)
        socket = self.path('run', 'bus')
        config = self.write('bus.conf', BUS_CONFIG % {'socket': socket, 'services': folder})
        self.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=' + socket
        self.start(['dbus-daemon', '--nofork', '--config-file=' + config])
        self.bus = desk.wait_until(self.connect_to_bus, 'the session bus')

    def flatpak(self, *args, command=None, **options):
        """Runs something in a new sandbox; returns what came of it."""
        line = ['flatpak', 'run', *(['--command=' + command] if command else []), APP, *args]
        return subprocess.run(line, env=self.env, capture_output=True, text=True, timeout=120,
                              check=False, **options)

    def ctl(self, *args, code=0, json_output=False, stdin=None, **_):
        """Runs hearthctl as one does from outside."""
        result = self.flatpak('ctl', *(['--json'] if json_output else []), *args, input=stdin)
        if result.returncode != code:
            raise AssertionError('ctl %s ended with %d, not %d\n%s%s\n%s' % (
                ' '.join(args), result.returncode, code, result.stdout, result.stderr,
                self.read_log()))
        return json.loads(result.stdout) if json_output and result.stdout else result.stdout

    def reminders(self):
        """The numbers of those that are not done; hearthctl ends with 3 where there is none."""
        result = self.flatpak('ctl', '--json', 'reminders')
        if result.returncode not in (0, 3):
            raise AssertionError('%s\n%s' % (result.stderr, self.read_log()))
        return [reminder['id'] for reminder in json.loads(result.stdout)]

    def reaches(self, name, bus='session'):
        """Whether a program in the sandbox gets an answer from a name on the bus."""
        result = self.flatpak('call', '--' + bus, '--dest', name, '--object-path', '/', '--method',
                              'org.freedesktop.DBus.Peer.Ping', command='gdbus')
        return result.returncode == 0

    def settings(self, **values):
        """Says what stands in the settings; only while nothing runs."""
        self.write('home/.var/app/%s/config/glib-2.0/settings/keyfile' % APP,
                   '[io/github/hearthdesktop/Hearth]\n' +
                   ''.join('%s=%s\n' % (key.replace('_', '-'), value)
                           for key, value in values.items()))

    def forget(self):
        """Leaves nothing of what it has kept; only while nothing runs."""
        for name in ('data', 'config', 'cache', '.local'):
            shutil.rmtree(os.path.join(self.app_home, name), ignore_errors=True)

    def quit(self):
        """Ends the companion."""
        if self.has_owner(DAEMON):
            self.bus.call_sync(DAEMON, '/' + DAEMON.replace('.', '/'), DAEMON + '1', 'Quit', None,
                               None, Gio.DBusCallFlags.NO_AUTO_START, 15000, None)
            desk.wait_until(lambda: not self.has_owner(DAEMON), 'the service to end', timeout=20)

    def kill(self):
        """Ends whatever still runs in a sandbox. It has to come before the display ends: GTK 4.8 can turn
        in circles for ever where its compositor has gone."""
        subprocess.run(['flatpak', 'kill', APP], env=self.env, check=False, capture_output=True)

    def export_folder(self, path):
        """Lets a folder into the sandbox, as the file chooser of the portal does. Returns its path in
        there."""
        import gi
        gi.require_version('Gio', '2.0')
        fds = Gio.UnixFDList.new()
        handle = os.open(path, os.O_PATH | os.O_DIRECTORY)
        index = fds.append(handle)
        os.close(handle)
        # Reused, kept, and a folder.
        reply, _ = self.bus.call_with_unix_fd_list_sync(
            'org.freedesktop.portal.Documents', '/org/freedesktop/portal/documents',
            'org.freedesktop.portal.Documents', 'AddFull',
            GLib.Variant('(ahusas)', ([index], 1 | 2 | 8, APP, ['read', 'write'])), None,
            Gio.DBusCallFlags.NONE, 30000, fds, None)
        name = reply.unpack()[0][0]
        return '/run/flatpak/doc/%s/%s' % (name, os.path.basename(path))

    def end_portals(self):
        """What the bus has started does not always end with it."""
        for name in (APP, 'org.freedesktop.portal.Documents'):
            self.end_owner(name)
        subprocess.run(['fusermount3', '-uz', self.path('run', 'doc')], check=False,
                       capture_output=True)

    def end_owner(self, name):
        if not self.has_owner(name):
            return
        pid = self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                                 GLib.Variant('(s)', (name,)), None, Gio.DBusCallFlags.NONE, 5000,
                                 None).unpack()[0]
        try:
            os.kill(pid, 15)
        except ProcessLookupError:
            return
        end = time.monotonic() + 10
        while self.has_owner(name) and time.monotonic() < end:
            time.sleep(0.05)


class Sandbox(Installed, desk.Desk):
    """A desk of X, with doubles of the notification server and of logind."""

    def __init__(self, size='1024x768'):
        super().__init__(size)

    def start_bus(self):
        self.env['XDG_SESSION_TYPE'] = 'x11'
        self.start_system_bus()
        self.logind = Logind(self.env['DBUS_SYSTEM_BUS_ADDRESS'])
        self.start_session_bus()

    def start_display(self, size='800x600'):
        super().start_display(size)
        self.set_environment(DISPLAY=self.env['DISPLAY'])
        self.notifications_double = NotificationDouble(self.env['DBUS_SESSION_BUS_ADDRESS'])

    def photograph(self, path):
        subprocess.run(['import', '-window', 'root', path], env=self.env, check=True)

    def close(self):
        try:
            self.quit()
        finally:
            self.kill()
            self.end_portals()
            self.notifications_double.close()
            self.logind.close()
            super().close()


class Panel(desk.Panel):
    """The panel in its sandbox: the process that is started is Flatpak's."""

    patience = 60

    def __init__(self, sandbox, *args):
        process = subprocess.Popen(['flatpak', 'run', APP, *args], env=sandbox.env,
                                   stdout=sandbox.log, stderr=sandbox.log)
        super().__init__(sandbox, args, {}, process)

    def _find_app(self):
        if self.process.poll() is not None:
            raise AssertionError('the panel ended with %d\n%s' % (self.process.poll(),
                                                                  self.desk.read_log()))
        desktop = self.desk.atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_child_count() > 0 and \
               'hearth' in (child.get_name() or '').lower():
                return child
        return None

    def close(self):
        """Signals do not go into a sandbox: the program is asked to end."""
        if self.process.poll() is None and self.desk.has_owner(APP):
            self.act('quit')
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.desk.kill()
            self.process.wait(timeout=15)
        self.desk.processes.remove(self.process)
