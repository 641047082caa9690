// A line to the started server that can be cut, as a phone loses its signal: the browser's own offline switch does not reach
// service workers.

import { createServer, connect } from 'node:net';

/** A port on this machine that leads to `base`; `cut` ends it and everything on it, `mend` opens it again. */
export async function openLine(base) {
  const { hostname, port: far } = new URL(base);
  const open = new Set();
  const server = createServer((near) => {
    const there = connect(Number(far), hostname);
    for (const end of [near, there]) {
      open.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        open.delete(end);
        near.destroy();
        there.destroy();
      });
    }
    near.pipe(there).pipe(near);
  });
  const listen = (port) => (server.listening ? undefined : new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)));
  await listen(0);
  const { port } = server.address();
  const cut = () => {
    if (!server.listening) return undefined;
    const ended = new Promise((resolve) => server.close(resolve));
    for (const end of open) end.destroy();
    return ended;
  };
  return { base: `http://127.0.0.1:${port}`, cut, mend: () => listen(port) };
}
