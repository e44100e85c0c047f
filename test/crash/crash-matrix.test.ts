import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAgentUnderTest, type AgentBundle } from './agent-bundle.ts';
import { openCrashWorld, type CrashWorld } from './crash-world.ts';
import { walkMatrix } from './matrix.ts';
import { crashScenarios } from './scenarios.ts';
import { callsWithoutKill, type Tally } from './tally.ts';

/** Most of a run is waiting: for a job to be handed out again, for a claim to settle. */
const WORLDS = 5;

const MINUTES_MS = 60_000;

/*
 * The short pass of the crash matrix; `npm run test:crash` is the long one. One walk, and what it says in several tests.
 */
describe('the headless agent, killed before and after every call and commit', () => {
  let bundle: AgentBundle;
  let worlds: CrashWorld[] = [];
  let tally: Tally;

  beforeAll(async () => {
    bundle = await bundleAgentUnderTest();
    worlds = await Promise.all(Array.from({ length: WORLDS }, () => openCrashWorld(bundle)));
    tally = await walkMatrix(worlds, crashScenarios);
  }, 5 * MINUTES_MS);

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
    const steps = [
      ...['after jobs.poll: some [first]', 'before ledger.jobSeen [first]', 'after ledger.jobSeen [first]'],
      ...['before ledger.apply(claim-started) [first]', 'after ledger.apply(claim-started) [first]'],
      ...['before jobs.acknowledge [first]', 'after jobs.acknowledge [first]'],
      ...['before ledger.apply(claimed-by-agent) [first]', 'after ledger.apply(claimed-by-agent) [first]'],
      ...['before http.start [first]', 'after http.start: running [first]'],
      ...['before ledger.writeResult(continue) [first]', 'after ledger.writeResult(continue) [first]'],
      ...['before jobs.putResult(continue) [first]', 'after jobs.putResult(continue) [first]'],
      'before ledger.settleResult(continuation-accepted) [first]',
      'after ledger.settleResult(continuation-accepted) [first]',
      ...['after ledger.jobSeen [successor]', 'after jobs.acknowledge [successor]'],
      ...['after http.status: running [successor]', 'after jobs.putResult(continue) [successor]'],
      ...['after http.status: succeeded [successor]', 'after http.status: failed [successor]'],
      ...['before jobs.putResult(success) [successor]', 'after jobs.putResult(success) [successor]'],
      ...['before jobs.putResult(failure) [successor]', 'after jobs.putResult(failure) [successor]'],
      'before ledger.settleResult(success-accepted) [successor]',
      'after ledger.settleResult(failure-accepted) [successor]',
    ];
    // A custom job is polled with its details, so that its token is known at once.
    const points =
      protocol === 'custom'
        ? steps
        : steps.map((step) => step.replace('poll: some [first]', 'details [first]'));
    const killedWith = (processor: string, point: string) =>
      tally.killed.has(`${protocol} ${processor} ${point}`);
    expect(points.filter((point) => !killedWith('http', point) && !killedWith('command', point))).toEqual([]);
  });

  it('is killed before and after it starts a program and asks for its state', () => {
    const points = ['before command.start [first]', 'before command.status [successor]'];
    expect(points.filter((point) => !tally.killed.has(`custom command ${point}`))).toEqual([]);
  });
});
