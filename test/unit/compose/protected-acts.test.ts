import { describe, expect, it, vi } from 'vitest';
import { protectRuntime } from '#main/compose/protected-acts.ts';
import type { Act } from '#shared/domain/acts.ts';
import type { Protection } from '#shared/domain/environment.ts';
import { aRun, aRuntime } from '../electron/a-runtime.ts';

const fail: Act = { kind: 'fail', failureType: 'JobFailed', message: 'no' };
const takeOver: Act = { kind: 'take-over' };

function guarded(protection: Protection) {
  const { runtime, runs } = aRuntime('live');
  runs.set('r1', aRun({ runId: 'r1', clientLabel: 'Contoso Retail' }));
  const act = vi.fn(() =>
    Promise.resolve({
      outcome: 'took-effect' as const,
      sentence: '',
      before: 'working' as const,
      after: 'failed' as const,
    }),
  );
  const removeClient = vi.fn(() => Promise.resolve(true));
  const control = vi.fn(() => []);
  const findClient = () =>
    Promise.resolve({
      clientId: 'c1',
      label: 'Contoso Retail',
      tokenUsable: true,
      createdAt: 1,
      lastUsedAt: null,
      invalidTokenCount: 0,
      refusedAt: null,
      disabledAt: null,
    });
  const desk = protectRuntime({ ...runtime, protection, act, removeClient, control, findClient });
  return { desk, act, removeClient, control };
}

describe('protectRuntime', () => {
  it('refuses every act in a read-only environment with one sentence', async () => {
    const { desk, act, removeClient, control } = guarded('read-only');
    const refusal = { code: 'not-allowed-now', message: expect.stringContaining('read-only') as string };
    const by = { who: 'ada', reason: 'ticket', typedName: 'Contoso Retail' };
    await expect(desk.act('r1', takeOver, by)).rejects.toMatchObject(refusal);
    await expect(desk.addClient({ clientId: 'c', label: 'l', token: 't' }, by)).rejects.toMatchObject(
      refusal,
    );
    await expect(desk.rotateToken('c', 't', by)).rejects.toMatchObject(refusal);
    await expect(desk.importClients([], by)).rejects.toMatchObject(refusal);
    await expect(desk.renameClient('c', 'l', by)).rejects.toMatchObject(refusal);
    await expect(desk.setClientDisabled('c', true, by)).rejects.toMatchObject(refusal);
    await expect(desk.removeClient('c', by)).rejects.toMatchObject(refusal);
    expect(() => desk.control('pause', [], by)).toThrow('read-only');
    expect([act, removeClient, control].flatMap((one) => one.mock.calls)).toEqual([]);
  });

  it('asks for a reason in a protected environment, and for no name where nothing is destroyed', async () => {
    const { desk, act } = guarded('protected');
    await expect(desk.act('r1', takeOver)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(desk.act('r1', takeOver, { who: 'ada', reason: '  ' })).rejects.toThrow('give a reason');
    await desk.act('r1', takeOver, { who: 'ada', reason: 'ticket' });
    expect(act).toHaveBeenCalledOnce();
  });

  it.each([fail, { kind: 'restart-work' } as const])(
    'asks for the customer typed out before $kind',
    async (one) => {
      const { desk, act } = guarded('protected');
      const by = { who: 'ada', reason: 'ticket' };
      await expect(desk.act('r1', one, by)).rejects.toThrow('type out "Contoso Retail"');
      await expect(desk.act('r1', one, { ...by, typedName: 'contoso retail' })).rejects.toThrow('type out');
      await desk.act('r1', one, { ...by, typedName: 'Contoso Retail' });
      expect(act).toHaveBeenCalledOnce();
    },
  );

  it('asks for the label typed out before a client is removed', async () => {
    const { desk, removeClient } = guarded('protected');
    const by = { who: 'ada', reason: 'left us' };
    await expect(desk.removeClient('c1', by)).rejects.toThrow('type out "Contoso Retail"');
    await desk.removeClient('c1', { ...by, typedName: 'Contoso Retail' });
    expect(removeClient).toHaveBeenCalledOnce();
  });

  it('asks for nothing in an open environment', async () => {
    const { desk, act } = guarded('open');
    await desk.act('r1', fail);
    expect(act).toHaveBeenCalledWith('r1', fail, undefined);
  });
});
