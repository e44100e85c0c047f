import { expect, it } from 'vitest';
import { createWorkSlots } from '#main/agent/work-slots.ts';
import { CUSTOM_TYPE, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';

const HERE = { region: 'us-east-1', actionTypeId: CUSTOM_TYPE };
const OTHER_TYPE = { region: 'us-east-1', actionTypeId: THIRD_PARTY_TYPE };
const ELSEWHERE = { region: 'eu-west-1', actionTypeId: CUSTOM_TYPE };

/** Tasks that run until they are let go. */
function tasks() {
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const task = (name: string) => () => {
    started.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  return { started, task, endAll: () => ends.splice(0).forEach((end) => end()) };
}

it('runs no more than it may at once, and the rest afterwards in their order', async () => {
  const slots = createWorkSlots(2, 1, 1);
  const { started, task, endAll } = tasks();
  const all = ['a', 'b', 'c'].map((name) => slots.lane(HERE).add(task(name)));
  expect(started).toEqual(['a', 'b']);
  expect(slots.load()).toEqual({ waiting: 1, underWay: 2 });
  endAll();
  await Promise.all(all.slice(0, 2));
  expect(started).toEqual(['a', 'b', 'c']);
  endAll();
  await slots.onIdle();
  expect(slots.load()).toEqual({ waiting: 0, underWay: 0 });
});

it('starts the work of another action type and of another region while one hangs', () => {
  const slots = createWorkSlots(20, 2, 2);
  const { started, task } = tasks();
  for (let at = 0; at < 100; at += 1) void slots.lane(HERE).add(task('hangs'));
  expect(started).toHaveLength(15);
  expect(slots.free(HERE)).toBe(0);
  expect(slots.free({ region: 'eu-west-1', actionTypeId: THIRD_PARTY_TYPE })).toBeGreaterThan(0);
  void slots.lane({ region: 'eu-west-1', actionTypeId: THIRD_PARTY_TYPE }).add(task('another type'));
  expect(started.at(-1)).toBe('another type');
});

it('gives lanes their turns, however long one of them is', async () => {
  const slots = createWorkSlots(1, 2, 2);
  const { started, task, endAll } = tasks();
  for (const name of ['1', '2', '3']) void slots.lane(HERE).add(task(name));
  void slots.lane(OTHER_TYPE).add(task('other type'));
  void slots.lane(ELSEWHERE).add(task('elsewhere'));
  for (let turn = 0; turn < 4; turn += 1) {
    const freed = slots.freed();
    endAll();
    await freed;
  }
  expect(started.slice(0, 4)).toEqual(expect.arrayContaining(['1', 'other type', 'elsewhere']));
});

it('hands a task its own failure and goes on', async () => {
  const slots = createWorkSlots(1, 1, 1);
  const failed = slots.lane(HERE).add(() => Promise.reject(new Error('poison')));
  const after = slots.lane(HERE).add(() => Promise.resolve());
  await expect(failed).rejects.toThrow('poison');
  await expect(after).resolves.toBeUndefined();
});

it('frees the slot of a task that throws at once', async () => {
  const slots = createWorkSlots(1, 1, 1);
  const failed = slots.lane(HERE).add(() => {
    throw new Error('at once');
  });
  await expect(failed).rejects.toThrow('at once');
  expect(slots.free(HERE)).toBe(1);
});

it('forgets what waits when it is cleared', async () => {
  const slots = createWorkSlots(1, 1, 1);
  const { started, task, endAll } = tasks();
  void slots.lane(HERE).add(task('a'));
  void slots.lane(HERE).add(task('b'));
  slots.clear();
  endAll();
  await slots.onIdle();
  expect(started).toEqual(['a']);
  expect(slots.free(HERE)).toBe(1);
});
