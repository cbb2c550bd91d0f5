# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two descriptions mean the same thing, as far as words can tell."""

import difflib
import re

COMMON = set('''a about all an and are at be by can could do for from give have her his i if in is it
let me my of on or our please send tell that the their them they this to us we what when whether
which who will with would you your know das dem den der die ein eine einen ob und zu zum zur bis
am im bitte sie ihr ihre du antworten answer reply'''.split())


def stem(word):
    for ending in ("'s", 'ing', 'ed', 'es', 'en', 's', 'e'):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[:-len(ending)]
    return word


def words_of(text):
    found = re.findall(r"[^\W_]+(?:'s)?", text.lower())
    return {stem(word) for word in found if word not in COMMON}


def likeness(one, other):
    """0 to 1: how many words of meaning the two share, or how alike the letters are."""
    a, b = words_of(one), words_of(other)
    dice = 2 * len(a & b) / (len(a) + len(b)) if a and b else 0
    return max(dice, difflib.SequenceMatcher(None, one.lower(), other.lower()).ratio())


def pair(expected, found, bound):
    """How many of `expected` have one of `found` of their own that is like them."""
    pairs = sorted(((likeness(e, f), i, j) for i, e in enumerate(expected)
                    for j, f in enumerate(found)), reverse=True)
    left, right = set(), set()
    for value, i, j in pairs:
        if value >= bound and i not in left and j not in right:
            left.add(i)
            right.add(j)
    return left, right
