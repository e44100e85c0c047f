import { expect, it, onTestFinished } from 'vitest';
import type { Act } from '#shared/domain/acts.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { openCommandDoor } from '#main/compose/command-door.ts';
import type { ActReport, Actor } from '#main/compose/runtime.ts';
import { aRun, aRuntime } from '../electron/a-runtime.ts';
import { aFolder, runCommandHere } from './command-line.ts';

const DONE: ActReport = {
  outcome: 'took-effect',
  sentence: 'Done.',
  before: 'with-engineer',
  after: 'succeeded',
};

/** A data folder in which "an agent" works that answers acts as told. */
async function aDeskThat(answers: () => Promise<ActReport>) {
  const dir = aFolder();
  const { runtime, runs } = aRuntime();
  runs.set('run-1', aRun({ runId: 'run-1', currentJobId: 'job-1' }));
  const asked: { runId: string; act: Act; by: Actor | undefined }[] = [];
  const desk = {
    ...runtime,
    act: (runId: string, act: Act, by?: Actor) => {
      asked.push({ runId, act, by });
      return answers();
    },
  };
  const door = await openCommandDoor(dir, desk, () => undefined);
  onTestFinished(() => door.close());
  const run = (...args: string[]) => runCommandHere(['runs', ...args, '--data', dir]);
  return { asked, door, run };
}

it.each<[string[], Act]>([
  [['ack', 'job-1'], { kind: 'acknowledge' }],
  [
    ['progress', 'run-1', '--percent', '40', '--summary', 'half', '--external-execution-id', '7'],
    { kind: 'progress', percentComplete: 40, summary: 'half', externalExecutionId: '7' },
  ],
  [['complete', 'run-1', '--summary', 'good'], { kind: 'complete', summary: 'good' }],
  [
    ['fail', 'run-1', '--type', 'JobFailed', '--message', 'too slow'],
    { kind: 'fail', failureType: 'JobFailed', message: 'too slow' },
  ],
  [['retry-step', 'run-1'], { kind: 'retry-step' }],
  [['restart', 'run-1'], { kind: 'restart-work' }],
  [['take-over', 'run-1'], { kind: 'take-over' }],
  [['hand-back', 'run-1'], { kind: 'hand-back' }],
])('hands %j to the agent with who asks and why', async (args, act) => {
  const { asked, run } = await aDeskThat(() => Promise.resolve(DONE));
  expect(await run(...args, '--reason', 'ticket 4711')).toEqual({
    code: 0,
    out: 'took effect: Done. (run-1: with-engineer → succeeded)\n',
    err: '',
  });
  const who = expect.stringMatching(/^\S.* \(command line\)$/) as string;
  expect(asked).toEqual([{ runId: 'run-1', act, by: { who, reason: 'ticket 4711' } }]);
});

it.each([
  ['no-effect', 'no effect'],
  ['overtaken', 'overtaken'],
] as const)('ends with 2 and says so for %s', async (outcome, words) => {
  const { run } = await aDeskThat(() => Promise.resolve({ ...DONE, outcome }));
  const text = await run('complete', 'run-1');
  expect([text.code, text.out.startsWith(`${words}: Done.`)]).toEqual([2, true]);
  const json = await run('complete', 'run-1', '--json');
  expect([json.code, JSON.parse(json.out)]).toEqual([
    2,
    { ...DONE, act: 'complete', runId: 'run-1', outcome },
  ]);
});

it.each([
  [new ActionDeskError('not-allowed-now', 'Not held.'), 1],
  [new ActionDeskError('not-allowed-now', 'Wait.', { retryable: true }), 2],
  [new ActionDeskError('aws-access-denied', 'No permission.'), 4],
])('ends a refused act with its sentence: %s', async (error, code) => {
  const { run } = await aDeskThat(() => Promise.reject(error));
  expect(await run('ack', 'run-1')).toEqual({ code, out: '', err: `error: ${error.message}\n` });
});

it.each([
  [['ack', 'nobody'], /^error: No such run\./],
  [['progress', 'run-1', '--percent', '101'], /^error: --percent: expected at most 100/],
  [['progress', 'run-1', '--percent', ''], /^error: --percent: expected a whole number/],
  [['progress', 'run-1', '--summary', 'x'.repeat(2049)], /^error: --summary: /],
  [['fail', 'run-1', '--message', 'x'], /^error: required option '--type <type>' not specified/],
  [
    ['fail', 'run-1', '--type', 'Bad', '--message', 'x'],
    /^error: option '--type <type>' argument 'Bad' is invalid/,
  ],
  [['fail', 'run-1', '--type', 'JobFailed', '--message', ' '], /^error: --message: expected a message/],
])('refuses %j in one line', async (args, expected) => {
  const { asked, run } = await aDeskThat(() => Promise.resolve(DONE));
  const { code, err } = await run(...args);
  expect(err).toMatch(expected);
  expect([code, err.trimEnd().includes('\n'), asked]).toEqual([1, false, []]);
});

it('takes no act while the agent ends, and reads on', async () => {
  const { asked, door, run } = await aDeskThat(() => Promise.resolve(DONE));
  await door.drain(1_000);
  expect(await run('ack', 'run-1')).toMatchObject({
    code: 2,
    err: expect.stringContaining('is ending') as string,
  });
  expect((await run('show', 'run-1')).code).toBe(0);
  expect(asked).toEqual([]);
});

it('ends an act under way before it lets the agent end', async () => {
  let end = (_: ActReport): void => undefined;
  const { asked, door, run } = await aDeskThat(() => new Promise((resolve) => (end = resolve)));
  const command = run('ack', 'run-1');
  await expect.poll(() => asked.length).toBe(1);
  const drained = door.drain(10_000);
  end(DONE);
  await drained;
  expect((await command).code).toBe(0);
});

it('says that the outcome is unknown when the agent is gone before it answers', async () => {
  const { asked, door, run } = await aDeskThat(() => new Promise(() => undefined));
  const command = run('ack', 'run-1');
  await expect.poll(() => asked.length).toBe(1);
  await door.close();
  const { code, err } = await command;
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/^error: The agent ended before it answered: whether it took effect is not known/),
  ]);
});
