# SPDX-License-Identifier: GPL-3.0-or-later
"""hearthd on a real session bus: activation, watching, bad input, its end."""

import os
import signal
import sqlite3
import time
import unittest

import world
from gi.repository import GLib
from test_ctl import CALENDAR
from world import DAEMON, SLOWDOWN, TestCase, make_mail, wait_until


class DaemonTest(TestCase):
    with_bus = True

    def add(self, kind, path):
        self.world.ctl('source', 'add', kind, path)

    def test_activation(self):
        """hearthctl alone starts what it needs."""
        box = self.world.maildir()
        box.deliver(make_mail('Hello', 'World.'))
        self.assertFalse(self.world.has_owner())
        self.add('maildir', box.path)
        self.assertTrue(self.world.has_owner())
        self.assertEqual(self.world.ctl('status', json_output=True)['messages'], 1)
        self.assertIn('Hello', self.world.ctl('mail', 'list'))
        self.world.call('Quit')
        wait_until(lambda: not self.world.has_owner(), 'the end')

    def test_watch(self):
        """What changes on disk is in the store within a second."""
        box = self.world.maildir()
        calendar = self.world.write('cal/work.ics', CALENDAR)
        self.world.start_daemon()
        self.add('maildir', box.path)
        self.add('ics', os.path.dirname(calendar))
        path = box.deliver(make_mail('Kestrel', 'A bird.'))
        start = time.monotonic()
        wait_until(lambda: self.world.search('kestrel'), 'the new mail', timeout=3 * SLOWDOWN)
        self.assertLess(time.monotonic() - start, 1.0 * SLOWDOWN)

        os.rename(path, os.path.join(box.path, 'cur', os.path.basename(path) + ':2,S'))
        start = time.monotonic()
        wait_until(lambda: not self.world.search('kestrel is:unread'), 'the flag', timeout=3 * SLOWDOWN)
        self.assertLess(time.monotonic() - start, 1.0 * SLOWDOWN)

        os.remove(os.path.join(box.path, 'cur', os.path.basename(path) + ':2,S'))
        start = time.monotonic()
        wait_until(lambda: not self.world.search('kestrel'), 'the deletion', timeout=3 * SLOWDOWN)
        self.assertLess(time.monotonic() - start, 1.0 * SLOWDOWN)

        self.world.write('cal/new.ics', CALENDAR.replace('Standup', 'Retro').replace(
            'standup@', 'retro@').replace('holiday@', 'retro2@'))
        wait_until(lambda: self.world.ctl('status', json_output=True)['events'] == 4,
                   'the new calendar', timeout=3 * SLOWDOWN)

    def test_new_folder(self):
        """A mailbox that is made later is watched too."""
        box = self.world.maildir()
        self.world.start_daemon()
        self.add('maildir', box.path)
        sub = world.Maildir(os.path.join(box.path, '.Projects'))
        sub.deliver(make_mail('Kingfisher', 'A bird.'))
        wait_until(lambda: self.world.search('kingfisher'), 'the mail in the new folder', timeout=3 * SLOWDOWN)

    def test_ask(self):
        self.add('ics', self.world.write('work.ics', CALENDAR))
        self.assertIn('Standup', self.world.ctl('ask', 'what is on tomorrow?'))
        self.world.ctl('remind', 'water the plants in 20 minutes')
        reminder = next(r for r in self.world.ctl('reminders', json_output=True)
                        if 'plants' in r['text'])
        self.assertEqual(reminder['state'], 'scheduled')
        self.world.ctl('reminders', 'done', str(reminder['id']))

    def test_second_instance(self):
        self.world.start_daemon()
        second = self.world.start([DAEMON])
        self.assertEqual(second.wait(timeout=5), 0)
        self.assertTrue(self.world.has_owner())
        self.world.call('Status')

    def test_sigterm(self):
        box = self.world.maildir()
        for i in range(2000):
            box.deliver(make_mail('Mail %d' % i, 'Text %d.' % i), flags='S')
        daemon = self.world.start_daemon()
        self.world.call('AddSource', '(sssb)', 'maildir', box.path, '', True)
        self.assertLess(self.world.stop_daemon(daemon), 2.0 * SLOWDOWN)
        self.assertEqual(daemon.returncode, 0)
        self.world.start_daemon()
        self.world.ctl('sync')
        self.assertEqual(self.world.ctl('status', json_output=True)['messages'], 2000)

    def test_remove_while_syncing(self):
        """A source goes although it is being read, with all that came from it and nothing else."""
        other = self.world.maildir('other')
        other.deliver(make_mail('Stays', 'Here.'))
        box = self.world.maildir()
        for i in range(1500):
            box.deliver(make_mail('Mail %d' % i, 'Text %d.' % i), flags='S')
        daemon = self.world.start_daemon()
        self.add('maildir', other.path)
        source = self.world.call('AddSource', '(sssb)', 'maildir', box.path, '', True)[0]
        wait_until(lambda: self.world.call('Status')[0]['messages'] > 1, 'the first messages')
        self.world.call('RemoveSource', '(x)', source)
        self.assertEqual(self.world.call('Status')[0]['sources'], 1)
        # The rest goes little by little, also over a restart.
        self.assertLess(self.world.stop_daemon(daemon), 2.0 * SLOWDOWN)
        self.world.start_daemon()
        wait_until(lambda: self.world.call('Status')[0]['messages'] == 1, 'the end of the rest')
        self.assertEqual(self.world.search('stays'), ['Stays'])

    def test_broken_input(self):
        """What cannot be read is named; the rest goes on."""
        box = self.world.maildir()
        box.deliver(make_mail('Good', 'Readable.'))
        loop = os.path.join(box.path, 'cur', '1715760000.loop.test:2,S')
        os.symlink(loop, loop)
        calendar = self.world.write('cal/good.ics', CALENDAR)
        self.world.write('cal/broken.ics', 'BEGIN:VCALENDAR\r\nthis is none\x00\xff')
        self.world.write('cal/binary.ics', os.urandom(4096))
        self.world.start_daemon()
        self.world.call('AddSource', '(sssb)', 'maildir', box.path, '', False)
        self.world.call('AddSource', '(sssb)', 'ics', os.path.dirname(calendar), '', False)
        warnings = ' '.join(self.world.call('Sync')[0])
        self.assertIn('loop.test', warnings)
        self.assertIn('broken.ics', warnings)
        self.assertIn('binary.ics', warnings)
        status = self.world.ctl('status', json_output=True)
        self.assertEqual((status['messages'], status['events']), (1, 2))

    def test_vanished_source(self):
        box = self.world.maildir()
        box.deliver(make_mail('Good', 'Readable.'))
        self.world.start_daemon()
        self.add('maildir', box.path)
        os.rename(box.path, box.path + '.gone')
        warnings = ' '.join(self.world.call('Sync')[0])
        self.assertIn(box.path, warnings)
        # A disk that is not there is not a mailbox that was emptied.
        self.assertEqual(self.world.ctl('status', json_output=True)['messages'], 1)
        os.rename(box.path + '.gone', box.path)
        self.assertEqual(self.world.call('Sync')[0], [])
        self.assertEqual(self.world.ctl('status', json_output=True)['messages'], 1)

    def test_replaced_source(self):
        """A folder that comes back as another one is watched again."""
        box = self.world.maildir()
        box.deliver(make_mail('Good', 'Readable.'))
        self.world.start_daemon()
        self.add('maildir', box.path)
        os.rename(box.path, box.path + '.gone')
        wait_until(lambda: self.world.ctl('source', 'list', json_output=True)[0].get('error'),
                   'the failure')
        other = self.world.maildir()
        other.deliver(make_mail('Good', 'Readable.'))
        self.assertEqual(self.world.call('Sync')[0], [])
        other.deliver(make_mail('Kestrel', 'A bird.'))
        wait_until(lambda: self.world.search('kestrel'), 'the new mail', timeout=3 * SLOWDOWN)

    def test_during_import(self):
        """What is delivered while a mailbox is read for the first time is not missed."""
        box = self.world.maildir()
        for i in range(1500):
            box.deliver(make_mail('Mail %d' % i, 'Text %d.' % i), flags='S')
        self.world.start_daemon()
        self.world.call('AddSource', '(sssb)', 'maildir', box.path, '', True)
        for i in range(20):
            box.deliver(make_mail('Late %d' % i, 'More.'))
            time.sleep(0.02)
        wait_until(lambda: self.world.call('Status')[0]['messages'] == 1520, 'all of it')

    def run_to_end(self):
        """Starts a hearthd that cannot run; returns what it says."""
        daemon = self.world.start([DAEMON])
        self.assertEqual(daemon.wait(timeout=5), 1)
        return self.world.read_log()

    def test_newer_store(self):
        self.world.ctl('remind', 'rest in 5 minutes', standalone=True)
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        database.execute('pragma user_version = 999')
        database.close()
        self.assertRegex(self.run_to_end(), r'hearthd: .*newer.*\.')

    def test_read_only_folder(self):
        os.makedirs(self.world.data)
        os.chmod(self.world.data, 0o500)
        log = self.run_to_end()
        self.assertIn(self.world.data, log)
        self.assertIn('denied', log)

    def test_read_only_maildir(self):
        box = self.world.maildir()
        box.deliver(make_mail('Sealed', 'Only to be read.'))
        for name in ('cur', 'new', 'tmp', ''):
            os.chmod(os.path.join(box.path, name), 0o500)
        self.world.start_daemon()
        self.add('maildir', box.path)
        mail = self.world.ctl('mail', 'list', json_output=True)[0]
        self.assertTrue(mail['unread'])
        with self.assertRaises(GLib.Error) as caught:
            self.world.call('SetRead', '(axb)', [mail['id']], True)
        self.assertIn(box.path, caught.exception.message)
        self.assertTrue(self.world.ctl('mail', 'list', json_output=True)[0]['unread'])

    def test_bus_gone(self):
        """The session ends under hearthd: it ends too, and cleanly."""
        daemon = self.world.start_daemon()
        self.world.bus.set_exit_on_close(False)
        self.world.processes[0].send_signal(signal.SIGTERM)
        self.assertIn(daemon.wait(timeout=3 * SLOWDOWN), (0, 1), self.world.read_log())


if __name__ == '__main__':
    unittest.main(verbosity=2)
