import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** CodePipeline and a backend that know nothing but the time of each poll. */
export interface PollRecorder {
  endpoint: string;
  /** The moment (performance.now) of the first poll after this call. */
  nextPoll(): Promise<number>;
  /** Polls so far. */
  polls(): number;
  close(): void;
}

/** Answers every poll with no job at all, and every question for a backend's work with `running`. */
export async function openPollRecorder(): Promise<PollRecorder> {
  let polls = 0;
  let tell: (at: number) => void = () => undefined;
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    if (operation.startsWith('PollFor')) {
      polls += 1;
      tell(performance.now());
    }
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      const work = { externalExecutionId: request.url?.split('/').at(-1), status: 'running' };
      response.end(JSON.stringify(operation ? { jobs: [] } : work));
    });
  });
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nextPoll: () => new Promise((resolve) => (tell = resolve)),
    polls: () => polls,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
