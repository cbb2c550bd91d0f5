# SPDX-License-Identifier: GPL-3.0-or-later
"""All of it is taken along, and nothing is left: the store, the settings, the real keyring."""

import json
import os
import stat
import sys
import unittest
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from mail_house import Dovecot, Keyring, PASSWORD, Sink, World, make_mail, wait_until  # noqa: E402

WORD = 'Quillonbridge'


class GoodbyeTest(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.world.start_bus()
        self.keyring = Keyring(self.world)
        self.dovecot = Dovecot(self.world.path('dovecot'))
        self.addCleanup(self.dovecot.close)
        warnings.simplefilter('ignore')
        self.sink = Sink(self.world.path('dovecot'), auth=True)
        self.sink.password = PASSWORD.encode()
        self.addCleanup(self.sink.close)
        self.daemon = self.world.start_daemon()
        self.world.ctl('account', 'add', 'alex@lind.example', '--user', 'alex', '--label', WORD,
                       '--imap', '127.0.0.1:%d:none' % self.dovecot.port,
                       '--smtp', '127.0.0.1:%d:none' % self.sink.port, stdin=PASSWORD + '\n')
        self.box = self.world.maildir()
        self.box.deliver(make_mail('The %s plan' % WORD, 'Walk over the %s.\n' % WORD))
        self.world.ctl('source', 'add', 'maildir', self.box.path)
        wait_until(lambda: self.world.search('plan') == ['The %s plan' % WORD], 'the mail')
        self.world.ctl('ask', 'Any mail about %s?' % WORD)
        self.world.ctl('remind', 'look at the %s tomorrow at nine' % WORD)
        self.world.ctl('ask', 'call yourself %s' % WORD)

    def has_secret(self):
        return bool(self.keyring.items())

    def find_word(self):
        """The files that hold the word, of those that are Hearth's."""
        found = []
        for top in (os.path.dirname(self.world.data), self.world.path('config'), self.world.path('cache'),
                    self.world.path('runtime')):
            for folder, _, names in os.walk(top):
                for name in names:
                    path = os.path.join(folder, name)
                    if not stat.S_ISREG(os.lstat(path).st_mode) or 'keyring' in path or \
                       path.startswith(self.box.path):
                        continue
                    with open(path, 'rb') as file:
                        if WORD.encode() in file.read():
                            found.append(path)
        return found

    def test_export(self):
        file = self.world.path('export.jsonl')
        self.world.ctl('export', file)
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        with open(file, encoding='utf-8') as lines:
            records = [json.loads(line) for line in lines]
        tables = {record['table'] for record in records}
        self.assertLessEqual({'export', 'settings', 'turns', 'reminders', 'journal'}, tables)
        self.assertIn('Any mail about %s?' % WORD,
                      [record['text'] for record in records if record['table'] == 'turns'])
        with open(file, encoding='utf-8') as lines:
            self.assertNotIn(PASSWORD, lines.read())
        # What is there already is not written over.
        self.world.ctl('export', file, code=1)

    def test_backup(self):
        """No secret is in a backup, nor in what the doctor writes; the account goes with it."""
        file = self.world.path('backup')
        self.world.ctl('backup', file)
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        with open(file, 'rb') as whole:
            data = whole.read()
        self.assertIn(WORD.encode(), data)
        self.assertNotIn(PASSWORD.encode(), data)
        self.world.ctl('restore', '--yes', file)
        self.assertEqual([account['address'] for account in
                          self.world.ctl('account', 'list', json_output=True)],
                         ['alex@lind.example'])
        # The password is still where it was, and is used.
        self.world.ctl('account', 'test', 'alex@lind.example')
        self.assertTrue(self.has_secret())
        report = self.world.ctl('doctor', '--report', '-')
        for canary in (PASSWORD, WORD, 'alex', 'lind.example', self.world.root):
            self.assertNotIn(canary, report)

    def test_goodbye(self):
        self.assertTrue(self.find_word())
        autostart = self.world.write('config/autostart/io.github.hearthdesktop.Hearth.Daemon.desktop',
                                     '[Desktop Entry]\nType=Application\nName=Hearth\nExec=hearthd\n')
        self.assertTrue(self.has_secret())
        self.world.ctl('goodbye', stdin='no\n', code=3)
        self.assertTrue(self.find_word(), 'nothing goes without a yes')
        file = self.world.path('export.jsonl')
        self.assertIn('All of it is erased.',
                      self.world.ctl('goodbye', '--export', file, stdin='yes\n'))
        self.daemon.wait(timeout=10)
        self.assertEqual(self.find_word(), [])
        self.assertFalse(os.path.exists(self.world.data))
        self.assertFalse(self.has_secret())
        self.assertFalse(os.path.exists(autostart), 'nothing begins anew at the next login')
        self.assertTrue(os.path.getsize(file) > 0)
        # The mail itself is where it was.
        self.assertEqual(len(os.listdir(os.path.join(self.box.path, 'new'))) +
                         len(os.listdir(os.path.join(self.box.path, 'cur'))), 1)
        self.world.start_daemon()
        self.assertEqual(self.world.ctl('source', 'list', json_output=True, code=3), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
