import { expect, it } from 'vitest';
import { createTraffic } from '#main/agent/traffic.ts';
import { createWorkSlots } from '#main/agent/work-slots.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import {
  Activity,
  createFakeService,
  createManualClock,
  CUSTOM_TYPE,
  REGION,
  THIRD_PARTY_TYPE,
} from '#test/support/fake-ports.ts';

const hangs = () => new Promise<void>(() => undefined);

it('says of each region what is under way, what waits by its urgency, and what is allowed', async () => {
  const clock = createManualClock(new Activity());
  const traffic = createTraffic(
    createFakeService(clock),
    { maxCallsAtOnce: 2, maxCallsPerSecond: 50 },
    clock,
  );
  for (const priority of ['result', 'result', 'result', 'claim', 'poll', 'poll', 'console'] as const)
    void traffic.call(REGION, priority, hangs);
  await clock.advance(1_000);
  expect(traffic.regions()).toEqual([
    {
      region: REGION,
      callsPerSecond: 2,
      callsPerSecondAllowed: 50,
      underWay: 2,
      atOnceAllowed: 2,
      waiting: { result: 1, claim: 1, poll: 2, console: 1 },
      throttledSince: null,
    },
  ]);
  await clock.advance(2_000);
  expect(traffic.regions()[0]?.callsPerSecond).toBe(0);
});

it('says since when CodePipeline throttles, until the pace is free again', async () => {
  const clock = createManualClock(new Activity());
  const limits = { maxCallsAtOnce: 40, maxCallsPerSecond: Infinity };
  const traffic = createTraffic(createFakeService(clock), limits, clock);
  const throttled = () => Promise.reject(new ActionDeskError('throttled', 'ThrottlingException'));
  await expect(traffic.call(REGION, 'poll', throttled)).rejects.toThrow();
  const since = clock.now();
  await clock.advance(2_000);
  await expect(traffic.call(REGION, 'poll', throttled)).rejects.toThrow();
  expect(traffic.regions()[0]).toMatchObject({ throttledSince: since, callsPerSecondAllowed: 2 });
  await clock.advance(120_000);
  expect(traffic.regions()[0]).toMatchObject({ throttledSince: null, callsPerSecondAllowed: null });
});

it('says who has the slots and who waits for one', async () => {
  const slots = createWorkSlots(4, 1, 2);
  const one = slots.lane({ region: REGION, actionTypeId: CUSTOM_TYPE });
  const other = slots.lane({ region: REGION, actionTypeId: THIRD_PARTY_TYPE });
  const ends: (() => void)[] = [];
  for (let at = 0; at < 5; at += 1) void one.add(() => new Promise((resolve) => ends.push(resolve)));
  expect(slots.users()).toMatchObject([{ region: REGION, used: 3, waiting: 2 }]);
  await other.add(() => Promise.resolve());
  expect(slots.users()).toHaveLength(1);
  for (let turn = 0; turn < 5; turn += 1) {
    ends.splice(0).forEach((end) => end());
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(slots.users()).toEqual([]);
});
