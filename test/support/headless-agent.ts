import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAgentProcess } from './agent-process.ts';
import type { SimulatorUnderTest } from './simulator.ts';

type Line = Record<string, unknown>;

/** The headless agent as a process that is started with settings of its own and ended by a signal. */
export interface HeadlessAgent {
  /** Resolves with the first line that matches, past or future; fails when the agent ends before. */
  logged(what: string, matches: (line: Line) => boolean): Promise<Line>;
  /** Sends the signal and resolves with the exit code when the process has ended. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  /** Exit code and standard error of an agent that ends by itself. */
  ended(): Promise<{ exitCode: number | null; errors: string }>;
}

/** Starts the agent on `folder` with these settings, polling each second; it knows the simulator by its environment only. */
export async function startHeadlessAgent(
  simulator: SimulatorUnderTest,
  folder: string,
  settings: Record<string, unknown>,
): Promise<HeadlessAgent> {
  const data = join(folder, 'agent-data');
  await mkdir(data, { recursive: true });
  const common = { environment: 'headless-test', regions: ['us-east-1'], pollSeconds: 1 };
  const config = { ...common, vault: { keyFile: 'key' }, ...settings };
  await writeFile(join(data, 'config.json'), JSON.stringify(config));
  const agent = startAgentProcess(simulator, data, ['--drain-seconds', '20']);
  return {
    async logged(what, matches) {
      await agent.logged(matches).catch((error: unknown) => {
        throw new Error(`the agent ended before: ${what}`, { cause: error });
      });
      const found = agent.seen.find(matches);
      if (!found) throw new Error(`${what} was logged and is gone`);
      return found;
    },
    async end(signal) {
      agent.child.kill(signal);
      return agent.exited;
    },
    ended: async () => ({ exitCode: await agent.exited, errors: agent.errors() }),
  };
}
