import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BULK_RESULTS, type BulkResult, type BulkView } from '#shared/domain/bulk.ts';
import type { RunSelection } from '#shared/domain/run.ts';
import { BulkChips } from '#renderer/run-acts/bulk/bulk-chip.tsx';
import { BulkDialog } from '#renderer/run-acts/bulk/bulk-dialog.tsx';
import { openBulk } from '#renderer/run-acts/bulk/open-bulk.ts';
import { anInfo } from '../an-info.ts';
import { aRunDetail } from '../a-run.ts';
import { refusal, renderWithBridge } from '../with-bridge.tsx';

const selection: RunSelection = { kind: 'matching', match: { lane: 'stuck' }, except: [] };
const ok = (value: unknown) => () => ({ ok: true as const, value });
const preview = {
  total: 312,
  can: 298,
  cannot: [
    { why: 'The run is over: CodePipeline takes no further answer for it.', runs: 10 },
    { why: 'You hold this run already.', runs: 4 },
  ],
  exampleRunId: 'r1',
  tooMany: false,
};
const bulkId = '9b7d3f2a-1c4e-4e21-8c55-0d6f1a2b3c4d';
const noCounts = Object.fromEntries(BULK_RESULTS.map((one) => [one, 0])) as Record<BulkResult, number>;
const aBulk = (change: Partial<BulkView> = {}): BulkView => ({
  bulkId,
  act: { kind: 'take-over' },
  reason: null,
  startedAt: 1,
  endedAt: null,
  cancelled: false,
  total: 10,
  left: [],
  counts: { ...noCounts, waiting: 4, running: 2, 'took-effect': 4 },
  ...change,
});
const answers = { 'bulk.preview': ok(preview), 'runs.get': ok(aRunDetail()), 'bulk.start': ok(aBulk()) };

afterEach(() => {
  openBulk(null);
  cleanup();
});

describe('the dialog of an act on many runs', () => {
  it('says how many can, how many cannot, and why', async () => {
    renderWithBridge(<BulkDialog kind="take-over" selection={selection} onClose={vi.fn()} />, answers);
    const text = (await screen.findByTestId('bulk-preview')).textContent;
    expect(text).toContain('312 runs: 298 can, 14 cannot');
    expect(screen.getByRole('list', { name: 'Why not' }).textContent).toContain(
      '4You hold this run already.',
    );
    expect(screen.getByTestId('bulk-submit').textContent).toBe('Take over 298 runs');
  });

  it('asks for a reason and the name of the environment in a protected one', async () => {
    const { asked } = renderWithBridge(
      <BulkDialog kind="take-over" selection={selection} onClose={vi.fn()} />,
      { ...answers, 'app.info': ok(anInfo({ environment: 'live', protection: 'protected' })) },
    );
    await screen.findByTestId('bulk-preview');
    const submit = screen.getByTestId('bulk-submit');
    await screen.findByTestId('act-typed-name');
    expect(submit.hasAttribute('disabled')).toBe(true);
    const type = (testId: string, value: string): void => {
      const input = screen.getByTestId(testId).querySelector('input');
      if (input) fireEvent.change(input, { target: { value } });
    };
    type('act-reason', 'ticket 4711');
    expect(submit.hasAttribute('disabled')).toBe(true);
    type('act-typed-name', 'live');
    fireEvent.click(submit);
    await waitFor(() =>
      expect(asked.find(({ channel }) => channel === 'bulk.start')?.payload).toEqual({
        selection,
        act: { kind: 'take-over' },
        reason: 'ticket 4711',
        typedName: 'live',
      }),
    );
  });

  it('keeps what was typed when the start is refused', async () => {
    const onClose = vi.fn();
    renderWithBridge(<BulkDialog kind="take-over" selection={selection} onClose={onClose} />, {
      ...answers,
      'bulk.start': () => refusal('One bulk takes at most 5000 runs.'),
    });
    await screen.findByTestId('bulk-preview');
    fireEvent.click(screen.getByTestId('bulk-submit'));
    expect((await screen.findByTestId('bulk-error')).textContent).toContain('at most 5000');
    expect(onClose).not.toHaveBeenCalled();
  });
});

describe('the results of an act on many runs', () => {
  const rows = [
    {
      runId: 'r1',
      customer: 'Contoso Retail',
      pipeline: 'storefront',
      region: 'us-east-1',
      result: 'refused',
      sentence: 'No answer.',
      before: null,
      after: null,
    },
  ];

  it('shows a chip with the progress, which leads to the results and the way to stop', async () => {
    const { asked } = renderWithBridge(<BulkChips />, {
      'bulk.list': ok([aBulk()]),
      'bulk.rows': ok({ rows, total: 1 }),
      'bulk.cancel': ok(aBulk({ cancelled: true })),
    });
    const chip = await screen.findByTestId('bulk-chip');
    expect(chip.textContent).toBe('Take over: 4 of 10 done');
    fireEvent.click(chip);
    expect(await screen.findByText('No answer.')).toBeTruthy();
    fireEvent.click(screen.getByTestId('bulk-cancel'));
    await waitFor(() => expect(asked.some(({ channel }) => channel === 'bulk.cancel')).toBe(true));
    expect(screen.queryByTestId('bulk-retry')).toBeNull();
  });

  it('offers to retry only those that failed once it has ended', async () => {
    const counts = { ...noCounts, 'took-effect': 7, overtaken: 1, refused: 2 };
    const { asked } = renderWithBridge(<BulkChips />, {
      'bulk.list': ok([aBulk({ endedAt: 2, counts })]),
      'bulk.rows': ok({ rows, total: 1 }),
      'bulk.retry': ok(aBulk()),
    });
    fireEvent.click(await screen.findByTestId('bulk-chip'));
    const retry = await screen.findByTestId('bulk-retry');
    expect(retry.textContent).toBe('Retry the 2 runs that failed');
    expect(screen.getByTestId('bulk-sentence').textContent).toBe('7 took effect, 1 overtaken, 2 refused');
    fireEvent.click(retry);
    await waitFor(() => expect(asked.some(({ channel }) => channel === 'bulk.retry')).toBe(true));
  });
});
