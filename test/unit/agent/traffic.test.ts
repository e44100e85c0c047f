import { expect, it } from 'vitest';
import { createTraffic } from '#main/agent/traffic.ts';
import type { CallPriority, TrafficLimits } from '#main/agent/decide/traffic.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { Activity, createFakeService, createManualClock, REGION } from '#test/support/fake-ports.ts';

const UNBOUNDED: TrafficLimits = { maxCallsAtOnce: 40, maxCallsPerSecond: Infinity };

function traffic(limits: TrafficLimits) {
  const clock = createManualClock(new Activity());
  const shaped = createTraffic(createFakeService(clock), limits, clock);
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const call = (name: string, priority: CallPriority, region = REGION) =>
    shaped.call(region, priority, () => {
      began.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  return { clock, shaped, began, call, endAll: () => ends.splice(0).forEach((end) => end()) };
}

it('sends results first, then claims, then polls, then what the console refreshes', async () => {
  const { clock, began, call, endAll } = traffic({ maxCallsAtOnce: 1, maxCallsPerSecond: Infinity });
  for (const priority of ['poll', 'console', 'poll', 'claim', 'result'] as const)
    void call(priority, priority);
  for (let turn = 0; turn < 5; turn += 1) {
    endAll();
    await clock.advance(0);
  }
  expect(began).toEqual(['poll', 'result', 'claim', 'poll', 'console']);
});

it('lets nobody wait for ever for a page where polls alone use up the pace of a region', async () => {
  const { clock, began, call, endAll } = traffic({ maxCallsAtOnce: 40, maxCallsPerSecond: 2 });
  for (let at = 0; at < 3; at += 1) void call('console', 'console');
  for (let second = 0; second < 10; second += 1) {
    for (let at = 0; at < 5; at += 1) void call('poll', 'poll');
    await clock.advance(1_000);
    endAll();
  }
  expect(began.slice(0, 12).filter((name) => name === 'console')).toHaveLength(3);
  expect(began.filter((name) => name === 'poll').length).toBeGreaterThan(14);
});

it('keeps room for results while claims, polls and the console hang', async () => {
  const { clock, began, call } = traffic({ maxCallsAtOnce: 8, maxCallsPerSecond: Infinity });
  for (const priority of ['console', 'poll', 'claim'] as const)
    for (let at = 0; at < 20; at += 1) void call(priority, priority);
  void call('result', 'result');
  await clock.advance(0);
  expect(began.filter((name) => name === 'console')).toHaveLength(2);
  expect(began).toHaveLength(8);
  expect(began.at(-1)).toBe('result');
});

it('lets no region wait for another', async () => {
  const { clock, began, call } = traffic({ maxCallsAtOnce: 2, maxCallsPerSecond: Infinity });
  for (let at = 0; at < 10; at += 1) void call('hangs', 'result');
  void call('elsewhere', 'poll', 'eu-west-1');
  await clock.advance(0);
  expect(began).toContain('elsewhere');
});

it('paces calls by the rate that was set', async () => {
  const { clock, began, call } = traffic({ maxCallsAtOnce: 40, maxCallsPerSecond: 5 });
  for (let at = 0; at < 20; at += 1) void call(`${at}`, 'poll');
  await clock.advance(2_000);
  expect(began.length).toBeGreaterThanOrEqual(10);
  expect(began.length).toBeLessThanOrEqual(11);
});

it('slows down when CodePipeline throttles, and comes back', async () => {
  const { clock, shaped, began, call } = traffic(UNBOUNDED);
  const throttled = () => Promise.reject(new ActionDeskError('throttled', 'ThrottlingException'));
  await expect(shaped.call(REGION, 'poll', throttled)).rejects.toThrow('Throttling');
  for (let at = 0; at < 30; at += 1) void call(`${at}`, 'result');
  await clock.advance(1_000);
  expect(began.length).toBeLessThanOrEqual(4);
  await clock.advance(120_000);
  expect(began).toHaveLength(30);
  expect(shaped.load()).toEqual({ waiting: 0, underWay: 30 });
});

it('takes a call back that is given up before its turn', async () => {
  const { shaped, began, call, endAll, clock } = traffic({ maxCallsAtOnce: 1, maxCallsPerSecond: Infinity });
  void call('first', 'poll');
  const ending = new AbortController();
  const second = shaped.call(REGION, 'poll', () => Promise.resolve(began.push('second')), ending.signal);
  ending.abort();
  await expect(second).rejects.toMatchObject({ code: 'not-connected' });
  endAll();
  await clock.advance(0);
  expect(began).toEqual(['first']);
  expect(shaped.load()).toEqual({ waiting: 0, underWay: 0 });
});

it('sends nothing any more once it is closed, and says so to those that wait', async () => {
  const { clock, shaped, began, call, endAll } = traffic({ maxCallsAtOnce: 1, maxCallsPerSecond: Infinity });
  const underWay = call('under way', 'result');
  const waiting = call('waiting', 'result');
  await clock.advance(0);
  shaped.close();
  await expect(waiting).rejects.toMatchObject({ code: 'not-connected' });
  await expect(call('too late', 'result')).rejects.toMatchObject({ code: 'not-connected' });
  endAll();
  await underWay;
  expect(began).toEqual(['under way']);
});
