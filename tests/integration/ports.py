# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports for servers that have to be told theirs."""

import random
import socket


def free_port():
    """Below those that the system gives to whoever wants any: nobody else gets it meanwhile."""
    while True:
        port = random.randrange(15000, 32000)
        with socket.socket() as sock:
            try:
                sock.bind(('127.0.0.1', port))
                return port
            except OSError:
                continue
