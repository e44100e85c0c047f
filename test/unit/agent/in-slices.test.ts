import { expect, it } from 'vitest';
import { inSlices } from '#main/agent/in-slices.ts';
import { Activity, createManualClock } from '#test/support/fake-ports.ts';

const NUMBERS = Array.from({ length: 120 }, (_, at) => at);

it('does all of a long list in order, with other work in between', async () => {
  const activity = new Activity();
  const clock = createManualClock(activity);
  const done: number[] = [];
  const end = inSlices(clock, new AbortController().signal, NUMBERS, (item) => void done.push(item));
  await activity.rest();
  expect(done).toHaveLength(50);
  await clock.advance(0);
  await end;
  expect(done).toEqual(NUMBERS);
});

it('ends when the agent stops', async () => {
  const stop = new AbortController();
  const done: number[] = [];
  await inSlices(createManualClock(new Activity()), stop.signal, NUMBERS, (item) => {
    done.push(item);
    if (item === 7) stop.abort();
  });
  expect(done).toHaveLength(8);
});
