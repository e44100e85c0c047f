import { chmodSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createLineReader } from './line-reader.ts';
import { makeSocketPlace, type SocketPlace } from './local-socket-place.ts';

/** A request is one line of at most this many bytes. */
export const LONGEST_REQUEST = 1024 * 1024;
const MOST_CONNECTIONS = 64;

/** Answers the messages of one connection, one after the other. Never throws. */
export type Session = (message: unknown) => Promise<unknown>;

/** What a connection is told before it is closed for a line that is no JSON or too long. */
export type RefuseLine = (why: string) => unknown;

export interface LocalServerOptions {
  readonly dataDir: string;
  /** Called once a connection. */
  readonly openSession: () => Session;
  readonly refuseLine: RefuseLine;
  /** A connection that has asked nothing for this long is closed. */
  readonly idleMs: number;
}

export interface LocalServer {
  /** Ends every connection and removes the socket. */
  close(): Promise<void>;
}

function serve(socket: Socket, options: LocalServerOptions): void {
  const answer = options.openSession();
  const reader = createLineReader(LONGEST_REQUEST);
  const say = (value: unknown): void => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(value)}\n`);
  };
  const refuse = (why: string): void => {
    say(options.refuseLine(why));
    socket.destroySoon();
  };
  const answerAll = async (lines: readonly string[]): Promise<void> => {
    for (const line of lines) {
      let message: unknown;
      try {
        message = JSON.parse(line);
      } catch {
        return refuse('Expected a line of JSON.');
      }
      // The work itself says how long it may take.
      socket.setTimeout(0);
      say(await answer(message));
      socket.setTimeout(options.idleMs);
    }
    socket.resume();
  };
  socket.setTimeout(options.idleMs, () => socket.destroy());
  // A client that is gone hears no answer; what it asked for is done and written down all the same.
  socket.on('error', () => socket.destroy());
  socket.on('data', (part) => {
    const lines = reader.push(Buffer.from(part));
    if (lines === null) return refuse(`Expected a line of at most ${LONGEST_REQUEST} bytes.`);
    if (lines.length === 0) return;
    socket.pause();
    void answerAll(lines);
  });
}

async function listen(server: Server, place: SocketPlace): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.path, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // Its folder admits nobody else already; a pipe of Windows has no mode.
  if (process.platform !== 'win32') chmodSync(place.path, 0o600);
}

/**
 * Listens for this user's own commands on a data folder: JSON lines, one answer a request, in their order. For the holder of
 * the folder's lock only. Where the folder's file system knows no sockets, a private folder elsewhere is used. Throws where
 * nothing can be listened on.
 */
export async function listenLocally(options: LocalServerOptions): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, options);
  });
  server.maxConnections = MOST_CONNECTIONS;
  let place = makeSocketPlace(options.dataDir);
  try {
    await listen(server, place);
  } catch {
    place.clear();
    place = makeSocketPlace(options.dataDir, true);
    await listen(server, place);
  }
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      place.clear();
    },
  };
}
