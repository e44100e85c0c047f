import { expect, it } from 'vitest';
import { createReceivedRequests } from '#main/electron/received-requests.ts';

function aShelf() {
  const seen = { now: 0, changes: 0 };
  const requests = createReceivedRequests(
    () => seen.now,
    () => (seen.changes += 1),
  );
  return { seen, requests };
}

it('keeps one request and counts those that come meanwhile', () => {
  const { requests, seen } = aShelf();
  expect([requests.offer('request=a', 'link'), requests.offer('request=b', 'receiver')]).toEqual([
    true,
    false,
  ]);
  const kept = requests.present();
  expect(kept).toMatchObject({ way: 'link', refused: 1 });
  expect(requests.textOf(kept?.id ?? '')).toBe('request=a');
  expect(seen.changes).toBe(2);
});

it('takes the next one after the first is dropped', () => {
  const { requests } = aShelf();
  requests.offer('request=a', 'link');
  requests.drop('another');
  expect(requests.present()).not.toBeNull();
  requests.drop(requests.present()?.id ?? '');
  expect(requests.offer('request=b', 'receiver')).toBe(true);
  expect(requests.textOf(requests.present()?.id ?? '')).toBe('request=b');
});

it('forgets a request after ten minutes', () => {
  const { requests, seen } = aShelf();
  requests.offer('request=a', 'link');
  const id = requests.present()?.id ?? '';
  seen.now = 10 * 60_000;
  expect(requests.present()).toBeNull();
  expect(() => requests.textOf(id)).toThrow(/ten minutes/);
});

it('tells nothing of what it holds', () => {
  const { requests } = aShelf();
  requests.offer('request=canary', 'link');
  expect(JSON.stringify(requests.present())).not.toContain('canary');
});
