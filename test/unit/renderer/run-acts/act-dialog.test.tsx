import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ActButtons } from '#renderer/run-acts/act-buttons.tsx';
import { ActDialog } from '#renderer/run-acts/act-dialog.tsx';
import { ACT_KINDS, whyNot } from '#shared/domain/acts.ts';
import type { Protection } from '#shared/domain/environment.ts';
import { aRunDetail } from '../a-run.ts';
import { anInfo } from '../an-info.ts';
import { refusal, renderWithBridge } from '../with-bridge.tsx';

const detail = aRunDetail({ state: 'with-engineer', heldBy: 'engineer' });
const message = (): HTMLTextAreaElement => {
  const area = screen.getByTestId('fail-message').querySelector('textarea');
  if (!area) throw new Error('no message field');
  return area;
};
const done = (outcome: string, after: string) => () => ({
  ok: true as const,
  value: { outcome, sentence: 'Read back.', before: 'with-engineer', after },
});

afterEach(cleanup);

describe('the dialog of an act', () => {
  it('keeps what was typed after a refusal and says why', async () => {
    const onClose = vi.fn();
    renderWithBridge(<ActDialog kind="fail" detail={detail} onClose={onClose} />, {
      'runs.act': () => refusal('CodePipeline refused the message.'),
    });
    fireEvent.change(message(), { target: { value: 'Our certificate ran out.' } });
    fireEvent.click(screen.getByTestId('act-submit'));
    expect(await screen.findByText('CodePipeline refused the message.')).toBeTruthy();
    expect(message().value).toBe('Our certificate ran out.');
    expect(onClose).not.toHaveBeenCalled();
  });

  it('stays open with the outcome when the act was overtaken', async () => {
    const onClose = vi.fn();
    renderWithBridge(<ActDialog kind="fail" detail={detail} onClose={onClose} />, {
      'runs.act': done('overtaken', 'expired'),
    });
    fireEvent.click(screen.getByTestId('act-submit'));
    const outcome = await screen.findByTestId('act-outcome');
    expect(outcome.textContent).toMatch(/Overtaken\..*With engineer → Expired/);
    expect(onClose).not.toHaveBeenCalled();
  });

  it('closes when the act took effect and announces both states', async () => {
    const onClose = vi.fn();
    const { asked } = renderWithBridge(<ActDialog kind="complete" detail={detail} onClose={onClose} />, {
      'runs.act': done('took-effect', 'succeeded'),
    });
    fireEvent.click(screen.getByTestId('act-submit'));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(screen.getByTestId('act-outcome').textContent).toMatch(/Took effect\..*With engineer → Succeeded/);
    expect(asked.find(({ channel }) => channel === 'runs.act')?.payload).toEqual({
      runId: detail.run.runId,
      act: { kind: 'complete' },
    });
  });

  it('sends nothing while a field is not valid', () => {
    const { asked } = renderWithBridge(<ActDialog kind="fail" detail={detail} onClose={vi.fn()} />, {});
    fireEvent.change(message(), { target: { value: ' ' } });
    fireEvent.click(screen.getByTestId('act-submit'));
    expect(screen.getByText(/^Message: expected a text/)).toBeTruthy();
    expect(asked.some(({ channel }) => channel === 'runs.act')).toBe(false);
  });
});

describe('an act in a protected environment', () => {
  const info = (protection: Protection) => () => ({ ok: true as const, value: anInfo({ protection }) });
  const type = (testId: string, value: string): void => {
    const input = screen.getByTestId(testId).querySelector('input');
    if (input) fireEvent.change(input, { target: { value } });
  };

  it('waits for a reason, and for the customer typed out before a failure', async () => {
    const { asked } = renderWithBridge(<ActDialog kind="fail" detail={detail} onClose={vi.fn()} />, {
      'app.info': info('protected'),
      'runs.act': done('took-effect', 'failed'),
    });
    await screen.findByTestId('act-typed-name');
    const submit = screen.getByTestId('act-submit');
    expect(submit.hasAttribute('disabled')).toBe(true);
    type('act-reason', 'ticket 4711');
    type('act-typed-name', 'Kestrel');
    expect(submit.hasAttribute('disabled')).toBe(true);
    type('act-typed-name', 'Kestrel Retail');
    fireEvent.click(submit);
    await waitFor(() =>
      expect(asked.find(({ channel }) => channel === 'runs.act')?.payload).toMatchObject({
        reason: 'ticket 4711',
        typedName: 'Kestrel Retail',
      }),
    );
  });

  it('offers no act in a read-only one, and says why', async () => {
    renderWithBridge(<ActButtons detail={detail} />, { 'app.info': info('read-only') });
    for (const kind of ACT_KINDS) {
      const button = screen.getByTestId(`act-${kind}`);
      await waitFor(() => expect(button.parentElement?.textContent).toContain('read-only'));
      expect(button.getAttribute('aria-disabled')).toBe('true');
    }
  });
});

describe('the buttons of a run', () => {
  it.each(['working', 'needs-token', 'succeeded'] as const)(
    'says for each act of a run in the state %s why it cannot be done',
    (state) => {
      const run = aRunDetail({ state });
      renderWithBridge(<ActButtons detail={run} />, {});
      for (const kind of ACT_KINDS) {
        const button = screen.getByTestId(`act-${kind}`);
        const reason = whyNot(kind, run.run);
        expect(button.getAttribute('aria-disabled') === 'true').toBe(reason !== null);
        if (reason) expect(button.parentElement?.textContent).toContain(reason);
      }
    },
  );
});
