import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A line to an endpoint that breaks off in the middle of answers. */
export interface CutConnection {
  readonly endpoint: string;
  /** What was asked for: method, path and range of each request. */
  readonly asked: { method: string; path: string; range: string | null }[];
  /** The next answers to GETs of a range are cut after so many bytes of their body, one number each. */
  cutNext(...bytes: number[]): void;
  /** From now on answers come whole. */
  forgetCuts(): void;
  /** Answers instead of the endpoint while it gives something. */
  answer: (
    request: IncomingMessage,
  ) => { status: number; headers: Record<string, string>; body: string } | null;
  close(): Promise<void>;
}

/** Passes requests on as they are, with the host that they were signed for. */
export async function openCutConnection(target: string): Promise<CutConnection> {
  const { hostname, port } = new URL(target);
  const cuts: number[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const range = headers.range ?? null;
    connection.asked.push({ method, path: url, range });
    const own = connection.answer(incoming);
    if (own) {
      outgoing.writeHead(own.status, own.headers).end(own.body);
      return;
    }
    const cut = method === 'GET' && range !== null ? cuts.shift() : undefined;
    const passed = send({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      if (cut === undefined) answer.pipe(outgoing);
      else passUntil(answer, outgoing, cut);
    });
    // Both ends break off here on purpose.
    passed.on('error', () => outgoing.destroy());
    outgoing.on('error', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connection: CutConnection = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: () => null,
    cutNext: (...bytes) => void cuts.push(...bytes),
    forgetCuts: () => void cuts.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return connection;
}

function passUntil(answer: IncomingMessage, outgoing: ServerResponse, bytes: number): void {
  let left = bytes;
  answer.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, left);
    left -= part.length;
    outgoing.write(part, () => {
      if (left === 0) outgoing.destroy();
    });
    if (left === 0) answer.destroy();
  });
}
