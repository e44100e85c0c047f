import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ActionTypeId } from '#shared/domain/action-type.ts';
import { printTable } from './bench-world.ts';
import { openPollRecorder } from './poll-recorder.ts';

/*
 * What an agent with nothing to do costs: 20 regions × 5 action types, a poll each 10 s, beside a program that makes the same
 * polls through the same SDK and keeps nothing. After five idle minutes the agent polls at a third of the pace:
 * BENCH_SETTLE_SECONDS=330 shows that.
 */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
const SETTLE_SECONDS = Number(process.env['BENCH_SETTLE_SECONDS'] ?? 15);
const POLL_MS = 10_000;
const REGIONS = 20;
const TYPES = 5;

/** What one program is told to poll. */
export interface IdleCell {
  region: string;
  actionTypeId: ActionTypeId;
}

interface Usage {
  polls: number;
  cpu: { user: number; system: number };
  rss: number;
}

const cells: IdleCell[] = Array.from({ length: REGIONS * TYPES }, (_, at) => ({
  region: `bench-region-${Math.floor(at / TYPES) + 1}`,
  actionTypeId: { category: 'Test', owner: 'Custom', provider: `Bench-${(at % TYPES) + 1}`, version: '1' },
}));
const wait = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

const recorder = await openPollRecorder();
const rows = [['', 'CPU s a minute', 'CPU ms a poll', 'polls a minute', 'RSS MB']];
for (const [name, program] of [
  ['agent', 'idle-agent.ts'],
  ['bare SDK loop', 'bare-poller.mjs'],
] as const) {
  const child = fork(
    join(import.meta.dirname, program),
    [recorder.endpoint, JSON.stringify(cells), `${POLL_MS}`],
    { env: { ...process.env, AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'test' } },
  );
  const ask = async (): Promise<Usage> => {
    child.send('usage');
    const [usage] = (await once(child, 'message')) as [Usage];
    return usage;
  };
  await recorder.nextPoll();
  await wait(SETTLE_SECONDS);
  const before = await ask();
  await wait(SECONDS);
  const after = await ask();
  const cpuMs = (after.cpu.user - before.cpu.user + after.cpu.system - before.cpu.system) / 1000;
  const polls = after.polls - before.polls;
  rows.push([
    name,
    ((cpuMs / 1000) * (60 / SECONDS)).toFixed(2),
    (cpuMs / polls).toFixed(2),
    (polls * (60 / SECONDS)).toFixed(0),
    (after.rss / 2 ** 20).toFixed(0),
  ]);
  const exited = once(child, 'exit');
  if (program === 'idle-agent.ts') child.send('end');
  else child.kill();
  await exited;
}
recorder.close();
printTable(
  `idle: ${REGIONS} regions × ${TYPES} action types, a poll each ${POLL_MS / 1000} s, ${SECONDS} s`,
  rows,
);
