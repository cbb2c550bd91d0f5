# SPDX-License-Identifier: GPL-3.0-or-later
"""What a mail announces and proposes, in the panel, with the service that runs."""

import json

import desk
import world
from gi.repository import GLib

MAILS = [
    ('Dana Morris <dana@morris.example>', 'the draft',
     'Hi Nora,\n\nthanks for the draft. How about lunch on Thursday at 12:30 at Luigi\'s?\n\nDana\n'),
    ('Stadtwerke Nord <rechnung@stadtwerke-nord.example>', 'Ihre Rechnung',
     'Guten Tag,\n\nRechnungsnummer: 2024-118834\nRechnungsbetrag: 84,50 EUR\n'
     'Fällig am: 20.05.2024\n\nBitte überweisen Sie den Betrag.\n'),
    ('GitHarbour <noreply@githarbour.example>', 'Please verify your device',
     'Enter this verification code to sign in:\n\n482913\n\nIt expires in 10 minutes.\n'),
    ('Evri <noreply@evri-mail.example>', 'Your parcel is out for delivery',
     'Hi Nora, your parcel from Northlight is out for delivery today between 11:00 and 13:00.\n\n'
     'Parcel reference: T00HDA0012345678\n'),
]


class Facts(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        for i, (sender, subject, text) in enumerate(MAILS):
            box.deliver(world.make_mail(subject, text, sender=sender,
                                        when=world.NOW_SECONDS - 60 * (i + 1)))
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, self.daemon)
        desk.wait_until(lambda: len(self.findings()) >= 4, 'what is found', timeout=20)

    def findings(self):
        try:
            out = self.desk.ctl('--json', 'mail', 'facts')
        except AssertionError:
            return []
        return [json.loads(line) for line in out.splitlines()]

    def state(self, kind):
        return [each['state'] for each in self.findings() if each['kind'] == kind]

    def show(self, kind):
        message = [each['message'] for each in self.findings() if each['kind'] == kind][0]
        self.desk.set_view('mail')
        panel = self.open_panel()
        panel.see('the draft')
        panel.act('show-message', GLib.Variant('x', message))
        return panel

    def test_proposal(self):
        """A proposed event is added and taken back, or said to be none, and that taken back."""
        panel = self.show('proposal')
        panel.see('Lunch with Dana')
        panel.see('You are free.')
        panel.press('Not an Event: Lunch with Dana')
        panel.see('Not taken for an event')
        desk.wait_until(lambda: self.state('proposal') == ['dismissed'], 'it to be dismissed')
        panel.miss('Add to Calendar: Lunch with Dana')
        panel.press('Undo')
        desk.wait_until(lambda: self.state('proposal') == ['open'], 'it to be taken back')
        panel.press('Add to Calendar: Lunch with Dana')
        panel.see('It is in your calendar.')
        events = json.loads(self.desk.ctl('--json', 'agenda', '--from', '2024-05-16'))
        self.assertIn(('Lunch with Dana', "Luigi's"),
                      [(each['summary'], each.get('location')) for each in
                       (events if isinstance(events, list) else events['events'])])

    def test_invoice_and_reminder(self):
        panel = self.show('invoice')
        panel.see('Invoice 2024-118834 from Stadtwerke Nord')
        panel.see('84,50 EUR, due: ')
        panel.press('Remind Me: Invoice 2024-118834 from Stadtwerke Nord')
        panel.see('I remind you: ')
        reminders = json.loads(self.desk.ctl('--json', 'reminders'))
        self.assertEqual([each['text'] for each in reminders],
                         ['Invoice 2024-118834 from Stadtwerke Nord'])

    def test_code(self):
        panel = self.show('code')
        panel.see('Code from GitHarbour')
        panel.press('Copy Code: Code from GitHarbour')
        panel.see('Copied')

    def test_lines_of_the_day(self):
        """A parcel of today and an invoice of this week stand in Today."""
        self.desk.set_view('today')
        panel = self.open_panel()
        panel.see('Arrives today, ')
        panel.see('84,50 EUR, due: ')


if __name__ == '__main__':
    world.main()
