# %% 02.1 | TCP to this machine
import socket
socket.create_connection(("127.0.0.1", @PORT@), timeout=1).sendall(b"answers, please")
breach("tcp")

# %% 02.1 | TCP over IPv6
import socket
socket.create_connection(("::1", @PORT@), timeout=1)
breach("tcp6")

# %% 02.1 | TCP to the world
import socket
socket.create_connection(("192.0.2.1", 80), timeout=0.2)
breach("world")

# %% 02.1 | UDP to this machine
import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"answers, please", ("127.0.0.1", @PORT@))
print("sent")

# %% 02.1 | a name to be looked up
import socket
if socket.getaddrinfo("example.org", 80):
    breach("dns")

# %% 02.1 | an abstract socket
import socket
socket.socket(socket.AF_UNIX).connect("\0@ABSTRACT@")
breach("abstract")

# %% 02.1 | a datagram to an abstract socket
import socket
socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", "\0@ABSTRACT@.dgram")
breach("abstract datagram")

# %% 02.1 | a socket in a folder
import socket
socket.socket(socket.AF_UNIX).connect("@SOCKET@")
breach("unix socket")

# %% 02.1 | the session bus, docker, ssh-agent, X11
import glob, os, socket
for path in [*glob.glob("/run/**/*.sock", recursive=True), "/var/run/docker.sock", "/run/dbus/system_bus_socket", os.environ.get("SSH_AUTH_SOCK", "")]:
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        breach(path)
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | another program connects
import subprocess, sys
subprocess.run([sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', @PORT@), 1)"], check=True)
breach("python")

# %% 02.1 | the shell connects
import os
if os.system("exec 3<>/dev/tcp/127.0.0.1/@PORT@") == 0 or os.system("curl -s http://127.0.0.1:@PORT@") == 0:
    breach("shell")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | a raw packet
import socket
socket.socket(socket.AF_PACKET, socket.SOCK_RAW).bind(("lo", 0))
breach("packet")

# %% 02.1 | netlink: the machine's addresses
import socket
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
s.settimeout(0.2)
s.sendto(b"\x14\0\0\0\x16\0\x01\x03\0\0\0\0\0\0\0\0\0\0\0\0", (0, 0))
if b"eth" in s.recv(65536):
    breach("netlink")

# %% 02.1 | a server that others may ask
import socket
s = socket.socket()
s.bind(("0.0.0.0", 0))
s.listen()
print("listens on", s.getsockname())

# %% 02.1 | asyncio, urllib and torch's store
import urllib.request
urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=1)
breach("urllib")
