import { cleanup, configure, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PipelinesPage } from '#renderer/features/pipelines/pipelines-page.tsx';
import { renderWithBridge } from '../with-bridge.tsx';

configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => (location.hash = '#/pipelines?state=failed'));
afterEach(cleanup);

const ok = (value: unknown) => ({ ok: true as const, value });
const listed = { name: 'release', pipelineType: 'V2', executionMode: 'QUEUED', version: 1, updatedAt: 1 };

it('stops a look at every pipeline and goes on with it', async () => {
  const scan = { running: false, stopped: false, done: 3, total: 9, glances: [] };
  const asked: unknown[] = [];
  renderWithBridge(<PipelinesPage />, {
    'pipelines.list': () => ok([{ region: 'us-east-1', pipelines: [listed], readAt: 1, problem: null }]),
    'pipelines.glance': () => ok([]),
    'pipelines.scan': (payload) => {
      const { change } = payload as { change: 'start' | 'stop' | null };
      if (change !== null) {
        asked.push(change);
        Object.assign(scan, { running: change === 'start', stopped: change === 'stop' });
      }
      return ok({ ...scan });
    },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Stop looking at every pipeline' }));
  const goOn = await screen.findByRole('button', { name: 'Go on looking at every pipeline' });
  expect(screen.getByTestId('scan').textContent).toContain('Stopped: 3 of 9 looked at; of 1 it is not known');
  expect(screen.getByText(/None found among those/)).toBeTruthy();
  fireEvent.click(goOn);
  await screen.findByRole('button', { name: 'Stop looking at every pipeline' });
  expect(asked).toEqual(['start', 'stop', 'start']);
});
