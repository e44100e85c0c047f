import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** An S3 in a process of its own that only lists: buckets called `many-<count>` hold that many keys. */
export interface ManyKeys {
  readonly endpoint: string;
  /** Milliseconds that each answer takes from now on. */
  delay(ms: number): Promise<void>;
  /** Pages asked for so far. */
  requests(): Promise<number>;
  close(): Promise<void>;
}

/** Starts it on loopback. */
export async function openManyKeys(): Promise<ManyKeys> {
  const script = resolve(import.meta.dirname, 'many-keys-server.mjs');
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { port } = JSON.parse(line.toString()) as { port: number };
  const endpoint = `http://127.0.0.1:${port}`;
  const ask = async (path: string): Promise<number> =>
    Number(await (await fetch(`${endpoint}/${path}`)).text());
  return {
    endpoint,
    delay: async (ms) => void (await ask(`_delay/${ms}`)),
    requests: () => ask('_requests'),
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
