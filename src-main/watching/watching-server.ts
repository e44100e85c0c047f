import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { Log } from '../agent/ports.ts';
import type { Watching } from './watching.ts';

export interface WatchingServer {
  /** `http://HOST:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

export interface WatchingServerOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  watching: Pick<Watching, 'metrics' | 'health'>;
  log: Log;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;
const REQUEST_LIMIT_MS = 10_000;
const MOST_CONNECTIONS = 64;

const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'not allowed for this user',
  EADDRNOTAVAIL: 'this computer has no such address',
  ENOTFOUND: 'this computer has no such address',
  EAI_AGAIN: 'this computer has no such address',
};

/** Whether only programs of this computer reach the address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** The name in a Host header, without its port; null where there is none. */
function nameIn(header: string | undefined): string | null {
  return header ? header.replace(/:\d+$/, '') : null;
}

/**
 * Serves `GET /metrics` and `GET /health` until it is closed. On loopback only names of loopback are answered: a page in a
 * browser whose own name was rebound to 127.0.0.1 learns nothing. Throws `invalid-input` where it cannot listen.
 */
export async function openWatchingServer(options: WatchingServerOptions): Promise<WatchingServer> {
  const { host, port, watching, log } = options;
  const onLoopback = isLoopback(host);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, type: string, text: string): void => {
      response.writeHead(status, {
        'content-type': type,
        'content-length': Buffer.byteLength(text),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
      });
      response.end(request.method === 'HEAD' ? undefined : text);
    };
    const refuse = (status: number, sentence: string): void => send(status, 'text/plain', `${sentence}\n`);
    const name = nameIn(request.headers.host);
    if (onLoopback && (name === null || !isLoopback(name)))
      return refuse(403, 'Ask by the name localhost or the address 127.0.0.1.');
    const [path] = (request.url ?? '').split('?');
    if (path !== '/metrics' && path !== '/health') return refuse(404, 'There are /metrics and /health.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET is possible.');
    if (path === '/metrics') {
      const { text, contentType } = await watching.metrics();
      return send(200, contentType, text);
    }
    const health = await watching.health();
    send(health.httpStatus, 'application/json', `${JSON.stringify(health)}\n`);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      log('error', 'watching-failed', { message: thrown instanceof Error ? thrown.message : String(thrown) });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.requestTimeout = REQUEST_LIMIT_MS;
  server.headersTimeout = REQUEST_LIMIT_MS;
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const problem = PROBLEMS[error.code ?? ''] ?? error.message;
      reject(
        new ActionDeskError('invalid-input', `--metrics: cannot listen on ${host}:${port}: ${problem}`, {
          cause: error,
        }),
      );
    });
    server.listen(port, host.replace(/^\[(.*)\]$/, '$1'), resolve);
  });
  const { address, family, port: chosen } = server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${chosen}`;
  log('info', 'metrics-listening', { url });
  if (!onLoopback) log('warn', 'metrics-reachable', { message: `Whoever reaches ${url} can read it.` });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
