import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preferencesSchema } from '#shared/domain/preferences.ts';
import { WelcomeBand } from '#renderer/app/welcome/welcome-band.tsx';
import { WelcomePage } from '#renderer/app/welcome/welcome-page.tsx';
import { welcomeSteps, type WelcomeFacts } from '#renderer/app/welcome/steps.ts';
import { CHANNEL_SAMPLES } from '#test/unit/electron/channel-samples.ts';
import { renderWithBridge } from '../with-bridge.tsx';

beforeEach(() => {
  localStorage.clear();
  location.hash = '#/runs';
});
afterEach(cleanup);

const practising: WelcomeFacts = { practice: true, sawRun: false, environments: 0, clients: 6 };

describe('welcomeSteps', () => {
  const next = (change: Partial<WelcomeFacts>) =>
    welcomeSteps({ ...practising, ...change }).find(({ done }) => !done)?.id;

  it.each([
    ['run', {}],
    ['environment', { sawRun: true }],
    ['connection', { sawRun: true, environments: 1 }],
    ['clients', { practice: false, environments: 1, clients: 0 }],
    [undefined, { practice: false, environments: 1, clients: 1 }],
  ] as const)('leads to %s after %j', (id, change) => {
    expect(next(change)).toBe(id);
  });

  it('takes the clients of the simulator for none of one’s own', () => {
    const clients = welcomeSteps({ ...practising, clients: 6 }).find(({ id }) => id === 'clients');
    expect(clients?.done).toBe(false);
  });
});

const preferences = (welcomeSeen: boolean) => () => ({
  ok: true as const,
  value: preferencesSchema.parse({ welcomeSeen }),
});
const ANSWERS = {
  'app.info': () => ({ ok: true as const, value: { ...CHANNEL_SAMPLES['app.info'].answer, practice: true } }),
  'environments.list': () => ({ ok: true as const, value: [] }),
  'clients.list': () => ({ ok: true as const, value: CHANNEL_SAMPLES['clients.list'].answer }),
  'preferences.get': preferences(false),
};

describe('the band above the runs', () => {
  it('names the next step, and is put away for good', async () => {
    const { asked } = renderWithBridge(<WelcomeBand />, {
      ...ANSWERS,
      'preferences.change': preferences(true),
    });
    const band = await screen.findByRole('complementary', { name: 'First steps' });
    expect(band.textContent).toContain('Step 2 of 5Look at a run');
    fireEvent.click(screen.getByRole('button', { name: 'Put away' }));
    await waitFor(() => expect(band.isConnected).toBe(false));
    expect(asked.find(({ channel }) => channel === 'preferences.change')?.payload).toEqual({
      welcomeSeen: true,
    });
  });

  it.each([
    ['somebody who has put it away', '#/runs', true],
    ['another page', '#/agent', false],
    ['the page of a run', '#/runs/run-1', false],
  ])('stays away from %s', async (_who, hash, welcomeSeen) => {
    location.hash = hash;
    const { asked } = renderWithBridge(<WelcomeBand />, {
      ...ANSWERS,
      'preferences.get': preferences(welcomeSeen),
    });
    await waitFor(() => expect(asked.some(({ channel }) => channel === 'preferences.get')).toBe(true));
    expect(screen.queryByTestId('welcome-band')).toBeNull();
  });
});

describe('the page of the first steps', () => {
  it('marks what is done and what comes next', async () => {
    renderWithBridge(<WelcomePage />, ANSWERS);
    const steps = await screen.findAllByRole('listitem');
    expect(steps).toHaveLength(5);
    expect(steps.map((step) => step.getAttribute('aria-current'))).toEqual([null, 'step', null, null, null]);
    expect(screen.getByRole('link', { name: 'New environment' }).getAttribute('href')).toBe(
      '#/settings?section=environments&open=new',
    );
  });
});
