"""A host tool in another language: asks a guest agent for each of its commands, byte by byte.

Usage: python3 client.py SOCKET

The agent is that of `mockvm serve debian-12 --clock manual`. Prints every reply that is not what it should be; the exit
status is 1 if there was one. Only the standard library is needed.
"""

import base64
import socket
import sys

NAMES = [
    "guest-" + name
    for name in """
    get-cpustats get-diskstats ssh-remove-authorized-keys ssh-add-authorized-keys ssh-get-authorized-keys get-devices
    get-osinfo get-timezone get-users get-host-name exec exec-status get-memory-block-info set-memory-blocks
    get-memory-blocks set-user-password get-fsinfo get-disks set-vcpus get-vcpus network-get-interfaces suspend-hybrid
    suspend-ram suspend-disk fstrim fsfreeze-thaw fsfreeze-freeze-list fsfreeze-freeze fsfreeze-status file-flush
    file-seek file-write file-read file-close file-open shutdown info set-time get-time ping sync sync-delimited
    """.split()
]
# It is there for Windows.
DISABLED = "guest-get-devices"
SILENT = ["guest-suspend-ram", "guest-suspend-hybrid", "guest-suspend-disk", "guest-shutdown"]


def ok(json):
    return b'{"return": ' + json.encode("ascii") + b"}\n"


def error(desc, error_class="GenericError"):
    return ('{"error": {"class": "%s", "desc": "%s"}}\n' % (error_class, desc)).encode("ascii")


def flag(value):
    return "true" if value else "false"


def info():
    commands = ", ".join(
        '{"enabled": %s, "name": "%s", "success-response": %s}'
        % (flag(name != DISABLED), name, flag(name not in SILENT))
        for name in NAMES
    )
    return ok('{"version": "7.2.22", "supported_commands": [%s]}' % commands)


def memory_blocks():
    # The order of their directory in sysfs.
    order = [3, 12, 1, 10, 8, 6, 15, 4, 13, 2, 11, 0, 9, 7, 5, 14]
    return ok(
        "[%s]" % ", ".join('{"online": true, "can-offline": true, "phys-index": %d}' % index for index in order)
    )


def b64(data):
    return base64.b64encode(data).decode("ascii")


DISK = (
    '{"bus-type": "virtio", "bus": 0, "unit": 0, '
    '"pci-controller": {"bus": 4, "slot": 0, "domain": 0, "function": 0}, "dev": "%s", "target": 0}'
)
EFI = (
    '{"name": "vda15", "total-bytes": 129751040, "mountpoint": "/boot/efi", "disk": [%s], "used-bytes": 0, "type": "vfat"}'
    % (DISK % "/dev/vda15")
)
ROOT = (
    '{"name": "vda1", "total-bytes": 20123148288, "mountpoint": "/", "disk": [%s], "used-bytes": 736821248, "type": "ext4"}'
    % (DISK % "/dev/vda1")
)
LO = (
    '{"name": "lo", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "127.0.0.1", "prefix": 8}, '
    '{"ip-address-type": "ipv6", "ip-address": "::1", "prefix": 128}], '
    '"statistics": {"tx-packets": 720, "tx-errs": 0, "rx-bytes": 56400, "rx-dropped": 0, "rx-packets": 720, '
    '"rx-errs": 0, "tx-bytes": 56400, "tx-dropped": 0}, "hardware-address": "00:00:00:00:00:00"}'
)
ENP1S0 = (
    '{"name": "enp1s0", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "192.168.122.100", "prefix": 24}, '
    '{"ip-address-type": "ipv6", "ip-address": "fe80::5054:ff:fe6b:3c58", "prefix": 64}], '
    '"statistics": {"tx-packets": 19, "tx-errs": 0, "rx-bytes": 1290, "rx-dropped": 0, "rx-packets": 3, "rx-errs": 0, '
    '"tx-bytes": 2050, "tx-dropped": 0}, "hardware-address": "52:54:00:6b:3c:58"}'
)
OSINFO = (
    '{"name": "Debian GNU/Linux", "kernel-release": "6.1.0-50-cloud-amd64", "version": "12 (bookworm)", '
    '"pretty-name": "Debian GNU/Linux 12 (bookworm)", "version-id": "12", '
    '"kernel-version": "#1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-07-02)", "machine": "x86_64", "id": "debian"}'
)


def partition(name):
    return '{"name": "/dev/%s", "dependencies": ["/dev/vda"], "partition": true}' % name


WHOLE = '{"name": "/dev/vda", "dependencies": [], "partition": false, "address": %s}' % (DISK % "/dev/vda")


def diskstats(name, minor, reads):
    stats = (
        '"discard-sectors": 0, "write-ios": 0, "discard-ios": 0, "discard-ticks": 0, "weight-ticks": %d, "read-ios": %d, '
        '"flush-ios": 0, "write-sectors": 0, "write-merges": 0, "write-ticks": 0, "ios-pgr": 0, "read-sectors": %d, '
        '"read-merges": 0, "total-ticks": %d, "discard-merges": 0, "flush-ticks": 0, "read-ticks": %d'
        % (reads, reads, reads * 8, reads, reads)
    )
    return '{"name": "%s", "stats": {%s}, "minor": %d, "major": 254}' % (name, stats, minor)


def cpustats(cpu):
    return (
        '{"cpu": %d, "guestnice": 0, "idle": 191250, "steal": 0, "iowait": 0, "system": 0, "guest": 0, "nice": 0, '
        '"irq": 0, "type": "linux", "user": 0, "softirq": 0}' % cpu
    )


def no_suspend(verb):
    return error("the helper program 'systemctl %s' returned an unexpected exit status code (1)" % verb)


# What is sent, and what comes back. A request may end anywhere; the rest is then in the next line.
EXCHANGES = [
    (b'\xff{"execute":"guest-sync-delimited","arguments":{"id":4711}}', error("JSON parse error, stray '\\uFFFD'") + b"\xff" + ok("4711")),
    (b'{"execute":"guest-sync","argum', b""),
    (b'ents":{"id":9223372036854775807}}', ok("9223372036854775807")),
    (b'{"execute":"guest-ping"}{"execute":"guest-ping","id":[1.5]}\n', ok("{}") + b'{"return": {}, "id": [1.5]}\n'),
    (b"{'execute': 'guest-info'}", info()),
    (b'{"execute":"guest-get-host-name"}', ok('{"host-name": "debian"}')),
    (b'{"execute":"guest-get-osinfo"}', ok(OSINFO)),
    (b'{"execute":"guest-get-users"}', ok("[]")),
    (b'{"execute":"guest-get-timezone"}', ok('{"zone": "UTC", "offset": 0}')),
    (b'{"execute":"guest-set-time","arguments":{"time":1600000000123456789}}', ok("{}")),
    (b'{"execute":"guest-get-time"}', ok("1600000000123456000")),
    (b'{"execute":"guest-get-fsinfo"}', ok("[%s, %s]" % (EFI, ROOT))),
    (b'{"execute":"guest-get-disks"}', ok("[%s]" % ", ".join([partition("vda14"), partition("vda1"), partition("vda15"), WHOLE]))),
    # What the agent has read so far: four blocks of the root.
    (
        b'{"execute":"guest-get-diskstats"}',
        ok("[%s]" % ", ".join([diskstats("vda", 0, 4), diskstats("vda1", 1, 4), diskstats("vda14", 14, 0), diskstats("vda15", 15, 0)])),
    ),
    (b'{"execute":"guest-get-cpustats"}', ok("[%s, %s]" % (cpustats(0), cpustats(1)))),
    (b'{"execute":"guest-get-devices"}', error("Command guest-get-devices has been disabled", "CommandNotFound")),
    (
        b'{"execute":"guest-ssh-add-authorized-keys","arguments":{"username":"debian","keys":["ssh-ed25519 AAAA a","ssh-rsa BBBB b"]}}',
        ok("{}"),
    ),
    (b'{"execute":"guest-ssh-remove-authorized-keys","arguments":{"username":"debian","keys":["ssh-rsa BBBB b"]}}', ok("{}")),
    (
        b'{"execute":"guest-ssh-get-authorized-keys","arguments":{"username":"debian"}}',
        ok('{"keys": ["ssh-ed25519 AAAA a"]}'),
    ),
    (b'{"execute":"guest-network-get-interfaces"}', ok("[%s, %s]" % (LO, ENP1S0))),
    (b'{"execute":"guest-set-vcpus","arguments":{"vcpus":[{"logical-id":1,"online":false}]}}', ok("1")),
    (
        b'{"execute":"guest-get-vcpus"}',
        ok(
            '[{"online": false, "can-offline": true, "logical-id": 1}, '
            '{"online": true, "can-offline": false, "logical-id": 0}]'
        ),
    ),
    (b'{"execute":"guest-get-memory-block-info"}', ok('{"size": 134217728}')),
    (b'{"execute":"guest-get-memory-blocks"}', memory_blocks()),
    (
        b'{"execute":"guest-set-memory-blocks","arguments":{"mem-blks":['
        b'{"phys-index":2,"online":false},{"phys-index":99,"online":true}]}}',
        ok('[{"response": "success", "phys-index": 2}, {"response": "not-found", "error-code": 2, "phys-index": 99}]'),
    ),
    (b'{"execute":"guest-file-open","arguments":{"path":"/tmp/e2e","mode":"w+"}}', ok("1000")),
    (
        b'{"execute":"guest-file-write","arguments":{"handle":1000,"buf-b64":"%s"}}' % b64(bytes(range(256))).encode(),
        ok('{"count": 256, "eof": false}'),
    ),
    (b'{"execute":"guest-file-flush","arguments":{"handle":1000}}', ok("{}")),
    (
        b'{"execute":"guest-file-seek","arguments":{"handle":1000,"offset":-3,"whence":"end"}}',
        ok('{"eof": false, "position": 253}'),
    ),
    (
        b'{"execute":"guest-file-read","arguments":{"handle":1000}}',
        ok('{"count": 3, "buf-b64": "/f7/", "eof": true}'),
    ),
    (b'{"execute":"guest-file-close","arguments":{"handle":1000}}', ok("{}")),
    (b'{"execute":"guest-file-close","arguments":{"handle":1000}}', error("handle '1000' has not been found")),
    # guest-set-time has run hwclock, which was 491.
    (
        b'{"execute":"guest-exec","arguments":{"path":"/usr/bin/wc","arg":["-c"],"input-data":"%s","capture-output":true}}'
        % b64(b"hello").encode(),
        ok('{"pid": 492}'),
    ),
    (
        b'{"execute":"guest-exec-status","arguments":{"pid":492}}',
        ok('{"exitcode": 0, "out-data": "%s", "out-truncated": false, "exited": true}' % b64(b"5\n")),
    ),
    (b'{"execute":"guest-exec-status","arguments":{"pid":492}}', error("Invalid parameter 'pid'")),
    (
        b'{"execute":"guest-set-user-password","arguments":{"username":"debian","password":"%s","crypted":false}}'
        % b64(b"secret").encode(),
        ok("{}"),
    ),
    (
        b'{"execute":"guest-fstrim","arguments":{"minimum":9223372036854775807}}',
        ok(
            '{"paths": [{"minimum": 9223372036854775807, "path": "/boot/efi", "trimmed": 0}, '
            '{"minimum": 9223372036854775807, "path": "/", "trimmed": 0}]}'
        ),
    ),
    # vfat can't be frozen.
    (b'{"execute":"guest-fsfreeze-freeze"}', ok("1")),
    (b'{"execute":"guest-fsfreeze-status"}', ok('"frozen"')),
    (b'{"execute":"guest-get-time"}', error("Command guest-get-time has been disabled: the agent is in frozen state", "CommandNotFound")),
    (b'{"execute":"guest-fsfreeze-thaw"}', ok("1")),
    (b'{"execute":"guest-fsfreeze-freeze-list","arguments":{"mountpoints":["/boot/efi"]}}', ok("0")),
    (b'{"execute":"guest-fsfreeze-thaw"}', ok("0")),
    (b'{"execute":"guest-suspend-disk"}', no_suspend("hibernate")),
    (b'{"execute":"guest-suspend-ram"}', no_suspend("suspend")),
    (b'{"execute":"guest-suspend-hybrid"}', no_suspend("hybrid-sleep")),
    (b'{"execute":"guest-get-load"}', error("The command guest-get-load has not been found", "CommandNotFound")),
    (b'{"execute":"guest-shutdown"}', b""),
]


class Connection:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(60)
        self.socket.connect(path)
        self.buffer = b""

    def send(self, data):
        self.socket.sendall(data)

    def lines(self, count):
        """So many lines, or what comes before the end."""
        while self.buffer.count(b"\n") < count:
            chunk = self.socket.recv(65536)
            if not chunk:
                break
            self.buffer += chunk
        parts = self.buffer.split(b"\n", count)
        self.buffer = parts.pop()
        return b"".join(part + b"\n" for part in parts)

    def rest(self):
        """What comes until the agent ends the connection."""
        while True:
            chunk = self.socket.recv(65536)
            if not chunk:
                return self.buffer
            self.buffer += chunk


def main():
    failures = 0
    connection = Connection(sys.argv[1])
    for sent, expected in EXCHANGES:
        connection.send(sent)
        got = connection.lines(expected.count(b"\n"))
        if got != expected:
            failures += 1
            print("sent      %r\nexpected  %r\ngot       %r\n" % (sent, expected, got))
    # The guest is off, and with it goes the socket. What was not to be answered has not been.
    rest = connection.rest()
    if rest:
        failures += 1
        print("expected the end, got %r" % rest)
    asked = b" ".join(sent for sent, _ in EXCHANGES)
    for name in NAMES:
        if name.encode() + b'"' not in asked and name.encode() + b"'" not in asked:
            failures += 1
            print("%s is not asked for" % name)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
