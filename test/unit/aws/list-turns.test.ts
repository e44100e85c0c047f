import { describe, expect, it } from 'vitest';
import { createOwnTurns } from '#main/aws/list-turns.ts';
import { countTurns } from '#test/support/count-turns.ts';

describe('own turns', () => {
  it('let one through in each turn of the loop, in the order of asking', async () => {
    const ownTurn = createOwnTurns();
    const { signal } = new AbortController();
    const counting = countTurns();
    const passed: [which: number, turn: number][] = [];
    await Promise.all(
      Array.from({ length: 32 }, (_, which) =>
        ownTurn(signal).then(() => passed.push([which, counting.turns])),
      ),
    );
    counting.going = false;
    expect(passed.map(([which]) => which)).toEqual(Array.from({ length: 32 }, (_, which) => which));
    expect(new Set(passed.map(([, turn]) => turn)).size).toBe(32);
  });

  it('let those through at once that wait behind what nobody wants any more', async () => {
    const ownTurn = createOwnTurns();
    const stop = new AbortController();
    const given = Array.from({ length: 1000 }, () => ownTurn(stop.signal).catch((why: unknown) => why));
    const last = ownTurn(new AbortController().signal);
    stop.abort('stopped');
    const counting = countTurns();
    await last;
    counting.going = false;
    expect(counting.turns).toBeLessThan(3);
    expect(new Set(await Promise.all(given))).toEqual(new Set(['stopped']));
  });
});
