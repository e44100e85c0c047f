import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeAgentConfig } from '#test/support/agent-process.ts';
import { withFolder } from '#test/support/desk.ts';
import { projectFolder } from '#test/support/electron-path.ts';
import { withSimulator } from '#test/support/simulator.ts';

/** An agent without a window, in which a promise that nobody looks after is rejected once it is put together. */
const PROGRAM = `
import { runHeadless } from '#main/headless.ts';
import { createAgent } from '#main/agent/agent.ts';
const [configFile, dataDir] = process.argv.slice(1);
process.exitCode = await runHeadless({
  configFile, dataDir, once: false, drainSeconds: 2,
  makeAgent: (settings, ports) => {
    setImmediate(() => void Promise.reject(new Error('stray')));
    return createAgent(settings, ports);
  },
});
`;

it('goes on polling after a rejection that nobody looked after, and says what it was', () =>
  withSimulator((simulator) =>
    withFolder(async (folder) => {
      await writeAgentConfig(simulator, folder);
      const agent = spawn(
        process.execPath,
        ['--input-type=module', '-e', PROGRAM, join(folder, 'config.json'), folder],
        {
          cwd: projectFolder,
          stdio: ['ignore', 'pipe', 'inherit'],
          env: {
            ...process.env,
            AWS_ENDPOINT_URL_CODEPIPELINE: simulator.endpoint,
            AWS_ACCESS_KEY_ID: 'AKIDTEST',
            AWS_SECRET_ACCESS_KEY: 'test',
            AWS_EC2_METADATA_DISABLED: 'true',
          },
        },
      );
      onTestFinished(() => void agent.kill('SIGKILL'));
      const ended = once(agent, 'close');
      const lines: { event: string; message?: string }[] = [];
      for await (const line of createInterface({ input: agent.stdout })) {
        lines.push(JSON.parse(line) as { event: string });
        const told = new Set(lines.map(({ event }) => event));
        if (!agent.killed && told.has('unhandled-rejection') && told.has('agent-started'))
          agent.kill('SIGTERM');
      }
      expect(lines).toContainEqual(
        expect.objectContaining({ event: 'unhandled-rejection', message: 'stray' }),
      );
      expect(lines.at(-1)?.event).toBe('stopped');
      expect(await ended).toEqual([0, null]);
    }),
  ));
