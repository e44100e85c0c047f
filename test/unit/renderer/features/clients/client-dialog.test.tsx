import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ClientDialog } from '#renderer/features/clients/client-dialog.tsx';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';

const kept = { kept: true, sentence: 'Tokens are encrypted.' };
const input = (name: string): HTMLInputElement => {
  const field = screen.getByTestId(name).querySelector('input');
  if (!field) throw new Error(`no field ${name}`);
  return field;
};
const type = (name: string, value: string): void => void fireEvent.change(input(name), { target: { value } });

afterEach(cleanup);

describe('the client dialog', () => {
  it('shows one sentence beside each field at fault and asks the main process nothing', () => {
    const { asked } = renderWithBridge(
      <ClientDialog initial={{}} fixedId={false} tokenKeeping={kept} onClose={vi.fn()} />,
      {},
    );
    type('client-id', 'kestrel');
    fireEvent.click(screen.getByTestId('client-save'));
    expect(screen.getByText(/^Client id: expected a UUID/)).toBeTruthy();
    expect(screen.getByText(/^Label: expected/)).toBeTruthy();
    expect(screen.getByText(/^Client token: expected/)).toBeTruthy();
    expect(input('client-id').value).toBe('kestrel');
    expect(asked.filter(({ channel }) => channel.startsWith('clients.'))).toEqual([]);
  });

  it('keeps label and token when the main process refuses', async () => {
    const onClose = vi.fn();
    renderWithBridge(
      <ClientDialog
        initial={{ clientId: '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d' }}
        fixedId
        tokenKeeping={{ kept: false, sentence: 'Tokens last until the app quits.' }}
        onClose={onClose}
      />,
      { 'clients.add': () => refusal('The keyring is locked.') },
    );
    expect(screen.getByText('Tokens last until the app quits.')).toBeTruthy();
    expect(input('client-id').readOnly).toBe(true);
    expect(input('client-token').type).toBe('password');
    type('client-label', 'Kestrel Retail');
    type('client-token', 's3cret');
    fireEvent.click(screen.getByTestId('client-save'));
    expect(await screen.findByText('The keyring is locked.')).toBeTruthy();
    expect(input('client-label').value).toBe('Kestrel Retail');
    expect(input('client-token').value).toBe('s3cret');
    expect(onClose).not.toHaveBeenCalled();
  });

  it('says how many runs the token released', async () => {
    const client = {
      clientId: '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d',
      label: 'Kestrel Retail',
      tokenUsable: true,
      createdAt: 1,
      lastUsedAt: null,
      invalidTokenCount: 0,
      refusedAt: null,
      disabledAt: null,
    };
    const onClose = vi.fn();
    renderWithBridge(
      <ClientDialog
        initial={{ clientId: client.clientId, label: client.label, token: 't' }}
        fixedId
        tokenKeeping={kept}
        onClose={onClose}
      />,
      { 'clients.add': () => ({ ok: true, value: { client, releasedRuns: 2 } }) },
    );
    fireEvent.click(screen.getByTestId('client-save'));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(screen.getByTestId('client-outcome').textContent).toBe('2 waiting runs go on.');
  });
});
