import { cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Envelope } from '#shared/ipc/envelope.ts';
import { LIKELY_PAGE_NAMES } from '#shared/domain/configuration-page.ts';
import { ConfigurationPageDialog } from '#renderer/features/clients/configuration-page-dialog.tsx';
import { renderWithBridge } from '../../with-bridge.tsx';

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
  await waitFor(() => expect(asked).toHaveLength(1));
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
