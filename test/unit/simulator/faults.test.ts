import { describe, expect, it } from 'vitest';
import { strike } from '#main/simulator/faults.ts';
import type { Fault } from '#main/simulator/faults.ts';

function aFault(fields: Partial<Fault> = {}): Fault {
  return {
    operation: '*',
    kind: 'error',
    region: null,
    errorType: 'InternalFailure',
    status: null,
    body: null,
    ms: 0,
    times: null,
    probability: 1,
    ...fields,
  };
}

describe('strike', () => {
  it.each([
    ['*', 'PollForJobs', true],
    ['PollForJobs', 'PollForJobs', true],
    ['PollFor*', 'PollForThirdPartyJobs', true],
    ['s3:*', 's3:GetObject', true],
    ['s3:*', 'PollForJobs', false],
    ['Poll', 'PollForJobs', false],
  ])('lets %s strike %s: %s', (operation, called, struck) => {
    const { fault } = strike([aFault({ operation })], called, null, () => 0);
    expect(fault !== null).toBe(struck);
  });

  it('uses a fault up and then forgets it', () => {
    const faults = [aFault({ times: 2 })];
    const struck = [1, 2, 3].map(() => strike(faults, 'A', null, () => 0).fault !== null);
    expect(struck).toEqual([true, true, false]);
    expect(faults).toEqual([]);
  });

  it('adds waits up and strikes once beyond them', () => {
    const faults = [
      aFault({ kind: 'latency', ms: 5 }),
      aFault({ kind: 'latency', ms: 7 }),
      aFault(),
      aFault({ times: 1 }),
    ];
    expect(strike(faults, 'A', null, () => 0)).toMatchObject({ waitMs: 12, fault: { times: null } });
    expect(faults).toHaveLength(4);
  });

  it('keeps to its region and its probability', () => {
    expect(strike([aFault({ region: 'a' })], 'A', 'b', () => 0).fault).toBeNull();
    expect(strike([aFault({ probability: 0.5 })], 'A', null, () => 0.5).fault).toBeNull();
    expect(strike([aFault({ probability: 0.5 })], 'A', null, () => 0.49).fault).not.toBeNull();
  });
});
