import { createConnection, type Socket } from 'node:net';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { createLineReader } from './line-reader.ts';
import { findSocketPlace } from './local-socket-place.ts';

/** The longest page of runs is a few megabytes. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

/** A connection to the agent of a data folder: one request at a time. */
export interface LocalConnection {
  /**
   * Sends one message and resolves with its answer. Throws `unreachable` when the agent ends first or says nothing for
   * `timeoutMs`: whether the request took effect is then unknown.
   */
  ask(message: unknown, timeoutMs: number): Promise<unknown>;
  close(): void;
}

function lost(what: string): ActionDeskError {
  return new ActionDeskError(
    'unreachable',
    `${what}: whether it took effect is not known. Look again once an agent is running.`,
    { retryable: true },
  );
}

function connectionOn(socket: Socket): LocalConnection {
  const reader = createLineReader(LONGEST_ANSWER);
  let waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void } | null = null;
  const fail = (what: string): void => {
    waiting?.reject(lost(what));
    waiting = null;
    socket.destroy();
  };
  socket.on('error', () => fail('The agent ended before it answered'));
  socket.on('close', () => fail('The agent ended before it answered'));
  socket.on('data', (part) => {
    const [line] = reader.push(Buffer.from(part)) ?? [null];
    if (line === undefined) return;
    try {
      waiting?.resolve(JSON.parse(line ?? ''));
      waiting = null;
    } catch {
      fail('The agent answered something that is no answer');
    }
  });
  return {
    ask: (message, timeoutMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => fail(`No answer within ${timeoutMs / 1000} s`), timeoutMs);
        waiting = {
          resolve: (answer) => {
            clearTimeout(timer);
            resolve(answer);
          },
          reject: (error) => {
            clearTimeout(timer);
            reject(error);
          },
        };
        if (socket.destroyed) fail('The agent ended before it answered');
        else socket.write(`${JSON.stringify(message)}\n`);
      }),
    close: () => void socket.destroy(),
  };
}

/** Connects to the agent of a data folder; null where none listens, a socket file that a killed one left included. */
export async function connectLocally(dataDir: string): Promise<LocalConnection | null> {
  const path = findSocketPlace(dataDir);
  if (path === null) return null;
  return new Promise((resolve) => {
    const socket = createConnection(path);
    const none = (): void => {
      socket.destroy();
      resolve(null);
    };
    socket.once('error', none);
    socket.once('connect', () => {
      socket.off('error', none);
      resolve(connectionOn(socket));
    });
  });
}
