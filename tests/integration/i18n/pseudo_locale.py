#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a language that nobody speaks, to see what a translation would do to Hearth.

    pseudo_locale.py FOLDER

extracts every string of the project and compiles two translations below FOLDER, as
LOCALE/LC_MESSAGES/hearth.mo: "en_XA", longer and accented but readable, and "ar_XB", the same from
right to left. Text that stays plain on the screen was never marked for translation; text that is
cut off would be cut off in Finnish.
"""

import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..', '..'))
LOCALES = ('en_XA', 'ar_XB')

KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dngettext:2,3',
            'g_dpgettext2:2c,3', 'g_dcgettext:2', 'g_dgettext:2']

# What a translation has to hand on as it is: printf and date directives, markup, entities, slots
# and addresses.
KEPT = re.compile(r"%(?:\d+\$)?[-+ #0'EO_]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|j|z|t|q|L)?[A-Za-z%]"
                  r'|</?[A-Za-z][^<>]*>|&[#\w]+;|\{\w*\}|\$\w+|\w+://\S+|\\.')
ACCENTS = str.maketrans('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
                        'ÅßÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž')


def extract(pot):
    """Runs xgettext over everything that POTFILES lists."""
    command = ['xgettext', '--from-code=UTF-8', '--add-comments', '--output', pot,
               '--directory', ROOT, '--files-from', os.path.join(ROOT, 'po', 'POTFILES')]
    command += ['--keyword=' + word for word in KEYWORDS]
    command += ['--flag=ngettext:1:pass-c-format', '--flag=_:1:pass-c-format',
                '--flag=g_strdup_printf:1:c-format', '--flag=g_string_append_printf:2:c-format']
    subprocess.run(command, check=True)


def unquote(line):
    return line[line.index('"') + 1:line.rindex('"')]


def read_entries(pot):
    """Yields (comments, fields) of a .pot; a field is a list [keyword, escaped text]."""
    comments, fields = [], []
    with open(pot, encoding='utf-8') as file:
        for line in file.read().splitlines() + ['']:
            if line.startswith('#'):
                comments.append(line)
            elif line.startswith('"'):
                fields[-1][1] += unquote(line)
            elif line.startswith('msg'):
                fields.append([line.split()[0], unquote(line)])
            elif fields:
                yield comments, fields
                comments, fields = [], []


def placeholders(text):
    return sorted(kept for kept in KEPT.findall(text) if kept.startswith(('%', '{', '<', '$')))


def disguise(text, locale):
    """Returns the pseudo-translation of an escaped string; what has no letters stays."""
    parts, last = [], 0
    for kept in KEPT.finditer(text):
        parts += [text[last:kept.start()].translate(ACCENTS), kept.group()]
        last = kept.end()
    parts.append(text[last:].translate(ACCENTS))
    changed = ''.join(parts)
    if changed == text:
        return text
    start = re.match(r'(?:\\n)*', changed).end()
    end = len(changed) - len(re.search(r'(?:\\n)*$', changed).group())
    padding = '·' * max(2, len(changed) * 35 // 100)
    body = '⟦%s %s⟧' % (changed[start:end], padding)
    if locale == 'ar_XB':
        body = '\\n'.join('\u202e%s\u202c' % line for line in body.split('\\n'))
    return changed[:start] + body + changed[end:]


def write_po(pot, po, locale):
    with open(po, 'w', encoding='utf-8') as out:
        out.write('msgid ""\nmsgstr ""\n"Language: %s\\n"\n"MIME-Version: 1.0\\n"\n'
                  '"Content-Type: text/plain; charset=UTF-8\\n"\n'
                  '"Content-Transfer-Encoding: 8bit\\n"\n'
                  '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n' % locale)
        for comments, fields in read_entries(pot):
            source = dict(map(tuple, fields))
            if source['msgid'] == '':
                continue
            out.write(''.join(line + '\n' for line in comments if line.startswith('#,')))
            for keyword in ('msgctxt', 'msgid', 'msgid_plural'):
                if keyword in source:
                    out.write('%s "%s"\n' % (keyword, source[keyword]))
            if 'msgid_plural' in source:
                out.write('msgstr[0] "%s"\nmsgstr[1] "%s"\n\n' % (
                    disguise(source['msgid'], locale), disguise(source['msgid_plural'], locale)))
            else:
                out.write('msgstr "%s"\n\n' % disguise(source['msgid'], locale))


def compile_locale(pot, folder, locale):
    target = os.path.join(folder, locale, 'LC_MESSAGES')
    os.makedirs(target, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        po = os.path.join(work, locale + '.po')
        write_po(pot, po, locale)
        # --check compares the directives of every string that C formats.
        subprocess.run(['msgfmt', '--check', '--output-file', os.path.join(target, 'hearth.mo'), po],
                       check=True)


def main(folder):
    with tempfile.TemporaryDirectory() as work:
        pot = os.path.join(work, 'hearth.pot')
        extract(pot)
        for locale in LOCALES:
            compile_locale(pot, folder, locale)


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
