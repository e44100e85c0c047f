import SqliteConnection from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createGroupCommit } from '#main/store/group-commit.ts';

interface Setting {
  write: (word: string, costsMs?: number) => Promise<void>;
  /** Words on the disk at each flush. */
  flushed: string[][];
  words: () => string[];
  failFlush: (times: number) => void;
}

/** A table of words and a clock that moves only by what writes cost. */
function aSetting(): Setting {
  const nativeBinding = process.env['ACTION_DESK_SQLITE_BINDING'];
  const raw = new SqliteConnection(':memory:', nativeBinding ? { nativeBinding } : {});
  onTestFinished(() => void raw.close());
  raw.exec('create table words (word text not null)');
  const words = (): string[] => raw.prepare<[], string>('select word from words').pluck().all();
  const insert = raw.prepare<[string]>('insert into words values (?)');
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const flushed: string[][] = [];
  let failures = 0;
  const commit = createGroupCommit(raw, () => {
    if (failures-- > 0) return Promise.reject(new Error('disk full'));
    flushed.push(words());
    return Promise.resolve();
  });
  return {
    flushed,
    words,
    failFlush: (times) => void (failures = times),
    write: (word, costsMs = 1) =>
      commit(() => {
        now += costsMs;
        insert.run(word);
        if (word === 'bad') throw new Error('not this one');
      }),
  };
}

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `w${at}`);

it('shares one flush among writes that are asked for together', async () => {
  const { write, flushed } = aSetting();
  await Promise.all(['a', 'b', 'c'].map((word) => write(word)));
  expect(flushed).toEqual([['a', 'b', 'c']]);
});

it('makes another group of what does not fit into the time of one transaction, in order', async () => {
  const { write, flushed } = aSetting();
  const ended: string[] = [];
  await Promise.all(names(25).map((word) => write(word).then(() => ended.push(word))));
  expect(flushed.map((words) => words.length)).toEqual([10, 20, 25]);
  expect(ended).toEqual(names(25));
});

it('carries out a write that costs more than the time of a transaction', async () => {
  const { write, flushed } = aSetting();
  await Promise.all([write('long', 50), write('short')]);
  expect(flushed).toEqual([['long'], ['long', 'short']]);
});

it('tells a large group a few at a time, with turns of the event loop between', async () => {
  const { write } = aSetting();
  let told = 0;
  const seen: number[] = [];
  const all = Promise.all(names(70).map((word) => write(word, 0).then(() => (told += 1))));
  while (told < 70) {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(told);
  }
  await all;
  const steps = seen.map((count, at) => count - (seen[at - 1] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(20);
});

it('rolls back a write that throws alone', async () => {
  const { write, words } = aSetting();
  const ends = await Promise.allSettled([write('a'), write('bad'), write('c')]);
  expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(words()).toEqual(['a', 'c']);
});

it('refuses only the group whose flush failed, and goes on with the next', async () => {
  const { write, failFlush } = aSetting();
  failFlush(1);
  const ends = await Promise.allSettled(names(12).map((word) => write(word)));
  expect(ends.map((end) => end.status === 'fulfilled')).toEqual(names(12).map((_, at) => at >= 10));
});
