import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { environmentSchema, type EnvironmentView } from '#shared/domain/environment.ts';
import { preferencesSchema } from '#shared/domain/preferences.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { Envelope } from '#shared/ipc/envelope.ts';
import { keepDraft } from '#renderer/features/settings/kept-draft.ts';
import { SettingsPage } from '#renderer/features/settings/settings-page.tsx';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(() => {
  cleanup();
  keepDraft(null);
  history.replaceState(null, '', '#/settings');
});

const ok = (value: unknown): Envelope<unknown> => ({ ok: true, value });
const definition = environmentSchema.parse({
  name: 'staging',
  credentials: { kind: 'chain' },
  regions: ['us-east-1'],
  actionTypes: [
    {
      category: 'Test',
      owner: 'ThirdParty',
      provider: 'Northwind-LoadTest',
      version: '1',
      processor: {
        kind: 'http',
        startUrl: 'https://backend.example.com/runs',
        statusUrl: 'https://backend.example.com/runs/{ExternalExecutionId}',
      },
    },
  ],
});
const ENVIRONMENTS: EnvironmentView[] = [
  { name: 'practice', builtIn: true, active: true, definition: null },
  { name: 'staging', builtIn: false, active: false, definition },
];

function aPage(section: string, more: Partial<Record<RequestChannel, (payload: unknown) => unknown>> = {}) {
  history.replaceState(null, '', `#/settings?section=${section}`);
  const answers = Object.entries(more).map(([channel, answer]) => [
    channel,
    (payload: unknown) => {
      const given = answer(payload);
      return typeof given === 'object' && given !== null && 'ok' in given ? given : ok(given);
    },
  ]);
  return renderWithBridge(
    <SettingsPage shortcuts={[{ keys: 'g r', does: 'Go to Runs', at: 'Everywhere' }]} />,
    {
      'environments.list': () => ok(ENVIRONMENTS),
      ...(Object.fromEntries(answers) as object),
    },
  );
}
const asks = (asked: { channel: string; payload: unknown }[], channel: string) =>
  asked.filter((one) => one.channel === channel).map(({ payload }) => payload);

const openEditor = async (): Promise<HTMLElement> => {
  fireEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  return screen.findByRole('region', { name: 'Environment' });
};
const type = (label: string, value: string): void => {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
};

it('saves the protection level that was chosen', async () => {
  const { asked } = aPage('environments', { 'environments.save': () => ({ warnings: [] }) });
  await openEditor();
  fireEvent.click(screen.getByRole('radio', { name: /Read-only/ }));
  fireEvent.click(screen.getByRole('button', { name: 'Save environment' }));
  await waitFor(() => expect(asks(asked, 'environments.save')).toMatchObject([{ protection: 'read-only' }]));
});

it('asks before it throws away what was typed, and not where nothing was', async () => {
  aPage('environments');
  await openEditor();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('region', { name: 'Environment' })).toBeNull();
  await openEditor();
  type('Poll interval, seconds', '3');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  const dialog = await screen.findByRole('dialog', { name: 'Discard what you typed?' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Keep editing' }));
  expect(screen.getByLabelText<HTMLInputElement>('Poll interval, seconds').value).toBe('3');
});

it('has what was typed again when the page is opened again', async () => {
  aPage('environments');
  await openEditor();
  type('Poll interval, seconds', 'soon');
  cleanup();
  aPage('environments');
  const field = await screen.findByLabelText<HTMLInputElement>('Poll interval, seconds');
  expect(field.value).toBe('soon');
  expect(screen.getByText(/what you typed before you left/)).toBeDefined();
});

it('asks before another page is opened, by link or by key, and stays or discards', async () => {
  aPage('environments');
  await openEditor();
  type('Poll interval, seconds', '3');
  const here = location.hash;
  goTo('/settings?section=about');
  goTo(here);
  expect(screen.queryByRole('dialog')).toBeNull();
  goTo('/runs');
  const question = await screen.findByRole('dialog', { name: 'Discard what you typed?' });
  expect(location.hash).toBe(here);
  fireEvent.click(within(question).getByRole('button', { name: 'Stay' }));
  const link = document.body.appendChild(document.createElement('a'));
  link.href = '#/agent';
  fireEvent.click(link);
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Discard' }));
  link.remove();
  await waitFor(() => expect(location.hash).toBe('#/agent'));
  location.hash = here;
});

it('brings a removed environment back', async () => {
  const { asked } = aPage('environments', {
    'environments.remove': () => null,
    'environments.save': () => ({ warnings: [] }),
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Remove' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await screen.findByText('staging is back.');
  expect(asks(asked, 'environments.save')).toEqual([definition]);
});

it('shows who we are and what is denied', async () => {
  aPage('environments', {
    'environments.test': () => ({
      who: {
        accountId: '111122223333',
        principal: null,
        accessKeyId: 'AKIA…WXYZ',
        sentence: 'Known so far.',
      },
      regions: [{ region: 'us-east-1', ok: true, sentence: 'CodePipeline answered.' }],
      checkedIn: 'us-east-1',
      calls: [
        { call: 'PollForThirdPartyJobs', neededBy: 'agent', verdict: 'denied', sentence: 'Not authorized.' },
        { call: 's3:GetObject', neededBy: 'artifacts', verdict: 'not-tested', sentence: 'Not needed.' },
      ],
    }),
  });
  await openEditor();
  fireEvent.click(screen.getByRole('button', { name: 'Test connection' }));
  const report = await screen.findByRole('region', { name: 'Connection test' });
  for (const text of ['111122223333', 'not known', 'Known so far.', '1 denied', 'Denied', 'Not tested'])
    expect(report.textContent).toContain(text);
  expect(within(report).getByRole('rowheader', { name: 'PollForThirdPartyJobs' })).toBeDefined();
});

const tried = (what: string, id: string | null) => ({
  what,
  request: { method: 'GET', url: 'https://backend.example.com/runs/x', headers: {}, body: null },
  answer: { status: 200, contentType: null, body: '{}' },
  durationMs: 12,
  verdict: 'good',
  sentence: `Answer to ${what}.`,
  externalExecutionId: id,
});

it('tries the backend as it is typed, and starts work only after a question', async () => {
  const { asked } = aPage('environments', {
    'environments.try': (payload) => {
      const { what } = payload as { what: string };
      return tried(what, what === 'start' ? 'e-1' : null);
    },
  });
  await openEditor();
  type('Start URL', 'https://other.example.com/runs');
  fireEvent.click(screen.getByRole('button', { name: 'Try it: ask for a made-up run' }));
  await screen.findByText('Answer to status.');
  fireEvent.click(screen.getByRole('button', { name: 'Start a try-out run…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Start a try-out run?' });
  expect(asks(asked, 'environments.try')).toHaveLength(1);
  fireEvent.change(within(dialog).getByLabelText('Configuration (optional)'), {
    target: { value: 'TestPlan=small' },
  });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Start it at the backend' }));
  await screen.findByText('Answer to start.');
  fireEvent.click(screen.getByRole('button', { name: 'Ask for its status' }));
  await waitFor(() =>
    expect(asks(asked, 'environments.try')).toMatchObject([
      {
        what: 'status',
        externalExecutionId: null,
        processor: { startUrl: 'https://other.example.com/runs' },
      },
      { what: 'start', configuration: { TestPlan: 'small' } },
      { what: 'status', externalExecutionId: 'e-1', configuration: {} },
    ]),
  );
});

it('names the field that is in the way of a try-out', async () => {
  const { asked } = aPage('environments');
  await openEditor();
  type('Status URL', 'ftp://x');
  fireEvent.click(screen.getByRole('button', { name: 'Try it: ask for a made-up run' }));
  await screen.findByText(/Not tried\. Status URL: expected an https URL/);
  expect(asks(asked, 'environments.try')).toEqual([]);
});

it('stores each choice about notifications at once, and sends a test', async () => {
  const { asked } = aPage('notifications', {
    'preferences.change': (change) =>
      preferencesSchema.parse({ ...preferencesSchema.parse({}), ...(change as object) }),
    'notifications.test': () => ({ shown: false, sentence: 'This system has no notifications.' }),
  });
  fireEvent.click(await screen.findByRole('checkbox', { name: /A run failed/ }));
  await waitFor(() =>
    expect(asks(asked, 'preferences.change')).toMatchObject([
      { notifications: { failed: true, atRisk: true } },
    ]),
  );
  fireEvent.click(screen.getByRole('button', { name: 'Send a test' }));
  await screen.findByText('This system has no notifications.');
});

it('stores quiet hours only while they make sense, and keeps what is typed', async () => {
  const { asked } = aPage('notifications', {
    'preferences.change': (change) =>
      preferencesSchema.parse({ ...preferencesSchema.parse({}), ...(change as object) }),
  });
  fireEvent.click(await screen.findByRole('checkbox', { name: /Quiet hours/ }));
  const until = await screen.findByLabelText<HTMLInputElement>('Until');
  await waitFor(() => expect(asks(asked, 'preferences.change')).toHaveLength(1));
  fireEvent.change(until, { target: { value: '22:00' } });
  await screen.findByText('Until: expected another time than the first.');
  expect(until.value).toBe('22:00');
  expect(asks(asked, 'preferences.change')).toMatchObject([
    { notifications: { quiet: { from: '22:00', until: '07:00' } } },
  ]);
});

it('says when a choice could not be stored, and goes back to what is', async () => {
  aPage('notifications', { 'preferences.change': () => refusal('The disk is full.') });
  const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: /A deadline is near/ });
  fireEvent.click(box);
  await screen.findByText('The disk is full.');
  expect(box.checked).toBe(true);
});

it('chooses the density, and lists the shortcuts that it is given', async () => {
  const { asked } = aPage('appearance', {
    'preferences.change': () => preferencesSchema.parse({ density: 'comfortable' }),
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Comfortable' }));
  await waitFor(() => expect(asks(asked, 'preferences.change')).toEqual([{ density: 'comfortable' }]));
  expect(screen.getByText('Go to Runs')).toBeDefined();
});

it('opens a folder, copies diagnostics, and says what went wrong', async () => {
  const { asked } = aPage('about', {
    'about.read': () => ({
      versions: [{ name: 'Electron', version: '33.2.1' }],
      licence: 'MIT licence',
      folders: [{ folder: 'logs', path: '/home/ada/logs' }],
      diagnostics: 'Action Desk diagnostics: all well',
    }),
    'about.openFolder': () => ({ problem: 'No file manager.' }),
    'app.copyText': () => null,
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Open folder: Logs' }));
  await screen.findByText('No file manager.');
  fireEvent.click(screen.getByRole('button', { name: 'Copy diagnostics' }));
  await waitFor(() =>
    expect(asks(asked, 'app.copyText')).toEqual([{ text: 'Action Desk diagnostics: all well' }]),
  );
});
