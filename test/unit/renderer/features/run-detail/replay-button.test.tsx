import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BUNDLE_HEAD, type RunBundle } from '#shared/domain/run-bundle.ts';
import { ReplayButton } from '#renderer/features/run-detail/replay-button.tsx';
import { aRunDetail } from '../../a-run.ts';
import { anInfo } from '../../an-info.ts';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => history.replaceState(null, '', '#/bundle'));
afterEach(cleanup);

const bundle: RunBundle = {
  ...BUNDLE_HEAD,
  ...{ madeAt: 1, madeBy: 'kim', appVersion: '1', environment: 'staging', timelineCut: false },
  ...{ detail: aRunDetail({}), notes: [], audit: [] },
};
const asks = () => {
  fireEvent.click(screen.getByRole('button', { name: 'Replay in practice…' }));
  return screen.findByRole('dialog', { name: 'Replay this run in practice' });
};

it('says what it ends, replays, and tells what was left out', async () => {
  const { asked } = renderWithBridge(<ReplayButton bundle={bundle} />, {
    'app.info': () => ({ ok: true, value: anInfo({ practice: false, environment: 'live' }) }),
    'bundles.replay': () => ({ ok: true, value: { leftOut: ['The note was left out.'] } }),
  });
  const dialog = await asks();
  await within(dialog).findByText(/Action Desk leaves the environment live/);
  expect(asked.some(({ channel }) => channel === 'bundles.replay')).toBe(false);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Replay' }));
  expect(await screen.findByText('The note was left out.')).toBeTruthy();
  expect(location.hash).toBe('#/runs');
  expect(asked.find(({ channel }) => channel === 'bundles.replay')?.payload).toEqual({ bundle });
});

it('stays with the sentence of a refusal, and can be tried again', async () => {
  renderWithBridge(<ReplayButton bundle={bundle} />, {
    'bundles.replay': () => refusal('Practice could not start.'),
  });
  const dialog = await asks();
  const start = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Replay' });
  fireEvent.click(start);
  expect((await within(dialog).findByRole('alert')).textContent).toBe('Practice could not start.');
  expect(location.hash).toBe('#/bundle');
  await waitFor(() => expect(start.disabled || start.getAttribute('aria-disabled') === 'true').toBe(false));
});

it('closes by Escape, and nothing is replayed', async () => {
  const { asked } = renderWithBridge(<ReplayButton bundle={bundle} />, {});
  const dialog = await asks();
  fireEvent.keyDown(within(dialog).getByRole('button', { name: 'Cancel' }), { key: 'Escape', keyCode: 27 });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked.some(({ channel }) => channel === 'bundles.replay')).toBe(false);
});
