import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of CodePipeline as it was on the wire. */
export interface RecordedAnswer {
  readonly operation: string;
  readonly status: number;
  readonly body: string;
}

/** Stands between a client and a simulator and writes down what CodePipeline answers. */
export interface Recorder {
  readonly endpoint: string;
  readonly answers: RecordedAnswer[];
  /** Where to pass calls on to from now on. */
  leadTo(endpoint: string): void;
  close(): Promise<void>;
}

/** Listens on a free port of loopback. Requests are passed on as they are, so signatures stay good. */
export async function openRecorder(): Promise<Recorder> {
  const answers: RecordedAnswer[] = [];
  let target = '';
  const server = createServer((incoming, response) => {
    void (async () => {
      const { method, url = '/', headers } = incoming;
      const onward = request(`${target}${url}`, { method: method ?? 'GET', headers });
      const answer = new Promise<IncomingMessage>((resolve, reject) => {
        onward.once('response', resolve);
        onward.once('error', reject);
      });
      onward.end(await bytesOf(incoming));
      const answered = await answer;
      const body = await bytesOf(answered);
      const [, operation] = /^CodePipeline_20150709\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? [];
      const status = answered.statusCode ?? 0;
      if (operation !== undefined) answers.push({ operation, status, body: body.toString() });
      response.writeHead(status, answered.headers);
      response.end(body);
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    leadTo: (endpoint) => {
      target = endpoint;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
