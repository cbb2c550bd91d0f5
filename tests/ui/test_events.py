# SPDX-License-Identifier: GPL-3.0-or-later
"""An event in place, and an invitation in a mail."""

import unittest

import desk
import world
from calendar_double import CalendarDouble
from gi.repository import GLib

HOUR = 3600
NOW = world.NOW_SECONDS
CALENDAR_MARK = 1 << 4


class Events(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        box.deliver(world.make_mail('Retro', 'Please come.', sender='J. Lind <j@lind.example>',
                                    when=NOW - HOUR))
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.double = CalendarDouble(self.desk)
        self.addCleanup(self.double.close)
        self.home = self.double.add_calendar('Home', '#3584e4')

    def show(self, event, start=NOW + HOUR):
        panel = self.open_panel()
        panel.act('show-event', GLib.Variant('(xx)', (event, start)))
        return panel

    def test_details(self):
        event = self.double.add_event(
            self.home, 'Budget review', NOW + HOUR, NOW + 2 * HOUR,
            rrule='FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', alarms='-900', location='Room Linden')
        panel = self.show(event)
        panel.see('every 2 weeks · Tuesday')
        panel.see('15 minutes before')
        panel.see('Room Linden')
        panel.see('Edit', 'push button')

    def test_deleted_and_taken_back(self):
        event = self.double.add_event(self.home, 'Dentist', NOW + HOUR, NOW + 2 * HOUR)
        panel = self.show(event)
        panel.press('Delete')
        panel.see('Deleted: Dentist')
        panel.miss('Back')
        self.assertEqual(self.double.named('CancelEvent'), [(event, 0, 'all')])
        panel.press('Undo')
        panel.see('Dentist, ')

    def test_series_is_asked_about(self):
        event = self.double.add_event(self.home, 'Stand-up', NOW + HOUR, NOW + 2 * HOUR,
                                      rrule='FREQ=DAILY')
        panel = self.show(event)
        panel.press('Delete')
        panel.see('Delete which ones?')
        self.assertEqual(self.double.named('CancelEvent'), [])
        panel.press('Only This One')
        panel.see('Deleted: Stand-up')
        self.assertEqual(self.double.named('CancelEvent'), [(event, NOW + HOUR, 'this')])

    def test_only_what_was_changed_is_told(self):
        event = self.double.add_event(self.home, 'Dentist', NOW + HOUR, NOW + 2 * HOUR)
        panel = self.show(event)
        panel.press('Edit')
        panel.see('Save', 'push button')
        panel.key('X')
        panel.press('Save')
        panel.see('Changed: ')
        told = self.double.named('EditEvent')
        self.assertEqual(told[0][:3], (event, 0, 'all'))
        self.assertEqual(list(told[0][3]), ['summary'])
        self.assertIn('X', told[0][3]['summary'])

    def test_description_with_links_is_text(self):
        event = self.double.add_event(
            self.home, 'Retro', NOW + HOUR, NOW + 2 * HOUR,
            description='Notes: https://pad.example/retro, not javascript:alert(1) <b>')
        panel = self.show(event)
        panel.see('Notes: https://pad.example/retro, not javascript:alert(1) <b>')

    def edit(self, **columns):
        """Opens the editor on an event tomorrow from 11 to 12."""
        start = NOW + 25 * HOUR
        event = self.double.add_event(self.home, 'Dentist', start, start + HOUR, **columns)
        panel = self.show(event, start)
        panel.see('Edit', 'push button', timeout=40)  # a long description takes a while to lay out
        panel.press('Edit')
        panel.see('Save', 'push button')
        return panel, event, start

    def write(self, panel, field, text):
        """Writes over what stands in a field: what one tabs into is selected."""
        panel.key('Tab')  # away from where it may be already
        panel.tab_to(field)
        for key in text:
            panel.key(key)

    def save(self, panel):
        panel.press('Save')
        panel.see('Changed: ')
        return self.double.named('EditEvent')[0][3]

    def test_times_are_written_as_one_says_them(self):
        panel, _event, start = self.edit()
        self.write(panel, 'Begins: time', '3 pm')
        # The end has moved with the start.
        self.assertEqual(self.save(panel), {'start': start + 4 * HOUR, 'end': start + 5 * HOUR})

    def test_a_day_in_words_keeps_the_time(self):
        panel, _event, start = self.edit()
        self.write(panel, 'Begins: day', 'today')
        self.assertEqual(self.save(panel), {'start': start - 24 * HOUR, 'end': start - 23 * HOUR})

    def test_what_cannot_be_read_is_said_beside_it(self):
        panel, _event, start = self.edit()
        self.write(panel, 'Ends: time', 'soon')
        panel.press('Save')
        panel.see('Write a time like')
        self.assertEqual(self.double.named('EditEvent'), [])
        self.write(panel, 'Ends: time', '10.00')
        panel.press('Save')
        panel.see('It would end before it begins.')
        self.assertEqual(self.double.named('EditEvent'), [])
        self.write(panel, 'Ends: time', '12.30')
        self.assertEqual(self.save(panel), {'start': start, 'end': start + HOUR + 1800})

    def test_guests_are_taken_out(self):
        panel, _event, _start = self.edit(
            organizer='Nora\tnora@lind.example',
            attendees='1\t0\tNora\tnora@lind.example\n0\t0\tAna\tana@ana.example')
        self.assertIsNone(panel.find('Take out: Nora'))
        panel.press('Take out: Ana')
        panel.miss('Take out: Ana')
        self.assertEqual(self.save(panel), {'uninvite': ['ana@ana.example']})

    def test_description_is_changed(self):
        panel, _event, _start = self.edit(description='Bring the card.')
        panel.tab_to('Description')
        panel.key('X')
        self.assertEqual(self.save(panel), {'description': 'Bring the card.X'})

    def test_what_is_written_stays(self):
        """Who looks something up, or at another event, goes on where they were."""
        panel, event, start = self.edit()
        other = self.double.add_event(self.home, 'Lunch', NOW + HOUR, NOW + 2 * HOUR)
        panel.key('X')
        panel.chord('f')
        panel.see('Everything, as you type')
        panel.key('Escape')
        panel.see('Save', 'push button')
        panel.act('show-event', GLib.Variant('(xx)', (other, NOW + HOUR)))
        panel.see('Lunch', 'label')
        panel.miss('Save')
        panel.act('show-event', GLib.Variant('(xx)', (event, start)))
        told = self.save(panel)
        self.assertEqual(list(told), ['summary'])
        self.assertIn('X', told['summary'])
        panel.miss('Save')
        panel.settle('Edit')
        # What was saved or left as it was is not kept.
        panel.press('Edit')
        panel.see('Save', 'push button')
        panel.chord('f')
        panel.see('Everything, as you type')
        panel.key('Escape')
        panel.see('Edit', 'push button')

    def test_description_that_is_too_long_is_said(self):
        panel, _event, _start = self.edit(description=('x' * 99 + '\n') * 655 + 'y' * 35)
        panel.tab_to('Description')
        panel.key('X')
        panel.key('X')
        panel.press('Save')
        panel.see('“Description” is too long: a text may have 64 KiB.')
        self.assertEqual(self.double.named('EditEvent'), [])
        panel.key('BackSpace')
        told = self.save(panel)
        self.assertEqual(len(told['description']), 64 * 1024)

    def test_read_only_calendar_offers_no_change(self):
        feed = self.double.add_calendar('Holidays', kind='webcal', writable=False)
        event = self.double.add_event(feed, 'Holiday', NOW + HOUR, NOW + 2 * HOUR)
        panel = self.show(event)
        panel.see('Holidays')
        self.assertIsNone(panel.find('Edit', 'push button'))
        self.assertIsNone(panel.find('Delete', 'push button'))

    def test_invitation_is_answered_from_the_event(self):
        self.double.add_account('nora@lind.example')
        event = self.double.add_event(
            self.home, 'Retro', NOW + HOUR, NOW + 2 * HOUR, organizer='J. Lind\tj@lind.example',
            attendees='0\t0\tNora\tnora@lind.example')
        panel = self.show(event)
        panel.press('Tentative')
        panel.see('You accepted tentatively')
        self.assertEqual(self.double.named('AnswerEvent'), [(event, 0, 'all', 'tentative', '')])

    def test_briefing(self):
        event = self.double.add_event(
            self.home, 'Retro', NOW + HOUR, NOW + 2 * HOUR,
            attendees='1\t0\tMarta Keller\tmarta@keller.example')
        self.double.briefing = {
            'sentence': 'Marta comes.', 'people': [
                {'name': 'Marta Keller', 'address': 'marta@keller.example', 'answer': 'accepted',
                 'last-mail': 1, 'last-subject': 'The agenda'}],
            'attachments': [{'message': 1, 'part': '2', 'name': 'agenda.pdf'}]}
        panel = self.show(event)
        panel.press('Briefing')
        panel.see('Marta comes.')
        panel.see('The agenda', 'push button')
        panel.press('agenda.pdf')
        desk.wait_until(lambda: self.double.named('SaveAttachment') == [(1, '2')],
                        'the file to be asked for')

    def test_briefing_at_once(self):
        """What a click on the bubble before a meeting opens; the event alone when it is left."""
        event = self.double.add_event(self.home, 'Retro', NOW + HOUR, NOW + 2 * HOUR,
                                      attendees='1\t0\tMarta Keller\tmarta@keller.example')
        self.double.briefing = {'sentence': 'Marta comes.'}
        panel = self.open_panel()
        panel.act('show-briefing', GLib.Variant('(xx)', (event, NOW + HOUR)))
        panel.see('Marta comes.')
        panel.act('show-event', GLib.Variant('(xx)', (event, NOW + HOUR)))
        panel.miss('Marta comes.')
        self.assertEqual(self.double.named('Briefing'), [(event, NOW + HOUR)])

    def invite(self, **changes):
        self.double.invitation = {
            'method': 'request', 'state': 'new', 'sentence': 'J. Lind invites you to Retro.',
            'summary': 'Retro', 'location': 'Room 2', 'start': NOW + HOUR, 'end': NOW + 2 * HOUR,
            'all-day': False, 'event': 0, 'can-answer': True, 'calendar': self.home, **changes}
        row = self.double.execute("SELECT id FROM messages WHERE subject = 'Retro'")[0][0]
        self.double.execute('UPDATE messages SET marks = marks | ? WHERE id = ?', CALENDAR_MARK, row)
        panel = self.open_panel()
        panel.see('Mail')
        panel.act('show-message', GLib.Variant('x', row))
        panel.see(self.double.invitation['sentence'])
        return panel, row

    def test_invitation(self):
        self.double.add_event(self.home, 'Lunch', NOW - HOUR, NOW)
        panel, row = self.invite(conflicts=[{
            'event': 1, 'start': NOW + HOUR, 'end': NOW + 2 * HOUR, 'summary': 'Dentist'}])
        panel.see('Overlaps with Dentist')
        panel.see('Before: Lunch')
        panel.press('Accept: Retro')
        panel.see('You accepted')
        self.assertEqual(self.double.named('AnswerInvitation'), [(row, 'accepted', '', 0)])

    def find_place(self, panel, text, role=None):
        return panel.see(text, role).get_extents(self.desk.atspi.CoordType.WINDOW)

    def test_lines_that_wrap_have_room(self):
        """GTK forgets that a height follows from a width where a box was empty and hidden."""
        event = self.double.add_event(self.home, 'Retro', NOW + HOUR, NOW + 2 * HOUR,
                                      location='Room 2', attendees='1\t0\tAna\tana@ana.example')
        self.double.briefing = {
            'sentence': 'Marta comes, and Ana, and everybody who was there when it was last talked '
                        'about; the agenda is in the mail, and somebody has to bring the buns.',
            'attachments': [{'message': 1, 'part': '2', 'name': 'agenda.pdf'}]}
        panel = self.show(event)
        panel.press('Briefing')
        above = self.find_place(panel, 'agenda.pdf', 'push button')
        below = self.find_place(panel, 'Details')
        self.assertLess(above.y + above.height, below.y)

    def test_calendar_is_chosen(self):
        self.double.add_calendar('Work')
        panel, row = self.invite()
        panel.see('The calendar that it goes into')
        panel.press('Decline: Retro')
        panel.see('You declined')
        self.assertEqual(self.double.named('AnswerInvitation'), [(row, 'declined', '', self.home)])

    def test_reply_is_noted(self):
        panel, row = self.invite(method='reply', sentence='Ana accepted Retro.')
        panel.press('Note It: Retro')
        panel.see('Noted in your calendar')
        self.assertEqual(self.double.named('AnswerInvitation'), [(row, 'noted', '', 0)])

    def test_cancellation(self):
        panel, row = self.invite(method='cancel', state='cancelled', event=7,
                                 sentence='J. Lind cancelled Retro.')
        self.assertIsNone(panel.find('Accept'))
        panel.press('Remove from Calendar: Retro')
        panel.see('Removed from your calendar')
        self.assertEqual(self.double.named('AnswerInvitation'), [(row, 'removed', '', 0)])

    def test_refused_one_has_no_answer(self):
        panel, _row = self.invite(method='reply', state='refused', **{'can-answer': False},
                                  sentence='Eve was not invited: this answer is not taken.')
        self.assertIsNone(panel.find('Note It'))


if __name__ == '__main__':
    unittest.main(verbosity=2)
