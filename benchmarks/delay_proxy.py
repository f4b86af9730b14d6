"""A TCP proxy on loopback that delays the kernel's web socket, each way.

Pages, extensions and contents pass at once; only connections that ask for
``/api/kernels/.../channels`` are delayed, as by a far-away kernel.
"""

from __future__ import annotations

import asyncio
import re
import threading

_KERNEL = re.compile(rb"GET \S*/api/kernels/[^/]+/channels")


class DelayProxy:
    """Forward 127.0.0.1:``port`` to 127.0.0.1:``target``; use as a context manager.

    ``delay`` is in seconds, each way, and may be changed at any time.
    """

    def __init__(self, target: int):
        self.target = target
        self.delay = 0.0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> DelayProxy:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the delay proxy did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.read(65536)
        is_kernel = bool(_KERNEL.match(first))
        try:
            back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        back_writer.write(first)
        await asyncio.gather(self._pump(reader, back_writer, is_kernel), self._pump(back_reader, writer, is_kernel))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_kernel: bool) -> None:
        """Copy one direction in order; each piece leaves ``delay`` after it came."""
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def send() -> None:
            while True:
                due, data = await pieces.get()
                await asyncio.sleep(max(0.0, due - self._loop.time()))
                if not data:
                    break
                writer.write(data)
                await writer.drain()

        sender = asyncio.ensure_future(send())
        try:
            while True:
                data = await reader.read(65536)
                pieces.put_nowait((self._loop.time() + (self.delay if is_kernel else 0.0), data))
                if not data:
                    break
            await sender
        except (ConnectionError, OSError):
            sender.cancel()
        finally:
            writer.close()
