import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActionType } from '#main/simulator/world/action-types.ts';
import { actionTypeKey } from '#main/simulator/world/action-types.ts';
import { isOver } from '#main/simulator/world/job.ts';
import { acknowledgeJob, pollJobs, putFailure, putSuccess } from '#main/simulator/world/jobs.ts';
import { ServiceError } from '#main/simulator/world/service-error.ts';
import { settle } from '#main/simulator/world/settle.ts';
import { emptyWorld, startChain } from '#main/simulator/world/world.ts';
import type { World } from '#main/simulator/world/world.ts';
import { predictableEntropy } from '../predictable-entropy.ts';

const region = 'us-east-1';
const type: ActionType = {
  id: { category: 'Test', owner: 'Custom', provider: 'Load', version: '1' },
  jobTimeoutSeconds: 100,
  executionUrlTemplate: null,
};

function aWorld() {
  const world = emptyWorld({ continueAfterMs: 5000, redeliverAfterMs: 10_000, jobTimeoutMs: 3_600_000 });
  world.actionTypes.set(actionTypeKey(type.id), type);
  return { world, entropy: predictableEntropy() };
}

function start({ world, entropy }: ReturnType<typeof aWorld>, now: number) {
  const place = {
    pipelineName: 'p',
    stageName: 's',
    actionName: 'a',
    actionExecutionId: '',
    pipelineArn: '',
  };
  return startChain(
    world,
    {
      region,
      actionTypeId: type.id,
      clientId: null,
      accountId: '111122223333',
      configuration: {},
      secretConfiguration: [],
      inputArtifacts: [],
      outputArtifacts: [],
      encryptionKeyId: null,
      pipeline: { ...place, pipelineExecutionId: '' },
    },
    now,
    entropy,
  );
}

function checkInvariants(world: World): void {
  for (const chain of world.chains.values()) {
    const jobs = chain.jobIds.map((id) => world.jobs.get(id));
    const open = jobs.filter((job) => job && !isOver(job));
    const goesOn = open.length + (chain.successor ? 1 : 0);
    expect(goesOn).toBe(chain.final === null ? 1 : 0);
    expect(new Set(chain.jobIds).size).toBe(chain.jobIds.length);
    for (const job of jobs) {
      const accepted = job?.results.filter((result) => result.accepted).length ?? 0;
      expect(accepted).toBe(job?.status === 'Succeeded' || job?.status === 'Failed' ? 1 : 0);
      if (job?.status === 'InProgress') expect(job.acknowledgedAt).not.toBeNull();
    }
  }
  const queued = [...world.unclaimedJobs.values()].flatMap((queue) => [...queue]);
  const unclaimed = [...world.jobs.values()].filter((job) => !isOver(job) && job.status !== 'InProgress');
  expect(queued.sort()).toEqual(unclaimed.map(({ id }) => id).sort());
}

describe('the jobs of a world', () => {
  it('lose and double nothing, whatever workers do in whatever order', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 40_000 }) }),
      fc.record({ kind: fc.constant('start' as const) }),
      fc.record({ kind: fc.constant('poll' as const), limit: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constantFrom('acknowledge', 'continue', 'succeed', 'fail'), at: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const setting = aWorld();
        const { world, entropy } = setting;
        let now = 0;
        for (const one of acts) {
          settle(world, now, entropy);
          const jobs = [...world.jobs.values()];
          const job = 'at' in one ? jobs[one.at % Math.max(1, jobs.length)] : undefined;
          try {
            if (one.kind === 'advance' && 'ms' in one) now += one.ms;
            if (one.kind === 'start') start(setting, now);
            if (one.kind === 'poll' && 'limit' in one) {
              pollJobs(world, { region, actionTypeId: type.id, limit: one.limit }, now, entropy);
            }
            if (job && one.kind === 'acknowledge') acknowledgeJob(world, job, job.nonce, now, null);
            if (job && one.kind === 'continue')
              putSuccess(world, job, { operation: 'p', continuationToken: 't' }, now, entropy);
            if (job && one.kind === 'succeed') putSuccess(world, job, { operation: 'p' }, now, entropy);
            if (job && one.kind === 'fail')
              putFailure(world, job, { operation: 'p', type: 'JobFailed', message: 'm' }, now, entropy);
          } catch (error) {
            expect(error).toBeInstanceOf(ServiceError);
          }
          checkInvariants(world);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("time out by their own action type's time-out, counted from their creation", () => {
    const setting = aWorld();
    const chain = start(setting, 0);
    settle(setting.world, 99_999, setting.entropy);
    expect(chain.final).toBeNull();
    settle(setting.world, 100_000, setting.entropy);
    expect(chain.final).toBe('failed');
  });

  it('time out a successor that nobody saw, when somebody looks much later', () => {
    const setting = aWorld();
    const { world, entropy } = setting;
    const chain = start(setting, 0);
    const [job] = pollJobs(world, { region, actionTypeId: type.id, limit: 1 }, 0, entropy);
    if (!job) throw new Error('no job');
    putSuccess(
      world,
      acknowledgeJob(world, job, job.nonce, 0, null),
      { operation: 'p', continuationToken: 't' },
      0,
      entropy,
    );
    settle(world, 1_000_000, entropy);
    const second = world.jobs.get(chain.jobIds[1] ?? '');
    expect(second).toMatchObject({
      createdAt: 5000,
      deadlineAt: 105_000,
      status: 'TimedOut',
      continuationToken: 't',
    });
    expect(chain.final).toBe('failed');
  });

  it('refuse to start for an action type that nobody registered', () => {
    const setting = aWorld();
    setting.world.actionTypes.clear();
    expect(() => start(setting, 0)).toThrow(/is not available/);
  });
});
