import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAgentUnderTest, type AgentBundle } from './agent-bundle.ts';
import { openCrashWorld, type CrashOutcome, type CrashWorld } from './crash-world.ts';
import { lossCases } from './loss-cases.ts';
import { walkMatrix } from './matrix.ts';
import { crashScenarios } from './scenarios.ts';
import { callsWithoutKill, type Tally } from './tally.ts';

/** Most of a run is waiting: for a job to be handed out again, for a claim to settle. */
const WORLDS = 6;

const MINUTES_MS = 60_000;

/*
 * The short pass of the crash matrix; `npm run test:crash` is the long one. One walk, and what it says in several tests.
 */
describe('the headless agent, killed before and after every call and commit', () => {
  let bundle: AgentBundle;
  let worlds: CrashWorld[] = [];
  let tally: Tally;
  const afterLoss = new Map<string, CrashOutcome>();

  beforeAll(async () => {
    bundle = await bundleAgentUnderTest();
    worlds = await Promise.all(Array.from({ length: WORLDS }, () => openCrashWorld(bundle)));
    tally = await walkMatrix(worlds, crashScenarios);
    const waiting = [...lossCases];
    const lose = async (world: CrashWorld): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        afterLoss.set(next.name, await world.run(next.scenario, next.plan));
    };
    await Promise.all(worlds.map(lose));
  }, 7 * MINUTES_MS);

  afterAll(async () => {
    for (const world of worlds) await world.close();
    await bundle.remove();
  });

  it('ends every run as intended, with the work begun once and nothing told twice', () => {
    expect(tally.failures).toEqual([]);
  });

  it('is killed on both sides of every call that it ever makes', () => {
    expect(callsWithoutKill(tally)).toEqual([]);
  });

  it.each(['third-party', 'custom'] as const)('%s: is killed at every step of a chain', (protocol) => {
    const both = (call: string) => [`before ${call}`, `after ${call}`];
    const claim = (stage: string) =>
      [
        // A custom job is polled with its details, so that its token is known at once.
        protocol === 'custom' ? 'after jobs.poll: some' : 'after jobs.details',
        'before ledger.jobSeen',
        'after ledger.jobSeen',
        ...both('ledger.apply(claim-started)'),
        ...both('jobs.acknowledge'),
        ...both('ledger.apply(claimed-by-agent)'),
      ].map((call) => `${call} [${stage}]`);
    const report = (kind: string, event: string, stage: string) =>
      [
        ...both(`ledger.writeResult(${kind})`),
        ...both(`jobs.putResult(${kind})`),
        ...both(`ledger.settleResult(${event})`),
      ].map((call) => `${call} [${stage}]`);
    const points = [
      ...claim('first'),
      ...['before http.start [first]', 'after http.start: running [first]'],
      ...report('continue', 'continuation-accepted', 'first'),
      ...claim('successor'),
      ...['before http.status [successor]', 'after http.status: running [successor]'],
      ...report('continue', 'continuation-accepted', 'successor'),
      ...claim('final'),
      ...['after http.status: succeeded [final]', 'after http.status: failed [final]'],
      ...report('success', 'success-accepted', 'final'),
      ...report('failure', 'failure-accepted', 'final'),
    ];
    const killedWith = (processor: string, point: string) =>
      tally.killed.has(`${protocol} ${processor} ${point}`);
    expect(points.filter((point) => !killedWith('http', point) && !killedWith('command', point))).toEqual([]);
  });

  it('is killed before and after it starts a program, asks for its state and uploads what it left', () => {
    const points = [
      ...['before command.start [first]', 'after command.start: running [first]'],
      ...['before command.status [successor]', 'after command.status: succeeded [final]'],
      ...['before s3.put [final]', 'after s3.put [final]'],
    ];
    const killedAt = (point: string) =>
      tally.killed.has(`custom command ${point}`) || tally.killed.has(`third-party command ${point}`);
    expect(points.filter((point) => !killedAt(point))).toEqual([]);
  });

  it.each(lossCases.map(({ name, becomes }) => [name, becomes] as const))(
    'with its database lost at a death, %s: %s',
    (name, becomes) => {
      const outcome = afterLoss.get(name);
      expect(outcome?.problems).toEqual([]);
      expect(outcome?.loss?.kind).toBe(becomes);
    },
  );
});
