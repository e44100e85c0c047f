import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A program for command processors that writes down each time it is begun, and works until it is told to end. */
export interface Program {
  /** For the agent's configuration. */
  readonly processor: object;
  reset(): Promise<void>;
  /** Lets the program succeed. */
  end(): Promise<void>;
  /** Each beginning, with the idempotency key of its request. */
  works(): Promise<{ idempotencyKey: string; externalExecutionId: string }[]>;
}

/** A quarter of a minute at most, so that a run that went wrong leaves no program behind. */
const SCRIPT = `{ cat; echo; } >> "$BEGUN"
echo '{"percentComplete": 10, "summary": "begun"}'
left=300
while [ ! -e "$ENDED" ] && [ $left -gt 0 ]; do sleep 0.05; left=$((left - 1)); done`;

/** The program's files lie in `folder`, one program at a time. */
export function openProgram(folder: string): Program {
  const [begun, ended] = [join(folder, 'begun'), join(folder, 'ended')];
  return {
    processor: {
      kind: 'command',
      ...{ command: '/bin/sh', args: ['-c', SCRIPT] },
      environment: { BEGUN: begun, ENDED: ended },
    },
    async reset() {
      for (const file of [begun, ended]) await rm(file, { force: true });
    },
    end: () => writeFile(ended, ''),
    async works() {
      const text = await readFile(begun, 'utf8').catch(() => '');
      const requests = text.split('\n').filter((line) => line.trim() !== '');
      return requests.map((line) => {
        const { runId, attempt } = JSON.parse(line) as { runId: string; attempt: number };
        const key = `${runId}-${attempt}`;
        // The program names no id of its own, so that the key is the id.
        return { idempotencyKey: key, externalExecutionId: key };
      });
    },
  };
}
