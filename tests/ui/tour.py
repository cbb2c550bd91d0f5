# SPDX-License-Identifier: GPL-3.0-or-later
"""Every place of the panel that one can come to in the demo."""

import datetime
import time

import desk
from gi.repository import GLib


def variant(kind, value):
    return GLib.Variant(kind, value)


class Tour:
    """Goes through a panel that was opened with --demo. It looks for no words: the panel may speak any
    language."""

    def __init__(self, panel):
        self.panel = panel
        self.desk = panel.desk

    def list(self, *command):
        return self.desk.ctl('--demo', *command, json_output=True)

    def find_message(self, subject):
        return next(one for one in self.list('mail', 'search', subject)
                    if one['subject'].startswith(subject))

    def pause(self, seconds=0.6):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            desk.pump()
            time.sleep(0.02)

    def dismiss(self):
        """Closes the dialog or the page that is in front."""
        self.panel.key('Escape')
        self.pause(0.3)

    def stops(self):
        """Each place: its name, and how to come there. The panel stands there when it is told."""
        yield from self.views()
        yield from self.mail()
        yield from self.memory()
        yield from self.pages()
        yield from self.windows()

    def show(self, view):
        self.panel.act('show-view', variant('s', view))
        self.pause()

    def views(self):
        self.show('today')
        yield 'today'
        self.show('mail')
        yield 'mail'
        self.panel.act('ask', variant('s', 'Anything from Marta?'))
        self.pause(1.5)
        yield 'talk'
        self.panel.chord('h')
        self.pause(1)
        yield 'conversations'
        self.dismiss()
        self.panel.act('find', variant('s', 'Marta'))
        self.pause(1)
        yield 'search'
        self.dismiss()
        self.dismiss()

    def mail(self):
        message = self.find_message('Re: Venue for June')
        self.panel.act('show-message', variant('x', message['id']))
        self.pause(1)
        yield 'message'
        self.panel.key('r')
        self.pause(1)
        yield 'composer'
        self.dismiss()
        self.dismiss()
        event = self.list('agenda')[0]
        start = int(datetime.datetime.fromisoformat(event['start']).timestamp())
        self.panel.act('show-event', variant('(xx)', (event['id'], start)))
        self.pause(1)
        yield 'event'
        self.dismiss()

    def memory(self):
        self.desk.ctl('--demo', 'memory', 'add', 'My sister is called Eva')
        self.panel.chord('4', 'Alt')
        self.pause(1)
        yield 'memory'
        self.dismiss()
        self.panel.chord('5', 'Alt')
        self.pause(1)
        yield 'letters'
        self.panel.key(' ')
        self.pause(1)
        yield 'letter'
        self.dismiss()
        self.dismiss()

    def pages(self):
        for page in ('general', 'notifications', 'calendars', 'permissions', 'data'):
            self.panel.act('preferences-page', variant('s', page))
            self.pause(0.8)
            yield 'preferences-' + page
        self.dismiss()

    def windows(self):
        for action in ('add-account', 'about', 'quit', 'help'):
            self.panel.act(action)
            self.pause(0.8)
            yield action
            self.dismiss()
