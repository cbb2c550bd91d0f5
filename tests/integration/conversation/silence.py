# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of its own, in which every packet that wants to leave the computer is seen.

The process moves into a new network namespace whose only device is the loopback. All addresses lead to
it, so that what would be sent anywhere, a question to a resolver or the start of a connection, is a
packet there, and each is recorded. Where the system allows no namespaces (some containers), the kernel's
tables of sockets are looked at instead, all the time: what is connected or connecting to elsewhere.
"""

import ctypes
import fcntl
import os
import socket
import struct
import threading

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
ETH_P_ALL = 3
PR_SET_DUMPABLE = 4


def enter():
    """Moves this process into a network of its own; says whether that is allowed here."""
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    # Who gave up root may not write to its own /proc before that.
    libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    for name, value in (('setgroups', 'deny'), ('uid_map', '%d %d 1' % (uid, uid)),
                        ('gid_map', '%d %d 1' % (gid, gid))):
        with open('/proc/self/' + name, 'w', encoding='ascii') as file:
            file.write(value)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        request = struct.pack('16sH14s', b'lo', 0, b'')
        flags = struct.unpack('16sH14s', fcntl.ioctl(line, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(line, SIOCSIFFLAGS, struct.pack('16sH14s', b'lo', flags | IFF_UP, b''))
    add_route(socket.AF_INET)
    add_route(socket.AF_INET6)
    return True


def add_route(family):
    """Makes all addresses those of the loopback: ip route add local default dev lo."""
    index = socket.if_nametoindex('lo')
    # struct rtmsg: family, lengths, tos, table local, protocol boot, scope host, type local
    body = struct.pack('BBBBBBBBI', family, 0, 0, 0, 255, 3, 254, 2, 0)
    body += struct.pack('HHI', 8, 4, index)
    header = struct.pack('IHHII', 16 + len(body), 24, 0x1 | 0x400 | 0x4, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as line:
        line.bind((0, 0))
        line.send(header + body)
        answer = line.recv(4096)
    error = struct.unpack('i', answer[16:20])[0]
    if error != 0:
        raise OSError(-error, 'no route to the loopback')


class Recorder:
    """What went out."""

    def __init__(self, alone):
        self.alone = alone
        self.packets = []
        self.seen = set()
        self.ended = threading.Event()
        if alone:
            self.line = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
            self.line.settimeout(0.2)
        self.thread = threading.Thread(target=self.listen if alone else self.look, daemon=True)
        self.thread.start()

    def note(self, what):
        if what not in self.seen:
            self.seen.add(what)
            self.packets.append(what)

    def listen(self):
        while not self.ended.is_set():
            try:
                data, where = self.line.recvfrom(2048)
            except socket.timeout:
                continue
            if where[1] == 0x0800 and len(data) >= 20 and data[16] != 127:
                self.note('IPv4 to %s: %r' % (socket.inet_ntoa(data[16:20]), data[20:120]))
            elif where[1] == 0x86DD and len(data) >= 40 and \
                    data[24:40] != b'\0' * 15 + b'\1' and data[24] != 0xFF:
                self.note('IPv6 to %s: %r' % (socket.inet_ntop(socket.AF_INET6, data[24:40]),
                                              data[40:120]))

    def look(self):
        """Without a namespace: sockets of this user to elsewhere."""
        while not self.ended.wait(0.005):
            for name in ('tcp', 'udp'):
                with open('/proc/net/' + name, encoding='ascii') as file:
                    rows = [line.split() for line in file.readlines()[1:]]
                for row in rows:
                    remote = bytes.fromhex(row[2].split(':')[0])[::-1]
                    if int(row[7]) == os.getuid() and remote[0] not in (0, 127):
                        self.note('%s to %s' % (name, socket.inet_ntoa(remote)))

    def close(self):
        self.ended.set()
        self.thread.join()
        if self.alone:
            self.line.close()
