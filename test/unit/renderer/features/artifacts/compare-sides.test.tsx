import { cleanup, configure, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { ArtifactsPage } from '#renderer/features/artifacts/artifacts-page.tsx';
import { pathOf } from '#renderer/features/artifacts/shown-place.ts';
import type { RunSummary } from '#shared/domain/run.ts';
import { aRunDetail } from '../../a-run.ts';
import { renderWithBridge } from '../../with-bridge.tsx';
import { A_KEY, anOpened } from './an-artifact.ts';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);

const side = {
  via: { kind: 'environment' } as const,
  place: { region: 'us-east-1', bucket: 'codepipeline-us-east-1-1', key: A_KEY, versionId: null },
};

/** The page of a comparison whose left side is said to be the green run's. */
function compared(green: Partial<RunSummary>): void {
  const runs = { green: 'run-green', present: 'run-present' };
  location.hash = `#${pathOf({ kind: 'compare', left: side, right: side, runs })}`;
  renderWithBridge(<ArtifactsPage />, {
    'artifacts.tasks': () => ({ ok: true, value: [] }),
    'artifacts.open': () => ({ ok: true, value: { ok: true, found: anOpened() } }),
    'artifacts.close': () => ({ ok: true, value: null }),
    'artifacts.compare': () => ({
      ok: false,
      error: { code: 'internal', message: 'Not here.', retryable: false },
    }),
    'runs.get': (payload) => ({
      ok: true,
      value:
        (payload as { id: string }).id === 'run-green'
          ? aRunDetail({ runId: 'run-green', ...green })
          : aRunDetail({ runId: 'run-present', state: 'failed' }),
    }),
  });
}

it('the cards say which side is the green run’s, how both runs ended, and lead to them', async () => {
  compared({ state: 'succeeded', finishedAt: 1_700_000_200_000 });
  const left = await screen.findByRole('region', { name: 'Last green run' });
  expect(within(left).getByText('Succeeded')).toBeTruthy();
  expect(
    within(left)
      .getByRole('link', { name: /Kestrel Retail/ })
      .getAttribute('href'),
  ).toBe('#/runs/run-green');
  const right = screen.getByRole('region', { name: 'This run' });
  expect(within(right).getByTestId('side-run').dataset.state).toBe('failed');
});

it('an address that calls a run green is not believed when the ledger says otherwise', async () => {
  compared({ state: 'failed' });
  const left = await screen.findByRole('region', { name: 'Left' });
  expect((await within(left).findByTestId('side-run')).dataset.state).toBe('failed');
  expect(screen.queryByText('Last green run')).toBeNull();
});
