# SPDX-License-Identifier: GPL-3.0-or-later
"""A world of sound for a test: PipeWire with a room that a microphone hears, and a speaker.

All of it are the system's own daemons, in a folder of the test. What is played into the sink "room"
is what the source "mic" hears; what the sink "speaker" plays can be recorded.
"""

import array
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '../daemon'))
import world  # noqa: E402  (gives up root)
from gi.repository import Gio, GLib  # noqa: E402

PROGRAM = os.path.join(world.BUILD, 'src/voice/hearth-voice')
PATH = '/io/github/hearthdesktop/Hearth/Voice'
INTERFACE = 'io.github.hearthdesktop.Hearth.Voice1'
ERROR = 'io.github.hearthdesktop.Hearth.Voice.Error.'
RATE = 16000
TRIES = 3


def wait_for(condition, seconds=10, what=None):
    """Waits until something is so, and returns it."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'not within {seconds} s: {what or condition}')
        time.sleep(0.02)


class Sound:
    """The daemons, and what is plugged in."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='hearth-sound-')
        self.environment = {
            'HOME': self.folder, 'XDG_RUNTIME_DIR': self.folder, 'LC_ALL': 'C.UTF-8',
            'PATH': os.environ['PATH'], 'GST_REGISTRY': os.path.join(self.folder, 'registry'),
        }
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        self.daemons = []
        self.speakers = []
        self.bus = subprocess.Popen(
            ['dbus-daemon', '--session', '--nofork', '--print-address'],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self.environment, text=True)
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = self.bus.stdout.readline().strip()
        self.start()

    def start(self):
        """The daemons find each other by files and by names on a bus, and at times they do not."""
        for _ in range(TRIES):
            self.start_daemons()
            try:
                wait_for(lambda: self.run('pactl', 'info', check=False).returncode == 0, 10)
                return
            except (AssertionError, subprocess.TimeoutExpired):
                print(self.read_logs(), flush=True)
                self.stop()
        raise AssertionError('PipeWire does not start')

    def read_logs(self):
        text = ''
        for name in sorted(os.listdir(self.folder)):
            if name.endswith('.log'):
                with open(os.path.join(self.folder, name), encoding='utf-8') as log:
                    text += f'{name}:\n{log.read()[-2000:]}\n'
        return text

    def start_daemons(self):
        for name in ('pipewire', 'wireplumber', 'pipewire-pulse'):
            log = open(os.path.join(self.folder, name + '.log'), 'a', encoding='utf-8')
            with log:
                self.daemons.append(subprocess.Popen([name], stdout=log, stderr=log,
                                                     env=self.environment))
            if name == 'pipewire':
                wait_for(lambda: os.path.exists(os.path.join(self.folder, 'pipewire-0')))

    def stop(self):
        for daemon in reversed(self.daemons):
            daemon.send_signal(signal.SIGTERM)
        for daemon in self.daemons:
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait(10)
        self.daemons.clear()

    def close(self):
        self.hush()
        self.stop()
        self.bus.terminate()
        self.bus.wait(10)
        self.bus.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments, check=True):
        return subprocess.run(arguments, env=self.environment, check=check, timeout=20, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def pactl(self, *arguments):
        return self.run('pactl', *arguments).stdout.strip()

    def plug_in(self, microphone='mic', room='room'):
        """A microphone in a room; returns what unplugs it."""
        known = self.pactl('list', 'short', 'sinks').split()
        if room not in known:
            self.pactl('load-module', 'module-null-sink', f'sink_name={room}')
        return self.pactl('load-module', 'module-remap-source', f'master={room}.monitor',
                          f'source_name={microphone}')

    def furnish(self):
        """The speaker and the microphone that the other tests use."""
        self.pactl('load-module', 'module-null-sink', 'sink_name=speaker')
        module = self.plug_in()
        wait_for(lambda: 'mic' in self.pactl('list', 'short', 'sources'))
        self.choose('mic')
        return module

    def choose(self, source, sink='speaker'):
        """Makes them what a program gets that asks for none."""
        self.pactl('set-default-sink', sink)
        self.pactl('set-default-source', source)
        wait_for(lambda: self.pactl('get-default-source') == source)
        wait_for(lambda: self.pactl('get-default-sink') == sink)

    def speak(self, text, room='room'):
        """Somebody speaks in the room; returns at once."""
        path = os.path.join(self.folder, 'speech.wav')
        self.hush()
        self.run('flite', '-voice', 'rms', '-t', text, '-o', path)
        self.speakers.append(subprocess.Popen(
            ['paplay', f'--device={room}', '--latency-msec=20', path], env=self.environment))

    def hush(self):
        """Ends who still speaks: a player may wait long for the end of what it played."""
        for speaker in self.speakers:
            speaker.kill()
            speaker.wait(10)
        self.speakers.clear()

    def record(self, sink='speaker'):
        """Records what a sink plays, in memory."""
        return Recording(subprocess.Popen(
            ['parec', f'--device={sink}.monitor', f'--rate={RATE}', '--channels=1',
             '--format=s16le', '--latency-msec=10'], stdout=subprocess.PIPE, env=self.environment))

    def microphones_in_use(self):
        """Which programs hear something now."""
        return [line for line in self.pactl('list', 'source-outputs').splitlines()
                if 'application.name = "Hearth"' in line]

    def outputs_in_use(self):
        return [line for line in self.pactl('list', 'sink-inputs').splitlines()
                if 'application.name = "Hearth"' in line]


class Recording:
    """Sound in memory, and when each sample came.

    Pieces come late and never early, and a busy machine may leave some out: a sample was where the
    least late of the pieces of the second that follows puts it, but for what the last steps always
    take, some milliseconds.
    """

    def __init__(self, process):
        self.process = process
        self.samples = b''
        self.pieces = []  # where each ends, in bytes, and when it came
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        read = bytearray()
        while piece := os.read(self.process.stdout.fileno(), 65536):
            read += piece
            self.pieces.append((len(read), time.monotonic()))
        self.samples = bytes(read)

    def wait(self):
        """Until something comes."""
        wait_for(lambda: self.pieces, what='a recording')
        return self

    def when(self, sample):
        """When a sample was heard."""
        following = [came - (end / 2 - sample) / RATE for end, came in self.pieces
                     if 0 < end / 2 - sample <= RATE]
        return min(following)

    def find_sound(self, threshold=500):
        """Of a recording that was stopped: when each 10 ms that are louder begin."""
        values = array.array('h', self.samples[:len(self.samples) // 2 * 2])
        step = RATE // 100
        return [self.when(at) for at in range(0, len(values), step)
                if max(map(abs, values[at:at + step])) > threshold]

    def stop(self):
        # It would wait for more, were it asked to end.
        self.process.kill()
        self.process.wait(10)
        self.reader.join(10)
        self.process.stdout.close()
        return self.samples


class Voice:
    """hearth-voice as its parent has it: a socket, method calls and the signals that came."""

    def __init__(self, sound, *arguments, **environment):
        mine, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [PROGRAM, f'--fd={theirs.fileno()}', *arguments], pass_fds=[theirs.fileno()],
            env={**sound.environment, **environment})
        theirs.close()
        stream = Gio.Socket.new_from_fd(mine.detach()).connection_factory_create_connection()
        self.connection = Gio.DBusConnection.new_sync(
            stream, Gio.dbus_generate_guid(), Gio.DBusConnectionFlags.AUTHENTICATION_SERVER, None,
            None)
        self.signals = []
        # They are timed as they come, whatever the test does meanwhile.
        self.context = GLib.MainContext.new()
        self.loop = GLib.MainLoop.new(self.context, False)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        wait_for(self.loop.is_running)

    def run(self):
        self.context.push_thread_default()
        self.connection.signal_subscribe(None, INTERFACE, None, None, None,
                                         Gio.DBusSignalFlags.NONE, self.signal_cb)
        self.loop.run()
        self.context.pop_thread_default()

    def signal_cb(self, _connection, _sender, _path, _interface, name, parameters):
        self.signals.append((name, parameters.unpack(), time.monotonic()))

    def call(self, method, signature=None, *arguments):
        parameters = GLib.Variant(signature, arguments) if signature else None
        answer = self.connection.call_sync(None, PATH, INTERFACE, method, parameters, None,
                                           Gio.DBusCallFlags.NONE, 10000, None)
        return answer.unpack()

    def listen(self, mode='ask', **options):
        names = {name.replace('_', '-'): value for name, value in options.items()}
        return self.call('Listen', '(sa{sv})', mode, names)[0]

    def say(self, number, text, **options):
        self.call('Speak', '(tsa{sv})', number, text, options)

    def find(self, name):
        self.catch_up()
        return [signal for signal in self.signals if signal[0] == name]

    def catch_up(self):
        """What was sent before the last answer is told."""
        if not self.loop.is_running():
            return
        done = threading.Event()
        source = GLib.Idle(GLib.PRIORITY_DEFAULT)
        source.set_callback(lambda *_: done.set())
        source.attach(self.context)
        done.wait(10)

    def wait(self, name, seconds=10, count=1):
        """The last of so many signals of this name."""
        return wait_for(lambda: self.find(name)[count - 1:count], seconds,
                        f'{name} of {self.signals}')[0]

    def forget(self):
        self.find('')
        self.signals.clear()

    def close(self):
        if not self.connection.is_closed():
            self.connection.close_sync(None)
        self.loop.quit()
        self.thread.join(10)
        return self.process.wait(10)
