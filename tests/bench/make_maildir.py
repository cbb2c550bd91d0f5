# SPDX-License-Identifier: GPL-3.0-or-later
"""make_maildir.py OUT N: a Maildir of N invented mails, for measuring where no corpus is at hand.

Words follow Zipf's law over an invented vocabulary; sizes, parts, threads and flags are spread as in
ordinary mailboxes. The same N gives the same mails.
"""

import base64
import email.utils
import os
import random
import sys

START = 1262300000  # 2010
SYLLABLES = ['ka', 'lo', 'mi', 'ren', 'ta', 'sol', 've', 'dan', 'ur', 'pi', 'go', 'shu', 'bel', 'no',
             'fra', 'zi', 'wen', 'dor', 'cha', 'lum', 'é', 'ö', 'st', 'mar', 'qui']


def main(out, count):
    rand = random.Random(7)
    vocabulary = sorted({''.join(rand.choices(SYLLABLES, k=rand.randint(1, 4)))
                         for _ in range(30000)})
    rand.shuffle(vocabulary)
    weights = [1 / (i + 2) for i in range(len(vocabulary))]
    words = rand.choices(vocabulary, weights, k=400000)
    people = ['%s %s <%s@%s.example>' % (a.title(), b.title(), a.encode('idna').decode(),
                                         b.encode('idna').decode())
              for a, b in zip(vocabulary[100:1600], vocabulary[2000:3500])]
    for name in ('cur', 'new', 'tmp'):
        os.makedirs(os.path.join(out, name), exist_ok=True)

    def text(n):
        at = rand.randrange(len(words) - n)
        return ' '.join(words[at:at + n])

    for i in range(count):
        when = START + i * 4000
        lines = ['Message-ID: <%d@bench.example>' % i,
                 'Date: ' + email.utils.formatdate(when),
                 'From: ' + encode(rand.choice(people)),
                 'To: Alex Example <alex@example.net>',
                 'Subject: ' + encode(text(rand.randint(2, 8))),
                 'MIME-Version: 1.0']
        if i > 10 and rand.random() < 0.6:
            parent = i - rand.randint(1, 10)
            lines.append('In-Reply-To: <%d@bench.example>' % parent)
            lines.append('References: <%d@bench.example>' % parent)
        body = '\n\n'.join(text(rand.randint(20, 160)) for _ in range(rand.randint(1, 8)))
        kind = rand.random()
        if kind < 0.5:
            lines += ['Content-Type: text/plain; charset=utf-8', '', body]
        elif kind < 0.86:
            lines += ['Content-Type: multipart/alternative; boundary=b', '', '--b',
                      'Content-Type: text/plain; charset=utf-8', '', body, '--b',
                      'Content-Type: text/html; charset=utf-8', '',
                      '<html><body><p>%s</p></body></html>' % body.replace('\n\n', '</p><p>'), '--b--']
        else:
            data = base64.encodebytes(rand.randbytes(rand.randint(2000, 40000))).decode()
            lines += ['Content-Type: multipart/mixed; boundary=b', '', '--b',
                      'Content-Type: text/plain; charset=utf-8', '', body, '--b',
                      'Content-Type: application/pdf; name="%s.pdf"' % words[i % 1000],
                      'Content-Disposition: attachment; filename="%s.pdf"' % words[i % 1000],
                      'Content-Transfer-Encoding: base64', '', data, '--b--']
        new = i >= count - count // 50
        name = '%d.M%d.bench' % (when, i)
        path = os.path.join(out, 'new', name) if new else os.path.join(out, 'cur', name + ':2,S')
        with open(path, 'w', encoding='utf-8', newline='\n') as file:
            file.write('\n'.join(lines) + '\n')


def encode(value):
    if value.isascii():
        return value
    name, bracket, rest = value.partition(' <')
    return '=?utf-8?b?%s?=%s%s' % (base64.b64encode(name.encode()).decode(), bracket, rest)


if __name__ == '__main__':
    main(sys.argv[1], int(sys.argv[2]))
