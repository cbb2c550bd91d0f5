# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the API reference: a GIR of the public headers of all rooms, then pages by gi-docgen.

OUTPUT/Hearth-0.gir is what g-ir-scanner found, OUTPUT/reference/ the pages, which begin with
index.html. What either of both complains of as an error ends this with a failure."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys

NAMESPACE = 'Hearth'
VERSION = '0'
# Whose types are named; other types remain names.
INCLUDES = ('Gio-2.0', 'Gtk-4.0', 'Adw-1', 'Json-1.0')
# Where members and their description stand in a comment, in whatever order.
BLOCK = re.compile(r'^/\*\*(?!\*)\s(.*?)\*/', re.M | re.S)
NAME = re.compile(r'(\w+(?:::[\w-]+|:[\w-]+)?):(?:\s+|$)(.*)', re.S)
MEMBERS = re.compile(r'(@\w+(?:, @\w+)*):\s*(.*)', re.S)


def spread(text):
    """The text of a source file with its comments in the one form that g-ir-scanner reads: the name
    alone, then members, then the description. Lines move, so pages name files and no lines."""
    return BLOCK.sub(spread_block, text)


def spread_block(match):
    lines = [re.sub(r'^\s*\* ?', '', line) for line in match[1].strip().split('\n')]
    head = NAME.match(lines[0])
    if head is None:
        return match[0]
    members, text, into = [], [head[2]] if head[2] and not head[2].startswith('(') else [], None
    for line in lines[1:]:
        if MEMBERS.match(line) or re.match(r'Returns?:', line):
            into = [line]
            (members if line.startswith('@') else text).append(into)
        elif into is not None and re.match(r'\s+\S', line):
            into.append(line)
        else:
            into = None
            text.append(line)
    made = [head[1] + ':' + (' ' + head[2] if head[2].startswith('(') else '')]
    for first, *more in members:
        names, rest = MEMBERS.match(first).groups()
        made += [line for name in names.split(', ') for line in ('%s: %s' % (name, rest), *more)]
    flat = [line for part in text for line in ([part] if isinstance(part, str) else part)]
    while flat and not flat[0]:
        flat.pop(0)
    if flat:
        made += ['', *flat]
    return '/**\n' + ''.join((' * ' + line).rstrip() + '\n' for line in made) + ' */'


def left_out(build):
    """Whether a header's source file is there and not in this build, as for want of a library: a
    function of the header's path in the tree."""
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
        compiled = {os.path.realpath(os.path.join(entry['directory'], entry['file']))
                    for entry in json.load(file)}

    def check(header):
        path = os.path.realpath(header[:-2] + '.c')
        return os.path.exists(path) and path not in compiled
    return check


def mirror(source, build, target):
    """A copy of the sources as the scanner is to see them: (folders, files)."""
    is_left_out = left_out(build)
    shutil.rmtree(target, ignore_errors=True)
    folders, files = [], []
    for folder, _, names in sorted(os.walk(os.path.join(source, 'src'))):
        names = sorted(name for name in names if name.endswith(('.c', '.h')))
        if not names:
            continue
        copy = os.path.join(target, os.path.relpath(folder, source))
        os.makedirs(copy)
        folders.append(copy)
        for name in names:
            with open(os.path.join(folder, name), encoding='utf-8') as file:
                text = file.read()
            path = os.path.join(copy, name)
            with open(path, 'w', encoding='utf-8') as file:
                file.write(spread(text))
            if name.endswith('.c') or not (name.endswith('-private.h')
                                           or is_left_out(os.path.join(folder, name))):
                files.append(path)
    return folders, files


def built_folders(build):
    """Where headers were generated."""
    return [folder for folder, _, names in sorted(os.walk(os.path.join(build, 'src')))
            if any(name.endswith('.h') for name in names)]


def package_flags(packages):
    words = subprocess.run(['pkg-config', '--cflags-only-I', *packages], capture_output=True,
                           text=True, check=True).stdout.split()
    return sorted(set(words), key=words.index)


def scan(options, work, gir):
    folders, files = mirror(options.source, options.build,
                            os.path.join(work, 'sources'))
    listed = os.path.join(work, 'files')
    with open(listed, 'w', encoding='utf-8') as file:
        file.write('\n'.join(files) + '\n')
    include = ['-I' + folder for folder in (*folders, options.build, *built_folders(options.build))]
    subprocess.run(
        [options.scanner, '--quiet', '--no-libtool', '--namespace=' + NAMESPACE,
         '--nsversion=' + VERSION, '--identifier-prefix=Hearth', '--symbol-prefix=hearth',
         '--program=' + options.types, '--filelist=' + listed, '--output=' + gir,
         '--sources-top-dirs=' + os.path.join(work, 'sources'),
         *('--include=' + name for name in INCLUDES),
         *include, *package_flags(options.packages.split(',')), '-DHAVE_CONFIG_H', '-D_GNU_SOURCE'],
        # It compiles and runs beside where it is started.
        cwd=work, check=True, env=dict(os.environ, GI_SCANNER_DISABLE_CACHE='1'))


def write_pages(options, work, gir):
    content = os.path.join(work, 'content')
    os.makedirs(content, exist_ok=True)
    with open(os.path.join(options.source, 'src', 'README.md'), encoding='utf-8') as file:
        house = file.read()
    with open(os.path.join(content, 'house.md'), 'w', encoding='utf-8') as file:
        file.write('Title: The house\n\n' + re.sub(r'\A# .*\n', '', house))
    pages = os.path.join(options.output, 'reference')
    shutil.rmtree(pages, ignore_errors=True)
    done = subprocess.run(
        [options.docgen, 'generate', '--quiet', '--no-namespace-dir', '--config', options.settings,
         '--content-dir', content, '--output-dir', pages, gir],
        stderr=subprocess.PIPE, text=True, check=False)
    sys.stderr.write(done.stderr)
    # It goes on without a section that it could not write.
    if done.returncode != 0 or re.search(r'^.*Section \w+ raised', done.stderr, re.M):
        sys.exit('reference: gi-docgen failed')
    return pages


def main():
    parser = argparse.ArgumentParser()
    for name in ('source', 'build', 'scanner', 'docgen', 'types', 'settings', 'packages', 'output'):
        parser.add_argument('--' + name, required=True)
    options = parser.parse_args()
    for name in ('source', 'build', 'types', 'settings', 'output'):
        setattr(options, name, os.path.abspath(getattr(options, name)))
    work = os.path.join(options.output, 'reference-work')
    os.makedirs(work, exist_ok=True)
    gir = os.path.join(options.output, '%s-%s.gir' % (NAMESPACE, VERSION))
    try:
        scan(options, work, gir)
        pages = write_pages(options, work, gir)
    except subprocess.CalledProcessError as error:
        sys.exit('reference: %s failed' % error.cmd[0])
    shutil.rmtree(work)
    print(os.path.join(pages, 'index.html'))


if __name__ == '__main__':
    main()
