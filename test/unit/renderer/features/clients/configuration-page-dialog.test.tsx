import { cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Envelope } from '#shared/ipc/envelope.ts';
import { LIKELY_PAGE_NAMES } from '#shared/domain/configuration-page.ts';
import { ConfigurationPageDialog } from '#renderer/features/clients/configuration-page-dialog.tsx';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);

const ok = (value: unknown): Envelope<unknown> => ({ ok: true, value });
const kept = { kept: true, sentence: 'Tokens are encrypted.' };
const names = { ...LIKELY_PAGE_NAMES, token: 'Geheim' };
const known = {
  clientId: '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d',
  label: 'Contoso',
  tokenUsable: true,
  createdAt: 1,
  lastUsedAt: null,
  invalidTokenCount: 0,
  refusedAt: null,
  disabledAt: null,
};
const page = {
  problem: null,
  clientId: known.clientId,
  maskedToken: '•••• (24 characters)',
  known,
  redirectHost: 'console.aws.example',
  fields: [
    { path: 'data.clientToken', value: null },
    { path: 'data.clientId', value: known.clientId },
  ],
  configuration: [{ key: 'TestName', value: 'checkout' }],
};

it('shows what a request holds, stores it under the known label, and builds the way back', async () => {
  const { asked } = renderWithBridge(<ConfigurationPageDialog tokenKeeping={kept} onClose={vi.fn()} />, {
    'clients.pageNames': () => ok(names),
    'clients.readPage': () => ok(page),
    'clients.takePage': () => ok({ client: known, wasKnown: true, releasedRuns: 1 }),
    'clients.pageRedirect': () =>
      ok({ url: 'https://console.aws.example/?c=1', host: 'console.aws.example' }),
  });
  await waitFor(() => expect(asked.some(({ channel }) => channel === 'clients.pageNames')).toBe(true));
  const area = screen.getByTestId('page-text').querySelector('textarea');
  if (area) fireEvent.change(area, { target: { value: 'request=abc' } });
  const facts = await screen.findByTestId('page-facts');
  expect(facts.textContent).toContain('•••• (24 characters)');
  expect(facts.textContent).toContain('known as Contoso');
  expect(asked.find(({ channel }) => channel === 'clients.readPage')?.payload).toEqual({
    text: 'request=abc',
    names,
  });
  fireEvent.click(screen.getByTestId('page-redirect'));
  expect((await screen.findByTestId('page-redirect-url')).textContent).toContain('console.aws.example');
  expect(asked.findLast(({ channel }) => channel === 'clients.pageRedirect')?.payload).toMatchObject({
    configuration: page.configuration,
  });
  expect(asked.some(({ channel }) => channel === 'clients.takePage')).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Replace its token' }));
  expect((await screen.findByTestId('client-outcome')).textContent).toBe('1 waiting run goes on.');
  expect(asked.findLast(({ channel }) => channel === 'clients.takePage')?.payload).toEqual({
    text: 'request=abc',
    names,
    label: 'Contoso',
  });
});

it('takes nothing while something is missing', async () => {
  const { asked } = renderWithBridge(<ConfigurationPageDialog tokenKeeping={kept} onClose={vi.fn()} />, {
    'clients.pageNames': () => ok(LIKELY_PAGE_NAMES),
    'clients.readPage': () =>
      ok({
        ...page,
        problem: 'No client token was found: name its field below.',
        maskedToken: null,
        known: null,
      }),
  });
  const area = screen.getByTestId('page-text').querySelector('textarea');
  if (area) fireEvent.change(area, { target: { value: 'request=abc' } });
  expect(await screen.findByText(/No client token was found/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Store client' }));
  expect(asked.some(({ channel }) => channel === 'clients.takePage')).toBe(false);
});

const receivedId = '0b0e8b34-7f25-4f0e-9a4e-5a4c4f0f7f11';
const received = {
  request: { id: receivedId, receivedAt: 1, way: 'link', refused: 1 },
  receiver: null,
  port: 0,
};

it('shows a request that came through a link, and stores it only at a click', async () => {
  const { asked, unmount } = renderWithBridge(
    <ConfigurationPageDialog tokenKeeping={kept} onClose={vi.fn()} />,
    {
      'clients.received': () => ok(received),
      'clients.pageNames': () => ok(names),
      'clients.readPage': () => ok(page),
      'clients.takePage': () => ok({ client: known, wasKnown: true, releasedRuns: 0 }),
    },
  );
  expect((await screen.findByTestId('page-received')).textContent).toContain('Nothing is stored yet');
  expect(screen.getByTestId('page-received').textContent).toContain('Another one came meanwhile');
  await screen.findByTestId('page-facts');
  expect(asked.some(({ channel }) => channel === 'clients.takePage')).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Replace its token' }));
  await screen.findByTestId('client-outcome');
  expect(asked.findLast(({ channel }) => channel === 'clients.takePage')?.payload).toEqual({
    text: '',
    receivedId,
    names,
    label: 'Contoso',
  });
  unmount();
  expect(asked.at(-1)).toEqual({ channel: 'clients.stopReceiving', payload: { drop: receivedId } });
});

it('leaves a pasted text alone when a request arrives, until a person looks at that', async () => {
  let answer: unknown = { request: null, receiver: null, port: 0 };
  const { asked } = renderWithBridge(<ConfigurationPageDialog tokenKeeping={kept} onClose={vi.fn()} />, {
    'clients.received': () => ok(answer),
    'clients.pageNames': () => ok(names),
    'clients.readPage': () => ok(page),
    'clients.startReceiving': () => {
      answer = received;
      return ok({ url: 'http://127.0.0.1:4711/configure', closesAt: 2 });
    },
  });
  const area = screen.getByTestId('page-text').querySelector('textarea');
  if (area) fireEvent.change(area, { target: { value: 'request=abc' } });
  fireEvent.click(screen.getByRole('button', { name: 'Receive it instead' }));
  fireEvent.click(screen.getByRole('button', { name: 'Start receiving' }));
  await screen.findByTestId('page-waiting');
  expect(area?.value).toBe('request=abc');
  fireEvent.click(screen.getByRole('button', { name: 'Look at it instead' }));
  expect(await screen.findByTestId('page-received')).toBeTruthy();
  await waitFor(() =>
    expect(asked.findLast(({ channel }) => channel === 'clients.readPage')?.payload).toMatchObject({
      receivedId,
    }),
  );
});

it('says where it receives, refuses a port of the system, and tells of one that is taken', async () => {
  const { asked } = renderWithBridge(<ConfigurationPageDialog tokenKeeping={kept} onClose={vi.fn()} />, {
    'clients.pageNames': () => ok(names),
    'clients.startReceiving': () => refusal('Port 4711 is taken by another program.'),
  });
  fireEvent.click(screen.getByRole('button', { name: 'Receive it instead' }));
  const port = screen.getByRole('textbox', { name: 'Port on this computer' });
  fireEvent.change(port, { target: { value: '80' } });
  fireEvent.click(screen.getByRole('button', { name: 'Start receiving' }));
  expect(await screen.findByText(/Port: expected 1024 to 65535/)).toBeTruthy();
  expect(asked.some(({ channel }) => channel === 'clients.startReceiving')).toBe(false);
  fireEvent.change(port, { target: { value: '4711' } });
  fireEvent.click(screen.getByRole('button', { name: 'Start receiving' }));
  expect(await screen.findByText(/Port 4711 is taken/)).toBeTruthy();
});

it('shows the address while it receives', async () => {
  renderWithBridge(<ConfigurationPageDialog tokenKeeping={kept} onClose={vi.fn()} />, {
    'clients.pageNames': () => ok(names),
    'clients.received': () =>
      ok({ request: null, receiver: { url: 'http://127.0.0.1:4711/configure', closesAt: 2 }, port: 4711 }),
  });
  const place = await screen.findByTestId('page-receiver');
  expect(place.textContent).toContain('http://127.0.0.1:4711/configure');
});
