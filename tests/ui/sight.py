# SPDX-License-Identifier: GPL-3.0-or-later
"""What an assistive technology sees of a program, in one look.

Asking each thing for its name, its state and its children takes several calls over the bus for each of
hundreds of things, at each look. GTK keeps a list of all that was ever asked for (org.a11y.atspi.Cache):
one call has it, as it is in that moment. Only what nobody has asked for yet is missing, and is asked for.
"""

from gi.repository import Gio, GLib

ACCESSIBLE = 'org.a11y.atspi.Accessible'
COMPONENT = 'org.a11y.atspi.Component'
ROOT = '/org/a11y/atspi/accessible/root'
CACHE = '/org/a11y/atspi/cache'
TIMEOUT_MS = 15000
# So often what is new may have something new below it.
ROUNDS = 4


class States:
    """The states that something was in."""

    def __init__(self, bits):
        self.bits = bits

    def contains(self, state):
        return bool(self.bits >> int(state) & 1)


class Node:
    """One thing as it was when it was looked at. Where it stands, what is written in it and what it
    does are asked for anew; so is whatever else the library knows of things."""

    def __init__(self, sight, item):
        self.sight = sight
        self.path = item.get_child_value(0).get_child_value(1).get_string()
        self.parent = item.get_child_value(2).get_child_value(1).get_string()
        self.index = item.get_child_value(3).get_int32()
        self.count = item.get_child_value(4).get_int32()
        self.name = item.get_child_value(6).get_string()
        self.role = item.get_child_value(7).get_uint32()
        states = item.get_child_value(9)
        self.states = States(states.get_child_value(0).get_uint32() |
                             states.get_child_value(1).get_uint32() << 32)
        self.children = []

    def __eq__(self, other):
        return isinstance(other, Node) and self.path == other.path

    def __hash__(self):
        return hash(self.path)

    def __getattr__(self, name):
        return getattr(self.sight.find_accessible(self), name)

    def get_name(self):
        return self.name

    def get_role_name(self):
        return self.sight.atspi.role_get_name(self.sight.atspi.Role(self.role))

    def get_state_set(self):
        return self.states

    def get_child_count(self):
        return len(self.children)

    def get_child_at_index(self, index):
        return self.children[index] if index < len(self.children) else None

    def get_extents(self, coordinates):
        reply = self.sight.call(self.path, COMPONENT, 'GetExtents',
                                GLib.Variant('(u)', (int(coordinates),)))
        rect = self.sight.atspi.Rect()
        rect.x, rect.y, rect.width, rect.height = reply.unpack()[0]
        return rect

    def do_action(self, index):
        return self.sight.call(self.path, 'org.a11y.atspi.Action', 'DoAction',
                               GLib.Variant('(i)', (index,))).unpack()[0]

    def get_text(self, start, end):
        if end < 0:
            # GTK 4.8 takes a negative end for the beginning where the text is an entry's.
            reply = self.sight.call(self.path, 'org.freedesktop.DBus.Properties', 'Get',
                                    GLib.Variant('(ss)', ('org.a11y.atspi.Text', 'CharacterCount')))
            end = reply.unpack()[0]
        return self.sight.call(self.path, 'org.a11y.atspi.Text', 'GetText',
                               GLib.Variant('(ii)', (start, end))).unpack()[0]


class Sight:
    """The eyes that look at one program, from its beginning."""

    def __init__(self, atspi, bus, app):
        self.atspi = atspi
        self.visible = atspi.StateType.VISIBLE
        self.bus = bus
        self.app = app
        self.name = app.app.bus_name
        self.seen = None
        self.root = None
        self.listed = set()
        # GTK goes on to say that what was hidden is visible, and has a place among its siblings.
        self.hidden = set()
        bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                      'AddMatch', GLib.Variant('(s)', (
                          "type='signal',sender='%s',member='ChildrenChanged'" % self.name,)), None,
                      Gio.DBusCallFlags.NONE, TIMEOUT_MS, None)
        # Where replies come in, so that nothing is heard after what was asked later.
        bus.add_filter(self.note_children)

    def note_children(self, _bus, message, incoming):
        if incoming and message.get_member() == 'ChildrenChanged' and \
           message.get_sender() == self.name:
            what, _, _, (_, path), *_ = message.get_body().unpack()
            if what.startswith('remove'):
                self.hidden.add(path)
            else:
                self.hidden.discard(path)
        return message

    def call(self, path, interface, method, parameters=None):
        return self.bus.call_sync(self.name, path, interface, method, parameters, None,
                                  Gio.DBusCallFlags.NONE, TIMEOUT_MS, None)

    def list_children(self, path):
        """Their paths; GTK knows them from now on."""
        refs = self.call(path, ACCESSIBLE, 'GetChildren').get_child_value(0)
        return [refs.get_child_value(i).get_child_value(1).get_string()
                for i in range(refs.n_children())]

    def read_items(self):
        """All that GTK knows, by path; the same objects as before where nothing has changed."""
        reply = self.call(CACHE, 'org.a11y.atspi.Cache', 'GetItems')
        data = reply.get_data_as_bytes().get_data()
        if self.seen is None or data != self.seen[0]:
            items = reply.get_child_value(0)
            nodes = (Node(self, items.get_child_value(i)) for i in range(items.n_children()))
            self.seen = (data, {node.path: node for node in nodes})
        return self.seen[1]

    def tie(self, nodes, windows):
        """Puts the children where they belong."""
        for node in nodes.values():
            node.children = []
        for node in nodes.values():
            if node.index >= 0 and node.parent in nodes and node.parent != ROOT and \
               node.path not in self.hidden:
                nodes[node.parent].children.append(node)
        for node in nodes.values():
            node.children.sort(key=lambda child: child.index)
        self.root = nodes[ROOT]
        self.root.children = [nodes[path] for path in windows if path in nodes]

    def discover(self, path, nodes):
        """Asks for all that nobody has asked for yet, from here down."""
        self.listed.add(path)
        try:
            for child in self.list_children(path):
                self.hidden.discard(child)
                if child not in nodes:
                    self.discover(child, nodes)
        except GLib.Error:
            pass  # it went away

    def count_again(self, node, nodes):
        """What is among the children, asked for one by one."""
        node.children = []
        for i in range(node.count):
            try:
                reply = self.call(node.path, ACCESSIBLE, 'GetChildAtIndex', GLib.Variant('(i)', (i,)))
            except GLib.Error:
                return  # fewer than a moment ago
            child = nodes.get(reply.get_child_value(0).get_child_value(1).get_string())
            if child is not None:
                node.children.append(child)

    def look(self):
        """Returns the program with all below it."""
        for _ in range(ROUNDS):
            nodes = self.read_items()
            windows = self.list_children(ROOT)
            self.tie(nodes, windows)
            new = [path for path in windows if path not in nodes]
            new += [node.path for node in walk(self, self.root)
                    if node.count > 0 and node.path not in self.listed]
            if not new:
                break
            for path in new:
                self.discover(path, nodes)
        for node in list(walk(self, self.root)):
            if node.count != len(node.children) and node is not self.root:
                self.count_again(node, nodes)
        return self.root

    def find_accessible(self, node):
        """The library's own object for something."""
        places = []
        nodes = self.seen[1]
        while node.path != ROOT and node.parent in nodes:
            places.append(node)
            node = nodes[node.parent]
        found = self.app
        for place in reversed(places):
            index = self.root.children.index(place) if place.parent == ROOT else place.index
            found = found.get_child_at_index(index)
            if found is None or found.path != place.path:
                raise AttributeError('“%s” is not there any more' % place.name)
        return found


def walk(sight, node):
    """Something and all below it that is visible. GTK before 4.10 says of nothing that it is showing:
    what was never given a place is not there."""
    if node.parent != ROOT and node is not sight.root and not node.states.contains(sight.visible):
        return
    yield node
    for child in node.children:
        yield from walk(sight, child)
