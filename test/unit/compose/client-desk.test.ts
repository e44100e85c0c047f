import { expect, it, vi } from 'vitest';
import { clientDesk } from '#main/compose/client-desk.ts';
import type { ClientActs } from '#main/compose/client-acts.ts';

type Parts = Parameters<typeof clientDesk>[0];

it('keeps no backup of a removed client longer than need be, and says nothing of one that was not there', async () => {
  const known = new Set(['known']);
  const acts: Partial<ClientActs> = { remove: (clientId) => known.delete(clientId) };
  const tokensChanged = vi.fn<Parts['tokensChanged']>(() => Promise.resolve({ releasedRuns: 0 }));
  const desk = clientDesk({ acts, tokensChanged } as unknown as Parts);
  expect(await desk.removeClient('known')).toBe(true);
  expect(tokensChanged.mock.calls).toEqual([['known']]);
  expect(await desk.removeClient('known')).toBe(false);
  expect(tokensChanged).toHaveBeenCalledOnce();
});
