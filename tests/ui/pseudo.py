# SPDX-License-Identifier: GPL-3.0-or-later
"""A language that nobody speaks: every sentence of the program longer and accented, to see what was
left in English and what has no room."""

import os
import re
import subprocess

ACCENTS = str.maketrans('aeiouycdghlnrstzAEIOUYCDGHLNRSTZ', 'àéîöûýçđĝĥļñŕšţžÀÉÎÖÛÝÇĐĜĤĻÑŔŠŢŽ')
# A format, a tag or entity of markup, a link's target: they stay as they are.
FIXED = re.compile(r'%(?:\d+\$)?[-#0 +\']*(?:\d+|\*)?(?:\.\d+)?(?:hh|h|ll|l|z)?[a-zA-Z%]|<[^<>]+>|&\w+;|\{\w*\}')
# What every sentence ends with.
MARK = '·ẋ'


def pretend(text):
    """A text in that language: a third longer, and marked."""
    parts, at = [], 0
    for match in FIXED.finditer(text):
        parts += [text[at:match.start()].translate(ACCENTS), match[0]]
        at = match.end()
    parts.append(text[at:].translate(ACCENTS))
    said = ''.join(parts)
    stem = said.rstrip()
    return stem + '·' * (len(stem) // 3) + MARK + said[len(stem):]


def quote(text):
    return '"%s"' % text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')


def unquote(line):
    return line[line.index('"') + 1:-1].replace('\\"', '"').replace('\\n', '\n').replace('\\\\', '\\')


def read_messages(path):
    """The messages of a catalogue: (context, singular, plural)."""
    entry, field = {}, None
    with open(path, encoding='utf-8') as file:
        for line in [*file.read().splitlines(), '']:
            if line.startswith('"'):
                entry[field] += unquote(line)
            elif line.startswith(('msgctxt', 'msgid', 'msgstr')):
                field = line.split(' ', 1)[0]
                entry[field] = unquote(line)
            elif not line:
                if entry.get('msgid'):
                    yield entry.get('msgctxt'), entry['msgid'], entry.get('msgid_plural')
                entry = {}


def write_catalogue(source, folder, language):
    """Makes the catalogue of that language from the messages of a whole one. Returns the messages as
    they stand in English."""
    target = os.path.join(folder, language, 'LC_MESSAGES')
    os.makedirs(target)
    english = set()
    lines = ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=UTF-8\\n"',
             '"Plural-Forms: nplurals=2; plural=n != 1;\\n"', '']
    for context, one, many in read_messages(source):
        english.update(text for text in (one, many) if text)
        if context is not None:
            lines.append('msgctxt ' + quote(context))
        lines.append('msgid ' + quote(one))
        if many is None:
            lines.append('msgstr ' + quote(pretend(one)))
        else:
            lines += ['msgid_plural ' + quote(many), 'msgstr[0] ' + quote(pretend(one)),
                      'msgstr[1] ' + quote(pretend(many))]
        lines.append('')
    po = os.path.join(target, 'hearth.po')
    with open(po, 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines))
    subprocess.run(['msgfmt', '--output-file=' + os.path.join(target, 'hearth.mo'), po], check=True)
    return english
