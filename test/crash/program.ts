import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A program for command processors that writes down each time it is begun, and works until it is told to end. */
export interface Program {
  /** For the agent's configuration. */
  readonly processor: object;
  /** Is there once `end` was called. */
  readonly endedFile: string;
  /** Lets the program end. */
  end(): Promise<void>;
  /** Each beginning, with the idempotency key of its request. */
  works(): Promise<{ idempotencyKey: string; externalExecutionId: string }[]>;
}

/** How the program ends, and whether it leaves the one output artifact that it is told of. */
export interface ProgramPlan {
  readonly succeeds: boolean;
  readonly leavesOutput: boolean;
}

/** A quarter of a minute at most, and not beyond its folder, so that a run that went wrong leaves no program behind. */
const SCRIPT = `request=$(cat)
printf '%s\\n' "$request" >> "$BEGUN"
echo '{"percentComplete": 10, "summary": "begun"}'
left=300
while [ ! -e "$ENDED" ] && [ -e "$BEGUN" ] && [ $left -gt 0 ]; do sleep 0.05; left=$((left - 1)); done
if [ "$PLAN" = fail ]; then
  echo '{"status": "failed", "failure": {"type": "JobFailed", "message": "p95 latency is above 800 ms"}}'
  exit 1
fi
output=$(printf '%s' "$request" | sed -n 's/.*"file":"\\([^"]*\\)".*/\\1/p')
if [ -n "$output" ]; then echo report > "$output"; fi`;

/** The program's own files lie in `folder`; one for each run. */
export function openProgram(folder: string, plan: ProgramPlan): Program {
  const [begun, ended] = [join(folder, 'begun'), join(folder, 'ended')];
  return {
    processor: {
      kind: 'command',
      ...{ command: '/bin/sh', args: ['-c', SCRIPT] },
      environment: { BEGUN: begun, ENDED: ended, PLAN: plan.succeeds ? 'succeed' : 'fail' },
      uploadOutputArtifacts: plan.leavesOutput,
    },
    endedFile: ended,
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
