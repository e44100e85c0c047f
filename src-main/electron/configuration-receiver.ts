import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReceiverState } from '#shared/domain/received-request.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { judgeReception } from './judge-reception.ts';

const OPEN_MS = 10 * 60_000;
const LARGEST_HEAD = 64 * 1024;
const LARGEST_BODY = 100_000;

const RECEIVED = 'Received by Action Desk: go on there.';

/**
 * Where a browser, sent on by the vendor's page, leaves the request for the configuration page: loopback only, switched on by
 * a person, off by itself after ten minutes. Nothing of a request is logged or sent back.
 */
export interface ConfigurationReceiver {
  /** Port 0 is any free one. Throws `not-allowed-now` where the port cannot be had. */
  open(port: number): Promise<ReceiverState>;
  close(): void;
  state(): ReceiverState | null;
}

/** `take` answers false while another request waits. `onChanged` runs when the receiver opens or ends. */
export function createConfigurationReceiver(options: {
  readonly take: (text: string) => boolean;
  readonly onChanged: () => void;
  readonly now: () => number;
}): ConfigurationReceiver {
  let open: { server: Server; state: ReceiverState; limit: NodeJS.Timeout } | null = null;

  const close = (): void => {
    if (!open) return;
    clearTimeout(open.limit);
    open.server.close();
    open.server.closeAllConnections();
    open = null;
    options.onChanged();
  };

  const receive = (text: string, response: ServerResponse): void => {
    const requests = new URLSearchParams(text).getAll('request');
    if (requests.length !== 1 || requests[0] === '')
      return answer(response, 400, 'One parameter “request” is expected.');
    if (!options.take(text))
      return answer(
        response,
        409,
        'Action Desk still shows another request: finish that one, then send this again.',
      );
    // The token must not stay in the browser's address bar.
    response.setHeader('Location', '/received');
    answer(response, 303, RECEIVED);
  };

  const handle = (request: IncomingMessage, response: ServerResponse, port: number): void => {
    const verdict = judgeReception(
      { method: request.method ?? '', url: request.url ?? '', headers: request.headers },
      port,
    );
    if (verdict.kind === 'refuse') {
      if (verdict.status === 405) response.setHeader('Allow', 'GET, POST');
      answer(response, verdict.status, verdict.sentence);
    } else if (verdict.kind === 'received-page') answer(response, 200, RECEIVED);
    else if (verdict.kind === 'query') receive(verdict.query, response);
    else {
      readForm(request).then(
        (text) => {
          if (text !== null) return receive(text, response);
          response.once('finish', () => request.destroy());
          answer(response, 413, 'The request is too long.');
        },
        () => response.destroy(),
      );
    }
  };

  return {
    close,
    state: () => open?.state ?? null,
    async open(wanted) {
      close();
      const server = createServer({
        maxHeaderSize: LARGEST_HEAD,
        headersTimeout: 10_000,
        requestTimeout: 10_000,
      });
      server.maxConnections = 8;
      await new Promise<void>((done, fail) => {
        server.once('error', fail);
        server.listen(wanted, '127.0.0.1', done);
      }).catch((thrown: unknown) => {
        const taken = (thrown as NodeJS.ErrnoException).code === 'EADDRINUSE';
        throw new ActionDeskError(
          'not-allowed-now',
          taken
            ? `Port ${wanted} is taken by another program: choose another, or leave it empty for any free one.`
            : `Nothing can listen on port ${wanted} here.`,
          { cause: thrown },
        );
      });
      const { port } = server.address() as AddressInfo;
      server.on('request', (request, response) => handle(request, response, port));
      const limit = setTimeout(close, OPEN_MS);
      limit.unref();
      // Two that were asked for at once: the later one stays.
      close();
      const state = { url: `http://127.0.0.1:${port}/configure`, closesAt: options.now() + OPEN_MS };
      open = { server, state, limit };
      options.onChanged();
      return state;
    },
  };
}

/** The body of a form; null where it is too long, unread from there on. */
async function readForm(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  // Kept open: the refusal goes back over the same connection.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BODY) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function answer(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(`<!doctype html><html lang="en"><title>Action Desk</title><p>${sentence}</p></html>\n`);
}
