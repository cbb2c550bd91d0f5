# SPDX-License-Identifier: GPL-3.0-or-later
"""hearthd and Dovecot are killed in the middle of everything, again and again: while the owner marks,
moves and sends mail, and another client changes things, too. In the end both sides are equal, and each
mail that was told to go arrived once, or it is asked about.

HEARTH_TEST_KILLS  how often (6)
"""

import collections
import email
import os
import signal
import subprocess
import sys
import time
import unittest

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', name)
                for name in ('accounts', 'daemon', 'send')]

import test_imap_kills  # noqa: E402
from exim import Exim, Line  # noqa: E402
from mail_house import Keyring, World  # noqa: E402
from mailserver import PASSWORD, Client, Store, wait_until  # noqa: E402
from world import GLib  # noqa: E402

ADDRESS = 'alex@example.org'


class House(Store):
    """hearthd, as the owner has it."""

    def __init__(self, world):
        super().__init__(world.data)
        self.world = world
        self.daemon = world.start_daemon()

    def act(self, kind, *message_ids, target=''):
        return self.world.call('Act', '(saxs)', kind, [self.row(m) for m in message_ids], target)

    def send(self, subject):
        """Sends a mail at once, as far as the house gets with it."""
        draft, = self.world.call('Compose', '(sx)', 'new', 0)
        self.world.call('SaveDraft', '(xa{sv})', draft, {
            'to': GLib.Variant('s', 'ana@silva.example'), 'subject': GLib.Variant('s', subject),
            'text': GLib.Variant('s', 'Words. ' * 400)})
        item, = self.world.call('Send', '(x)', draft)
        self.resolve(item, 'waiting', True)

    def resolve(self, item, state, again):
        try:
            self.world.call('ResolveSend', '(xsb)', item, state, again)
        except GLib.Error as error:
            # It has gone on meanwhile.
            if 'stands otherwise' not in error.message:
                raise

    def outbox(self):
        """[(id, state, Message-ID)]"""
        names = ['waiting', 'sending', 'unknown', 'sent', 'done', 'refused']
        return [(row, names[state], message_id) for row, state, message_id in
                self.query('SELECT id, state, message_id FROM outbox')]

    def kill(self):
        if self.daemon.poll() is not None:
            raise AssertionError('hearthd ended by itself: ' + self.world.read_log())
        self.world.stop_daemon(self.daemon, signal.SIGKILL)

    def start(self):
        self.daemon = self.world.start_daemon()


class HouseKillTest(test_imap_kills.KillTest):
    def prepare(self):
        self.world = World()
        self.addCleanup(self.world.close)
        del self.world.env['HEARTH_NOW']
        self.world.start_bus()
        self.keyring = Keyring(self.world)
        self.exim = Exim(PASSWORD, slow=1)
        self.addCleanup(self.exim.close)
        self.line = Line(self.exim.port)
        self.addCleanup(self.line.close)
        self.house = House(self.world)
        pin = subprocess.run(['openssl', 'x509', '-in', self.exim.certificate, '-noout',
                              '-fingerprint', '-sha256'], check=True, capture_output=True,
                             text=True).stdout.split('=')[1].strip().replace(':', '').lower()
        self.world.ctl('account', 'add', ADDRESS, '--user', 'alex',
                       '--imap', '127.0.0.1:%d:none' % self.server.port,
                       '--smtp', '127.0.0.1:%d:starttls' % self.line.port, '--smtp-pin', pin,
                       stdin=PASSWORD + '\n')
        self.n_sent = 0

    def send(self):
        for subject in ('Slow', 'Quick %d' % self.n_sent):
            self.house.send(subject)
            self.n_sent += 1

    def pause(self, most):
        time.sleep(self.random.random() * most)

    def round(self, number):
        self.pause(0.2)
        self.other_client()
        self.owner(self.house)
        self.send()
        # Exim takes a mail and its answer is lost, or whatever else it said.
        self.line.is_cut = self.random.random() < 0.3
        self.pause(0.4)
        victim = number % 4
        if victim in (0, 2):
            self.server.kill()
        if victim == 0:
            # The owner goes on meanwhile.
            self.owner(self.house)
            self.pause(0.3)
        if victim in (1, 2, 3):
            self.house.kill()
        if victim in (0, 2):
            self.server.start()
        if victim == 3:
            # While the house is away, others go on, and it comes back to a server that just died.
            self.other_client()
            self.server.kill()
        if victim in (1, 2, 3):
            self.house.start()
        if victim == 3:
            self.pause(0.3)
            self.server.start()

    def settle_outbox(self):
        """Has all sent that may be, and waits until nothing is left but what is asked about."""
        def settled():
            moving = [entry for entry in self.house.outbox()
                      if entry[1] not in ('done', 'unknown')]
            for item, state, _ in moving:
                self.assertNotEqual(state, 'refused')
                if state == 'waiting':
                    self.house.resolve(item, state, True)
            if any(state == 'sent' for _, state, _ in moving):
                self.world.ctl('sync')
            return not moving
        wait_until(settled, 'the outbox', 120, 0.5)
        wait_until(lambda: self.exim.waiting() == 0, 'Exim', 30)

    def arrived(self):
        """How often each Message-ID reached the recipient."""
        return collections.Counter(email.message_from_bytes(mail)['Message-ID'].strip('<>')
                                   for mail in self.exim.box('ana'))

    def test_kills(self):
        start = time.monotonic()
        for number in range(test_imap_kills.KILLS):
            self.round(number)
        rounds = time.monotonic() - start
        self.line.is_cut = False
        self.settle_outbox()
        counts = self.arrived()
        items = self.house.outbox()
        self.assertEqual(len(items), self.n_sent, 'each mail that was told to go stands there')
        self.assertEqual({n for n, count in counts.items() if count > 1}, set(), 'sent twice')
        self.assertEqual([n for _, state, n in items if state == 'done' and counts[n] != 1], [])
        unknown = [(item, n) for item, state, n in items if state == 'unknown']
        print('# %.0f s, %d mails, %d asked about, of which %d arrived' % (
            rounds, self.n_sent, len(unknown), sum(counts[n] for _, n in unknown)))
        # The owner looks and decides.
        for item, message_id in unknown:
            self.house.resolve(item, 'unknown', counts[message_id] == 0)
        self.settle_outbox()
        sent = [n for _, _, n in items]
        self.assertEqual(self.arrived(), collections.Counter(sent))
        self.world.ctl('sync')
        self.world.ctl('sync')
        client = Client(self.server)
        self.addCleanup(client.close)
        self.check_equal(self.house, client, sent)


if __name__ == '__main__':
    unittest.main(verbosity=2)
