import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { preferencesSchema } from '#shared/domain/preferences.ts';
import { ActDialog } from '#renderer/run-acts/act-dialog.tsx';
import { withTemplate } from '#renderer/run-acts/templates-dialog.tsx';
import { aRunDetail } from '../a-run.ts';
import { renderWithBridge } from '../with-bridge.tsx';

const detail = aRunDetail({ state: 'with-engineer', heldBy: 'engineer' });
const template = { name: 'Outage', failureType: 'SystemUnavailable' as const, message: 'Ask about {runId}.' };
const area = (testId: string): HTMLTextAreaElement => {
  const found = screen.getByTestId(testId).querySelector('textarea');
  if (!found) throw new Error(`no text area ${testId}`);
  return found;
};

afterEach(cleanup);

describe('the text of a failure', () => {
  it('is shown as the customer will read it, and sent so', async () => {
    const { asked } = renderWithBridge(<ActDialog kind="fail" detail={detail} onClose={vi.fn()} />, {
      'runs.act': () => ({
        ok: true,
        value: { outcome: 'took-effect', sentence: '', before: 'with-engineer', after: 'failed' },
      }),
    });
    fireEvent.change(area('fail-message'), { target: { value: 'See {executionUrl}, {customer}. {nobody}' } });
    const filled = 'See https://console.example.com/runs/153245, Kestrel Retail. {nobody}';
    expect(screen.getByTestId('fail-filled').textContent).toContain(filled);
    expect(screen.getByTestId('fail-filled').textContent).toContain(
      'No placeholder, sent as it is: {nobody}',
    );
    expect(screen.getByText(`${filled.length} of 5,000 characters`)).toBeTruthy();
    fireEvent.click(screen.getByTestId('act-submit'));
    await waitFor(() =>
      expect(asked.find(({ channel }) => channel === 'runs.act')?.payload).toMatchObject({
        act: { kind: 'fail', message: filled },
      }),
    );
  });

  it('says which placeholders this run leaves empty', () => {
    const bare = aRunDetail({ state: 'with-engineer', executionUrl: null });
    renderWithBridge(<ActDialog kind="fail" detail={bare} onClose={vi.fn()} />, {});
    fireEvent.change(area('fail-message'), { target: { value: 'See {executionUrl}' } });
    expect(screen.getByTestId('fail-filled').textContent).toContain('left empty: {executionUrl}');
  });

  it('is kept as a template of one’s own', async () => {
    const { asked } = renderWithBridge(<ActDialog kind="fail" detail={detail} onClose={vi.fn()} />, {
      'preferences.change': () => ({ ok: true, value: preferencesSchema.parse({}) }),
    });
    fireEvent.change(area('fail-message'), { target: { value: 'Ask about {runId}.' } });
    fireEvent.click(screen.getByTestId('fail-templates'));
    fireEvent.click(await screen.findByTestId('template-from-present'));
    const name = screen.getByTestId('template-name').querySelector('input');
    if (name) fireEvent.change(name, { target: { value: 'Ask' } });
    fireEvent.click(screen.getByTestId('template-save'));
    await waitFor(() =>
      expect(asked.find(({ channel }) => channel === 'preferences.change')?.payload).toEqual({
        failureTemplates: [{ name: 'Ask', failureType: 'JobFailed', message: 'Ask about {runId}.' }],
      }),
    );
  });
});

describe('withTemplate', () => {
  it('adds, replaces in place, and refuses a second one of the same name', () => {
    const other = { ...template, name: 'Other' };
    expect(withTemplate([], null, template)).toEqual({ ok: true, templates: [template] });
    const changed = { ...template, message: 'New.' };
    expect(withTemplate([template, other], 'Outage', changed)).toEqual({
      ok: true,
      templates: [changed, other],
    });
    expect(withTemplate([template, other], 'Outage', other)).toMatchObject({ ok: false });
    expect(withTemplate([], null, { ...template, message: ' ' })).toMatchObject({
      ok: false,
      sentence: 'message: expected a message',
    });
  });
});
