import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { BUNDLE_HEAD } from '#shared/domain/run-bundle.ts';
import { BundlePage } from '#renderer/features/run-detail/bundle-page.tsx';
import { CHANNEL_SAMPLES } from '#test/unit/electron/channel-samples.ts';
import { aRunDetail } from '#test/unit/renderer/a-run.ts';
import { refusal, renderWithBridge } from '#test/unit/renderer/with-bridge.tsx';

afterEach(cleanup);

const hostile = '<img src=x onerror="document.title=1">';
const bundle = {
  ...BUNDLE_HEAD,
  ...{ madeAt: 1, madeBy: 'kim', appVersion: '1', environment: 'staging', timelineCut: true },
  ...{ detail: aRunDetail({ clientLabel: hostile, message: hostile }), notes: [], audit: [] },
};
const opened = { ok: true as const, value: { opened: { name: `${hostile}.json`, bundle } } };
const info = () => ({ ok: true as const, value: CHANNEL_SAMPLES['app.info'].answer });

it('says why a file was not opened, and shows nothing of it', async () => {
  renderWithBridge(<BundlePage />, {
    'bundles.open': () => refusal('The file was written by a newer Action Desk.'),
    'app.info': info,
  });
  fireEvent.click(screen.getByRole('button', { name: 'Open exported run…' }));
  await screen.findByText('The file was written by a newer Action Desk.');
  expect(screen.queryByTestId('bundle')).toBeNull();
});

it('shows an exported run read only, its texts as texts, and asks nothing of the ledger', async () => {
  const { asked, container } = renderWithBridge(<BundlePage />, {
    'bundles.open': () => opened,
    'app.info': info,
  });
  fireEvent.click(screen.getByRole('button', { name: 'Open exported run…' }));
  await screen.findByRole('heading', { name: hostile });
  expect(container.querySelector('img[onerror]')).toBeNull();
  const banner = within(screen.getByTestId('bundle-banner'));
  expect(banner.getByText(/read only/)).toBeTruthy();
  expect(banner.getByText(/the oldest are missing/)).toBeTruthy();
  expect(screen.queryByRole('group', { name: 'Acts' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Add note' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Export…' })).toBeNull();
  expect(asked.map(({ channel }) => channel).filter((one) => /^(runs|agent|audit)\./.test(one))).toEqual([]);
});
