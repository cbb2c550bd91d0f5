# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong is found and mended, and a report of it says nothing of anybody."""

import json
import os
import sqlite3
import unittest

import world
from world import make_mail, wait_until

# Words that stand nowhere but in what is private.
CANARIES = {
    'name': 'Quillonbrand', 'sender': 'zephyrine', 'domain': 'dovetail.example',
    'subject': 'Marzipan', 'text': 'Obsidianlake', 'event': 'Turnstonewalk', 'host': 'imap.wren.example',
    'setting': 'Ptarmigan', 'reminder': 'Gooseberry', 'draft': 'Elderflower', 'said': 'Thistledown',
    'file': 'Wagtailplan', 'service': 'llm.bittern.example', 'folder': 'Kestrelbox',
}


class DoctorTest(world.TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        c = CANARIES
        self.box = self.world.maildir(c['folder'])
        for i in range(30):
            self.box.deliver(make_mail(
                'The %s plan %d' % (c['subject'], i), 'Walk to %s.\n' % c['text'],
                sender='%s <%s@%s>' % (c['name'], c['sender'], c['domain']),
                when=world.NOW_SECONDS - 5000 * i))

    def begin(self):
        c = CANARIES
        self.daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', self.box.path)
        wait_until(lambda: len(self.world.search(c['subject'])) == 30, 'the mail')
        self.world.ctl('remind', 'pick the %s tomorrow at nine' % c['reminder'])
        self.world.ctl('event', 'add', c['event'], '--start', '2024-05-16 12:00')
        self.world.ctl('ask', 'Any mail about %s?' % c['said'])

    def edit(self, *statements):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        with database:
            for statement in statements:
                database.execute(*statement)
        database.close()

    def test_well(self):
        self.begin()
        text = self.world.ctl('doctor')
        self.assertRegex(text, r'Store +in order')
        self.assertRegex(text, r'Free on its disk +\d')
        self.assertRegex(text, r"Hearth’s service +reachable")
        self.assertRegex(text, r'Keyring +not there')
        # In a sandbox the portals bring what it does not see.
        self.world.env['HEARTH_SANDBOX'] = 'flatpak'
        self.assertRegex(self.world.ctl('doctor'), r'Keyring +not there')
        self.world.own('org.freedesktop.portal.Desktop')
        self.assertRegex(self.world.ctl('doctor'), r'Keyring +reachable')
        self.assertRegex(self.world.ctl('doctor'), r'Notifications +reachable')
        del self.world.env['HEARTH_SANDBOX']
        text = self.world.ctl('doctor', '--thorough')
        self.assertRegex(text, r'Indexes for searching +in order')

    def test_nothing(self):
        self.world.ctl('doctor', code=3)

    def test_index(self):
        """Mail that the index does not know is found by both looks, and mended."""
        self.begin()
        self.world.stop_daemon(self.daemon)
        # Nothing in it: as after a disk that lost what was written last.
        self.edit(('DELETE FROM search_data WHERE id > 10',), ('DELETE FROM search_idx',))
        self.world.ctl('doctor', code=1, standalone=True)
        self.world.ctl('doctor', '--thorough', code=1, standalone=True)
        self.assertRegex(self.world.ctl('doctor', '--repair', standalone=True), 'made anew')
        self.world.ctl('doctor', '--thorough', standalone=True)
        self.assertEqual(len(self.world.search(CANARIES['subject'], standalone=True)), 30)

    def test_index_of_table(self):
        """An index that does not say what its table has is mended, too."""
        self.begin()
        self.world.stop_daemon(self.daemon)
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        row = database.execute("SELECT * FROM sqlite_schema WHERE name = 'messages_thread'").fetchone()
        # The index is out of sight while a row is changed.
        for statement, values in (
                ('DELETE FROM sqlite_schema WHERE name = ?', ('messages_thread',)),
                ('UPDATE messages SET thread_id = thread_id + 1000 WHERE id = '
                 '(SELECT min (id) FROM messages)', ()),
                ('INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)', row)):
            database.execute('PRAGMA writable_schema = ON')
            with database:
                database.execute(statement, values)
            database.close()
            database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        database.close()
        self.assertRegex(self.world.ctl('doctor', '--thorough', code=1, standalone=True),
                         'missing from index|entries in index')
        self.assertRegex(self.world.ctl('doctor', '--repair', standalone=True), 'made anew')
        self.assertRegex(self.world.ctl('doctor', '--thorough', standalone=True), 'in order')

    def test_repair_by_service(self):
        self.begin()
        self.assertRegex(self.world.ctl('doctor', '--repair'), 'searching +in order')
        self.edit(("UPDATE messages SET subject = 'Other words'",))
        self.assertEqual(self.world.ctl('doctor', '--thorough', code=1).count('searching  *in order'), 0)
        self.assertRegex(self.world.ctl('doctor', '--repair'), 'made anew')
        self.assertEqual(len(self.world.search('subject:other')), 30)

    def test_missing(self):
        self.begin()
        self.edit(("UPDATE sources SET path = '/nowhere/%s'" % CANARIES['file'],))
        self.assertRegex(self.world.ctl('doctor'), r'Sources not there +[12]')
        self.edit(('DELETE FROM mailboxes',))
        self.assertIn('belong to nothing', self.world.ctl('doctor', code=1))

    def test_damaged(self):
        self.begin()
        self.world.stop_daemon(self.daemon)
        store = os.path.join(self.world.data, 'hearth.db')
        with open(store, 'r+b') as file:
            for page in range(20, os.path.getsize(store) // 8192, 3):
                file.seek(page * 8192)
                file.write(b'\xa5' * 4096)
        self.world.ctl('doctor', code=1, standalone=True)

    def fill_with_canaries(self):
        c = CANARIES
        # A kind of each thing that somebody's words stand in.
        self.edit(
            ("INSERT INTO sources (kind, path, name, last_error) VALUES ('imap', ?, ?, ?)",
             (c['host'], c['name'], 'The server %s says no to %s' % (c['host'], c['sender']))),
            ('INSERT INTO accounts SELECT max (id), ?, ?, ?, NULL, ?, 993, ?, ?, NULL, ?, 465, ?, ?,'
             " NULL, 0, 0, 0, ? %s FROM sources" % self.more_columns(),
             ('%s@%s' % (c['sender'], c['domain']), c['name'], 'password', c['host'], 'tls',
              c['sender'], c['host'], 'tls', c['sender'], c['name'])),
            ('INSERT INTO drafts (source_id, kind, message_id, recipients, subject, text, files,'
             " created, changed, sender) VALUES (1, 'new', 0, ?, ?, ?, ?, 0, 0, ?)",
             ('+%s\t%s@%s' % (c['name'], c['sender'], c['domain']), c['draft'], c['draft'],
              '/home/%s/%s' % (c['name'], c['file']), c['sender'])))
        folder = os.path.join(self.world.data, 'drafts', '1')
        os.makedirs(folder)
        with open(os.path.join(folder, c['file']), 'w', encoding='utf-8') as file:
            file.write(c['draft'])
        self.world.write('config/glib-2.0/settings/keyfile',
                         '[io/github/hearthdesktop/Hearth]\nnotify-mail=true\n'
                         "owner-name='%s'\ncompanion-name='%s'\nservice-hosts=['%s']\n"
                         "services=[{'id': <'%s'>}]\nservice='%s'\nquiet-hours-start=uint32 1200\n"
                         "notification-privacy='none'\n"
                         % (c['setting'], c['setting'], c['service'], c['service'], c['service']))

    def more_columns(self):
        """What accounts have besides, from later versions."""
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        n = len(list(database.execute('PRAGMA table_info (accounts)')))
        database.close()
        return ', 0' * (n - 19)

    def test_report(self):
        """It says enough, and of nobody."""
        self.begin()
        self.world.stop_daemon(self.daemon)
        self.fill_with_canaries()
        path = self.world.path('report.json')
        self.world.ctl('doctor', '--report', path)
        with open(path, encoding='utf-8') as file:
            text = file.read()
        for kind, canary in CANARIES.items():
            self.assertNotIn(canary.lower(), text.lower(), kind)
        for other in (self.world.root, os.path.basename(self.world.root), os.uname().nodename,
                      'nora', 'lind.example'):
            self.assertNotIn(other, text)
        report = json.loads(text)
        self.assertEqual(report['store']['rows']['messages'], 30)
        self.assertEqual(report['store']['missing_files'], 1)
        self.assertIn({'kind': 'imap', 'items': 0, 'failed': True}, report['store']['sources'])
        self.assertEqual(report['settings']['quiet-hours-start'], '1200')
        self.assertEqual(report['settings']['notification-privacy'], "'none'")
        self.assertEqual(report['settings']['owner-name'], 'set')
        self.assertEqual(report['files']['drafts']['files'], 1)
        self.assertTrue(report['system']['sqlite'])
        self.assertFalse(report['reachable']['keyring'])
        # What is there already is not written over.
        self.world.ctl('doctor', '--report', path, code=1)


if __name__ == '__main__':
    world.main()
