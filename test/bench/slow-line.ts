import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What may be under way in one direction before the sender has to wait. */
const windowBytes = 16 * 1024 * 1024;

/** A way to a server that takes its time: every byte arrives half a round trip later, as many at once as are sent. */
export interface SlowLine {
  /** The same server, reached through the line. */
  readonly endpoint: string;
  /** Bytes that came from the server so far, headers included. */
  received(): number;
  close(): void;
}

/** Puts a line of `roundTripMs` before an endpoint on this computer. New connections take one round trip as well. */
export async function openSlowLine(endpoint: string, roundTripMs: number): Promise<SlowLine> {
  const target = new URL(endpoint);
  const sockets = new Set<Socket>();
  let received = 0;
  const server = createServer((near) => {
    // The handshake that the real line would need is paid by the first bytes.
    const opensAt = performance.now() + roundTripMs;
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {
        near.destroy();
        far.destroy();
      });
    }
    far.on('data', (chunk) => (received += chunk.length));
    late(near, far, roundTripMs / 2, opensAt);
    late(far, near, roundTripMs / 2, opensAt);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => received,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function late(from: Socket, to: Socket, delayMs: number, opensAt: number): void {
  let underWay = 0;
  const later = (work: () => void) => {
    // Timers of one delay keep their order; those before the connection stands all end with it.
    setTimeout(work, Math.max(delayMs, opensAt - performance.now() + delayMs));
  };
  from.on('data', (chunk) => {
    underWay += chunk.length;
    if (underWay > windowBytes) from.pause();
    later(() => {
      underWay -= chunk.length;
      if (underWay <= windowBytes) from.resume();
      if (!to.destroyed) to.write(chunk);
    });
  });
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
}
