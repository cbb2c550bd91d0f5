# SPDX-License-Identifier: GPL-3.0-or-later
"""What works in the sandbox, and what cannot be reached out of it."""

import os
import subprocess
import time
import unittest

import desk
import sandbox
from mail_house import PASSWORD, Dovecot, Keyring
from sandbox import APP, DAEMON, INSTALLATION, Panel, Sandbox
from world import Maildir, World, make_mail

ADDRESS = 'alex@lind.example'
ALLOWED_CALLS = ('org.gnome.OnlineAccounts', 'org.gnome.evolution.dataserver.Sources5',
                 'org.mpris.MediaPlayer2.cmus')
# Others may not be spoken to, whatever they offer.
REFUSED_CALLS = ('org.gnome.Shell', 'org.gnome.Shell.Screenshot', 'org.freedesktop.systemd1',
                 'org.gnome.SessionManager', 'ca.desrt.dconf', 'org.freedesktop.Flatpak',
                 'org.example.Other')

# A letter of each language with a dictionary, what is spelled wrongly in it, and how it is spelled.
LETTERS = (
    ('Dear Ana,\n\nI recieved your parcel on the terrace this morning.', 'en', 'recieved', 'received'),
    ('Liebe Anna,\n\nheute kam dein Paket, und ich habe mich wirklich sher gefreut.', 'de', 'sher',
     'sehr'),
    ('Chère Ana,\n\nvotre paquet est arrivé ce matin, et je vous remercie baucoup.', 'fr', 'baucoup',
     'beaucoup'),
)


class SandboxTest(unittest.TestCase):
    """One session for all: a process can look at one desk only."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.close)
        cls.keyring = Keyring(cls.sandbox)

    def setUp(self):
        self.sandbox.quit()
        self.sandbox.forget()

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        outcome = super().run(result)
        if len(result.failures) + len(result.errors) > before:
            print(self.sandbox.read_log())
        return outcome

    def put(self, *parts, text='PRIVATE'):
        path = self.sandbox.path('home', *parts)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def read_inside(self, path):
        result = self.sandbox.flatpak(path, command='cat')
        return result.stdout if result.returncode == 0 else None

    # What is out of reach ---------------------------------------------------------------------------

    def test_files(self):
        for parts in (('.ssh', 'id_ed25519'), ('.gnupg', 'secring.gpg'), ('Documents', 'diary'),
                      ('.config', 'other', 'token'), ('.local', 'share', 'keyrings', 'x.keyring'),
                      ('.var', 'app', 'org.example.Other', 'data', 'notes')):
            path = self.put(*parts)
            with self.subTest(path):
                self.assertIsNone(self.read_inside(path))
        own = self.put('.var', 'app', APP, 'data', 'probe', text='mine')
        self.assertEqual(self.read_inside(own), 'mine', 'its own files are read')

    def test_nothing_is_left_in_the_home(self):
        path = self.sandbox.path('home', 'left')
        self.sandbox.flatpak('-c', 'echo x > "%s"' % path, command='sh')
        self.assertFalse(os.path.exists(path))

    def test_host(self):
        for path in ('/run/host/etc/passwd', '/run/host/usr/bin/bash', '/home',
                     os.path.join(INSTALLATION, 'repo'),
                     self.sandbox.path('bus.conf')):
            with self.subTest(path):
                result = self.sandbox.flatpak('-d', path, command='ls')
                self.assertNotEqual(result.returncode, 0, result.stdout)

    def test_calls(self):
        for name in REFUSED_CALLS + ALLOWED_CALLS:
            self.sandbox.own(name)
        for name in REFUSED_CALLS + ('org.freedesktop.secrets', 'org.freedesktop.Notifications'):
            with self.subTest(name):
                self.assertTrue(self.sandbox.has_owner(name), 'somebody would answer')
                self.assertFalse(self.sandbox.reaches(name))
        for name in ALLOWED_CALLS:
            with self.subTest(name):
                self.assertTrue(self.sandbox.reaches(name))

    def test_system_calls(self):
        self.assertTrue(self.sandbox.reaches('org.freedesktop.login1', bus='system'))
        self.sandbox.own('org.freedesktop.UPower', self.sandbox.system_bus)
        self.assertFalse(self.sandbox.reaches('org.freedesktop.UPower', bus='system'))

    def test_permissions_as_installed(self):
        text = subprocess.run(['flatpak', '--user', 'info', '--show-permissions', APP], check=True,
                              env=self.sandbox.env, capture_output=True, text=True).stdout
        lines = dict(line.split('=', 1) for line in text.splitlines() if '=' in line)
        self.assertEqual(set(lines), {'shared', 'sockets', 'devices', 'org.freedesktop.login1',
                                      'org.gnome.OnlineAccounts',
                                      'org.gnome.evolution.dataserver.*',
                                      'org.mpris.MediaPlayer2.*'})
        self.assertEqual(set(lines['shared'].strip(';').split(';')), {'ipc', 'network'})
        # Flatpak writes the fallback as both words.
        self.assertEqual(set(lines['sockets'].strip(';').split(';')),
                         {'wayland', 'x11', 'fallback-x11', 'pulseaudio'})
        self.assertEqual(lines['devices'], 'dri;')

    # What works -------------------------------------------------------------------------------------

    def test_command_line(self):
        self.assertIn('Usage', self.sandbox.ctl('--help'))
        self.addCleanup(self.sandbox.quit)
        self.sandbox.ctl('sync')
        status = self.sandbox.ctl('status', json_output=True)
        self.assertEqual(status['data'], os.path.join(self.sandbox.app_home, 'data', 'hearth'))

    def test_exports(self):
        exports = os.path.join(INSTALLATION, 'exports')
        self.assertEqual(os.listdir(os.path.join(exports, 'bin')), [APP])
        services = os.listdir(os.path.join(exports, 'share/dbus-1/services'))
        self.assertIn(APP + '.service', services)
        self.assertIn(DAEMON + '.service', services)
        self.assertEqual([name for name in services if not name.startswith(APP)], [])
        for name in ('share/applications/%s.desktop', 'share/icons/hicolor/scalable/apps/%s.svg',
                     'share/gnome-shell/search-providers/%s.search-provider.ini'):
            self.assertTrue(os.path.exists(os.path.join(exports, name % APP)), name)

    def test_size(self):
        """Hearth's own files, beside bundled libraries, of which this build has none."""
        files = os.path.join(INSTALLATION, 'app', APP, 'current', 'active', 'files')
        size = sum(os.lstat(os.path.join(folder, name)).st_size
                   for folder, _, names in os.walk(files) for name in names)
        print('flatpak_size %.1f MB' % (size / 1e6))
        self.assertLess(size, 15e6)

    def test_mail_secret_reminder_answer(self):
        """A first day: an account with its password, a question, a reminder and its button."""
        server = Dovecot(self.sandbox.path('dovecot'))
        self.addCleanup(server.close)
        self.addCleanup(self.sandbox.quit)
        server.deliver('The venue')
        self.sandbox.ctl('account', 'add', ADDRESS, '--user', 'alex', '--imap',
                         '127.0.0.1:%d:tls' % server.tls_port, '--imap-pin', server.pin(),
                         '--force', stdin=PASSWORD + '\n')
        self.sandbox.ctl('sync')
        self.wait_for_mail('venue')
        self.assertIn('venue', self.sandbox.ctl('ask', 'Did Ana write about the venue?'))
        self.look_for_secret()
        # It holds over a restart: the password comes from where it was kept.
        self.sandbox.quit()
        server.deliver('The band')
        self.sandbox.ctl('sync')
        self.wait_for_mail('band')
        self.remind()

    def wait_for_mail(self, word):
        def look():
            result = self.sandbox.flatpak('ctl', '--json', 'mail', 'search', word)
            return word in result.stdout
        desk.wait_until(look, 'the mail about the ' + word, timeout=40, interval=0.5)

    def look_for_secret(self):
        """Kept in a file that the portal's secret encrypts; in no other file, and not in the keyring
        of the session, which is out of reach."""
        kept = os.path.join(self.sandbox.app_home, 'data', 'keyrings', 'default.keyring')
        self.assertTrue(os.path.exists(kept))
        self.assertEqual(self.keyring.items(), [])
        for folder, _, names in os.walk(self.sandbox.app_home):
            for name in names:
                with open(os.path.join(folder, name), 'rb') as file:
                    self.assertNotIn(PASSWORD.encode(), file.read(), name)

    def remind(self):
        double = self.sandbox.notifications_double
        self.sandbox.ctl('remind', 'call Ana in 1 minute')
        reminder = self.sandbox.reminders()[-1]
        found = desk.wait_until(lambda: self.find_bubble('call Ana'), 'the reminder', timeout=90)
        number, (_, _, actions, _) = found
        labels = dict(zip(actions[1::2], actions[0::2]))
        self.assertIn('Done', labels)
        double.emit('ActionInvoked', '(us)', number, labels['Done'])
        desk.wait_until(lambda: reminder not in self.sandbox.reminders(),
                        'the reminder to be done', timeout=60, interval=0.5)

    def find_bubble(self, text):
        for number, bubble in list(self.sandbox.notifications_double.displayed.items()):
            if text in bubble[0] or text in bubble[1]:
                return number, bubble
        return None

    def test_letters(self):
        """A letter is written, found again and proofread: the proofreader runs beside the service, and
        finds the dictionaries of the runtime."""
        self.addCleanup(self.sandbox.quit)
        for text, language, wrong, right in LETTERS:
            with self.subTest(language):
                number = str(self.sandbox.ctl('letter', 'new', '-', '--title', language,
                                              stdin=text, json_output=True)['id'])
                self.assertIn(language, self.sandbox.ctl('letter', 'list'))
                found = self.sandbox.ctl('letter', 'check', number, json_output=True)
                self.assertEqual((found['language'], found['dictionary'][:2]), (language, language))
                mark, = [mark for mark in found['marks'] if mark['kind'] == 'spelling']
                self.assertEqual(mark['text'], wrong)
                self.assertIn(right, mark['suggestions'])
                self.sandbox.ctl('letter', 'check', number, '--accept-all')
                shown = self.sandbox.ctl('letter', 'show', number, json_output=True)
                self.assertEqual(shown['text'], text.replace(wrong, right))

    def test_folder_of_the_portal(self):
        """A folder that the owner chose sends no inotify; new mail in it is found all the same."""
        self.addCleanup(self.sandbox.quit)
        box = Maildir(self.sandbox.path('home', 'Mail'))
        box.deliver(make_mail('Old lease', 'Some words.', when=time.time() - 600))
        inside = self.sandbox.export_folder(box.path)
        self.sandbox.ctl('source', 'add', 'maildir', inside)
        self.wait_for_mail('lease')
        box.deliver(make_mail('Fresh figures', 'Some words.', when=time.time()))
        self.wait_for_mail('figures')

    def test_backup_moves_over(self):
        """What was kept outside comes in by a file, and goes out by one again."""
        self.addCleanup(self.sandbox.quit)
        before, after = self.add_world(), self.add_world()
        box = before.maildir()
        box.deliver(make_mail('Moving house', 'Some words.'))
        before.ctl('source', 'add', 'maildir', box.path)
        desk.wait_until(lambda: before.search('moving'), 'the mail to be read')
        before.ctl('remind', 'water the fern tomorrow at nine')
        kept = self.sandbox.path('home', 'Kept')
        os.mkdir(kept)
        before.ctl('backup', os.path.join(kept, 'hearth.backup'))
        self.sandbox.ctl('restore', '--yes', self.sandbox.export_folder(kept) + '/hearth.backup')
        self.wait_for_mail('Moving')
        self.assertIn('fern', self.sandbox.ctl('reminders'))

        out = self.sandbox.path('home', 'Out')
        os.mkdir(out)
        self.sandbox.ctl('backup', self.sandbox.export_folder(out) + '/again.backup')
        self.assertEqual(os.listdir(out), ['again.backup'])
        after.ctl('restore', '--yes', os.path.join(out, 'again.backup'))
        self.assertEqual(after.search('moving'), ['Moving house'])
        self.assertIn('fern', after.ctl('reminders'))

    def add_world(self):
        """Hearth as it is outside of a sandbox, on a bus of its own."""
        world = World()
        self.addCleanup(world.close)
        world.env.pop('HEARTH_NOW')
        world.start_bus()
        return world

    def test_first_run(self):
        """The panel opens, asks what it may read, and has the service started by the bus."""
        self.addCleanup(self.sandbox.quit)
        panel = Panel(self.sandbox)
        self.addCleanup(panel.close)
        panel.see('What may I read?', timeout=60)
        self.assertTrue(self.sandbox.has_owner(DAEMON))
        folder = os.environ.get('HEARTH_PICTURES')
        if folder:
            self.sandbox.photograph(os.path.join(folder, 'flatpak-x11.png'))


if __name__ == '__main__':
    unittest.main(verbosity=2)
