# SPDX-License-Identifier: GPL-3.0-or-later
"""Each function and each type of a public header of src/ has a comment that gi-docgen takes.

A header is public unless its name ends in -private.h. Not asked for are what macros declare beside a
type (its get_type, casts, error quarks), members, and constants."""

import os
import re
import unittest

SOURCE = os.environ['HEARTH_TEST_SOURCE']
COMMENT = re.compile(r'/\*.*?\*/', re.S)
BLOCK = re.compile(r'/\*\*(?!\*)\s(.*?)\*/', re.S)
BLOCK_NAME = re.compile(r'[\s*]*(\w+):(?=\s)')
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
DECLARED_TYPE = re.compile(r'\bG_DECLARE_\w+\s*\(\s*(\w+)')
NAMED = re.compile(r'\b(hearth_\w+)\s*\(')
POINTER_TYPE = re.compile(r'\(\s*\*\s*(Hearth\w+)\s*\)')
MACHINERY = re.compile(r'_(get_type|error_quark)$')
# Follows a prototype; what it holds names no function of ours.
ATTRIBUTE = re.compile(r'\bG_GNUC_\w+(?:\s*\([^()]*\))?')


def source_files(endings):
    for folder, _, names in sorted(os.walk(os.path.join(SOURCE, 'src'))):
        for name in sorted(names):
            if name.endswith(endings):
                yield os.path.join(folder, name)


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def blocks(text):
    """The comments that begin with a name: name to text."""
    found = {}
    for match in BLOCK.finditer(text):
        name = BLOCK_NAME.match(match[1])
        if name:
            found[name[1]] = match[1][name.end():]
    return found


def without_bodies(text):
    """The text of a header with what stands in braces left out, and the preprocessor's lines."""
    text = STRING.sub('""', COMMENT.sub(' ', text)).replace('\\\n', ' ')
    text = re.sub(r'^\s*#.*$', '', text, flags=re.M)
    text = re.sub(r'\bextern\s+""\s*\{|\bG_(BEGIN|END)_DECLS\b', '', text)
    kept, depth = [], 0
    for piece in re.split(r'([{}])', text):
        if piece == '{':
            depth += 1
            kept.append(' BODY ' if depth == 1 else '')
        elif piece == '}':
            depth -= 1
        elif depth == 0:
            kept.append(piece)
    return ''.join(kept)


def declared(text):
    """(functions, types) that a header declares."""
    functions, types = set(), set(DECLARED_TYPE.findall(text))
    text = re.sub(r'^G_D(?:ECLARE|EFINE)_\w+\s*\(.*?\)\s*;?', '', without_bodies(text), flags=re.M | re.S)
    # An inline function ends with its body, not with a semicolon.
    for statement in re.split(r';|(?<=BODY)\s*\n(?=\s*\S)', text):
        statement = ATTRIBUTE.sub('', statement).strip()
        if statement.startswith('typedef'):
            name = POINTER_TYPE.search(statement) or re.search(r'(\w+)\s*$', statement)
            if name:
                types.add(name[1])
            continue
        name = NAMED.search(statement)
        if name and not MACHINERY.search(name[1]):
            functions.add(name[1])
        for record in re.findall(r'^(?:struct|enum)\s+_?(Hearth\w+)\s+BODY', statement):
            types.add(record)
    return functions, types


def public_symbols():
    """Of each room, the symbols and the header of each."""
    rooms = {}
    for path in source_files(('.h',)):
        if path.endswith('-private.h'):
            continue
        room = os.path.relpath(os.path.dirname(path), os.path.join(SOURCE, 'src'))
        functions, types = declared(read(path))
        for name in functions | types:
            rooms.setdefault(room, {})[name] = os.path.relpath(path, SOURCE)
    return rooms


def documented():
    found = {}
    for path in source_files(('.c', '.h')):
        found.update(blocks(read(path)))
    return found


class Reader(unittest.TestCase):
    """What the reader takes for a declaration, and what for a comment."""

    def test_functions(self):
        functions, types = declared('''
#define HEARTH_NOT_ONE(x) hearth_not_one (x)
typedef struct _HearthThing HearthThing;
typedef enum { HEARTH_A, /* hearth_not_this () */ HEARTH_B } HearthKind;
typedef gboolean (*HearthThingFunc) (HearthThing *thing, GError **error);
struct _HearthOther { int (*hearth_member) (void); };
G_DECLARE_FINAL_TYPE (HearthObject, hearth_object, HEARTH, OBJECT, GObject)
GQuark hearth_thing_error_quark (void);
GType hearth_thing_get_type (void) G_GNUC_CONST;
HearthThing *hearth_thing_new (const char *name,
                               void (*func) (int)) G_GNUC_WARN_UNUSED_RESULT;
char **hearth_thing_dup_names (HearthThing *self) G_GNUC_PRINTF (1, 2);
static inline int
hearth_thing_add (int a)
{
  return hearth_inner (a);
}
void hearth_thing_last (void);
''')
        self.assertEqual(functions, {'hearth_thing_new', 'hearth_thing_dup_names',
                                     'hearth_thing_add', 'hearth_thing_last'})
        self.assertEqual(types, {'HearthThing', 'HearthKind', 'HearthThingFunc', 'HearthOther',
                                 'HearthObject'})

    def test_comments(self):
        found = blocks('/**\n * hearth_thing_new:\n * @name: a name\n *\n * Makes one.\n */\n'
                       '/** HearthKind: what it is. */\n/* hearth_not: this */\n/** No name here. */')
        self.assertEqual(set(found), {'hearth_thing_new', 'HearthKind'})


class Documented(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rooms = public_symbols()
        cls.comments = documented()

    def test_the_rooms_are_seen(self):
        self.assertGreater(len(self.rooms), 20)
        self.assertGreater(sum(map(len, self.rooms.values())), 3500)
        self.assertIn('hearth_worker_queue', self.rooms['base'])

    def test_each_symbol_has_a_comment(self):
        for room, symbols in sorted(self.rooms.items()):
            with self.subTest(room=room):
                missing = sorted('%s: %s' % (header, name) for name, header in symbols.items()
                                 if name not in self.comments)
                self.assertEqual(missing, [], '%d have none' % len(missing))

    def test_each_comment_says_something(self):
        for room, symbols in sorted(self.rooms.items()):
            with self.subTest(room=room):
                empty = sorted(name for name in symbols if name in self.comments
                               and not re.search(r'\w+\W+\w+', self.comments[name]))
                self.assertEqual(empty, [])


if __name__ == '__main__':
    unittest.main()
