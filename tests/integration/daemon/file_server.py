# SPDX-License-Identifier: GPL-3.0-or-later
"""A web server with one large file: ranges, versions, redirects, and each way to go wrong."""

import http.server
import re
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def begin(self):
        """Returns where to begin, as RFC 9110 says."""
        files = self.server.files
        match = re.fullmatch(r'bytes=(\d+)-', self.headers.get('Range', ''))
        if not match or not files.ranges:
            return 0
        if self.headers.get('If-Range', files.etag) != files.etag:
            return 0
        return int(match.group(1))

    def do_GET(self):
        files = self.server.files
        files.requests.append((self.path, dict(self.headers)))
        if self.path == '/moved' and files.redirect:
            self.send_response(302)
            self.send_header('Location', files.redirect)
            self.send_header('Content-Length', '0')
            self.end_headers()
            return
        begin = self.begin()
        if begin >= len(files.data):
            self.send_response(416)
            self.send_header('Content-Length', '0')
            self.end_headers()
            return
        data = files.data[begin:]
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header('Content-Range', 'bytes %d-%d/%d' % (begin, len(files.data) - 1,
                                                                  len(files.data)))
        self.send_header('ETag', files.etag)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.pour(files, data)

    def pour(self, files, data):
        sent = 0
        while sent < len(data):
            if files.cut is not None and sent >= files.cut:
                # The line goes dead.
                self.close_connection = True
                self.connection.close()
                return
            piece = data[sent:sent + 65536]
            self.wfile.write(piece)
            sent += len(piece)
            time.sleep(files.pause)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that leaves early is no news."""


class FileServer:
    def __init__(self, data):
        self.data = data
        self.etag = '"one"'
        self.ranges = True
        self.cut = None
        self.pause = 0
        self.redirect = None
        self.requests = []
        self.server = Server(('127.0.0.1', 0), Handler)
        self.server.files = self
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return 'http://127.0.0.1:%d' % self.server.server_address[1]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
