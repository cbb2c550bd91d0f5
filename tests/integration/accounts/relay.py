# SPDX-License-Identifier: GPL-3.0-or-later
"""A way to a server that counts every byte that passes, TLS and all."""

import socket
import threading


class Relay:
    def __init__(self, port):
        self.target = port
        self.sent = 0          # by the client
        self.received = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(('127.0.0.1', self.target))
            except OSError:
                client.close()
                continue
            for source, sink, name in ((client, server, 'sent'), (server, client, 'received')):
                threading.Thread(target=self._pass, args=(source, sink, name), daemon=True).start()

    def _pass(self, source, sink, name):
        while True:
            try:
                data = source.recv(65536)
            except OSError:
                data = b''
            with self.lock:
                setattr(self, name, getattr(self, name) + len(data))
            try:
                if not data:
                    sink.shutdown(socket.SHUT_WR)
                    return
                sink.sendall(data)
            except OSError:
                return

    def close(self):
        self.listener.close()
