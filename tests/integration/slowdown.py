# SPDX-License-Identifier: GPL-3.0-or-later
"""How much longer than a plain build one with sanitizers may take."""

import json
import os

with open(os.path.join(os.environ['HEARTH_TEST_BUILD'], 'meson-info/intro-buildoptions.json'),
          encoding='utf-8') as options:
    SLOWDOWN = 3 if any(each['name'] == 'b_sanitize' and each['value'] != 'none'
                        for each in json.load(options)) else 1
