import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { PipelineActDialog } from '#renderer/features/pipelines/acts/act-dialog.tsx';
import type { Prediction } from '#shared/domain/pipeline-act.ts';
import type { ExecutionRow } from '#shared/domain/pipeline.ts';
import { anInfo } from '../an-info.ts';
import { renderWithBridge } from '../with-bridge.tsx';
import { aPipeline, busy, idOf } from './a-pipeline.ts';

configure({ asyncUtilTimeout: 8_000 });
afterEach(cleanup);

const prediction: Prediction = {
  refusal: null,
  consequences: [],
  sentences: ['Execution 7 leaves Build and unlocks it.', 'Execution 8 enters Build.'],
  afterwards: null,
  unknowns: ['How the actions that start will end, and when.'],
  advice: [
    {
      sentence: 'Disable the transition into Build first.',
      act: {
        kind: 'disable-transition',
        stageName: 'Build',
        transitionType: 'Inbound',
        transitionReason: 'Held before a stop',
      },
    },
  ],
};
const stop = { kind: 'stop' as const, executionId: idOf(7), abandon: true };
const report = {
  outcome: 'took-effect' as const,
  sentence: 'Execution 7 is Stopped.',
  before: 'Execution 7 InProgress',
  after: 'Execution 7 Stopped',
  compared: {
    asPredicted: [{ kind: 'leaves' as const, executionId: idOf(7), stageName: 'Build' }],
    didNotHappen: [{ kind: 'enters' as const, executionId: idOf(8), stageName: 'Build' }],
    alsoHappened: [],
  },
  executionId: null,
};

function show(told = prediction, protection: 'open' | 'protected' | 'read-only' = 'open') {
  const answers = {
    'app.info': () => ({ ok: true as const, value: anInfo({ protection }) }),
    'pipelines.whatIf': () => ({ ok: true as const, value: { prediction: told, readAt: 1 } }),
    'pipelines.act': () => ({ ok: true as const, value: report }),
  };
  return renderWithBridge(
    <PipelineActDialog initial={stop} snapshot={busy()} onClose={() => undefined} />,
    answers,
  );
}
const acts = (asked: ReturnType<typeof show>['asked']) =>
  asked.filter(({ channel }) => channel === 'pipelines.act').map(({ payload }) => payload);

describe('the dialog of an act', () => {
  it('shows what it will cause before it can be sent, and what happened held against it', async () => {
    const { asked } = show();
    const whatIf = await screen.findByTestId('what-if');
    expect(await within(whatIf).findByText('Execution 8 enters Build.')).toBeTruthy();
    expect(screen.getByTestId('act-call').textContent).toContain('"abandon": true');
    fireEvent.click(screen.getByTestId('pipeline-act-submit'));
    const outcome = await screen.findByTestId('pipeline-outcome');
    expect(outcome.textContent).toContain('Execution 7 is Stopped.');
    expect(outcome.textContent).toContain('As predicted (1)');
    expect(outcome.textContent).toContain('Did not happen (1)');
    expect(acts(asked)).toEqual([{ pipeline: busy().ref, act: stop }]);
  });

  it('does what AWS advises first with one press, and asks the what-if again', async () => {
    const { asked } = show();
    fireEvent.click(await screen.findByTestId('advice-first'));
    await waitFor(() => expect(acts(asked)).toHaveLength(1));
    expect(acts(asked)[0]).toMatchObject({ act: { kind: 'disable-transition', stageName: 'Build' } });
    await waitFor(() =>
      expect(asked.filter(({ channel }) => channel === 'pipelines.whatIf')).toHaveLength(2),
    );
  });

  it('asks for reason and name in a protected environment', async () => {
    const { asked } = show(prediction, 'protected');
    await screen.findByText('Execution 8 enters Build.');
    const submit = screen.getByTestId('pipeline-act-submit');
    await waitFor(() => expect(submit.hasAttribute('disabled')).toBe(true));
    fireEvent.change(within(screen.getByTestId('act-reason')).getByRole('textbox'), {
      target: { value: 'T-1' },
    });
    fireEvent.change(within(screen.getByTestId('act-typed-name')).getByRole('textbox'), {
      target: { value: 'release' },
    });
    await waitFor(() => expect(submit.hasAttribute('disabled')).toBe(false));
    fireEvent.click(submit);
    await waitFor(() => expect(acts(asked)[0]).toMatchObject({ reason: 'T-1', typedName: 'release' }));
  });

  it('says which refusal to expect', async () => {
    show({ ...prediction, refusal: 'DuplicatedStopRequestException: it is Stopping.', advice: [] });
    expect(await screen.findByText(/DuplicatedStopRequest/)).toBeTruthy();
    expect(screen.getByTestId('pipeline-act-submit').textContent).toContain('anyway');
  });
});

describe('the dialog of a rollback', () => {
  const snapshot = aPipeline({
    executions: { 5: 'Superseded', 6: 'Superseded', 7: 'Failed' },
    stages: { Build: { latest: [7, 'Failed'] } },
    actions: [[7, 'Build', 'Failed']],
  });
  const open = (named: readonly ExecutionRow[]) =>
    renderWithBridge(
      <PipelineActDialog
        initial={{ kind: 'rollback', stageName: 'Build', targetExecutionId: idOf(6) }}
        snapshot={snapshot}
        onClose={() => undefined}
      />,
      {
        'app.info': () => ({ ok: true as const, value: anInfo({ protection: 'open' }) }),
        'pipelines.whatIf': () => ({ ok: true as const, value: { prediction, readAt: 1 } }),
        'pipelines.succeededIn': () => ({ ok: true as const, value: [...named] }),
      },
    );

  it('takes what CodePipeline names for what the page only held for likely', async () => {
    const { asked } = open(snapshot.executions.filter(({ executionId }) => executionId === idOf(5)));
    await waitFor(() =>
      expect(asked.findLast(({ channel }) => channel === 'pipelines.whatIf')?.payload).toMatchObject({
        act: { targetExecutionId: idOf(5) },
      }),
    );
    expect(screen.getByRole('button', { name: /Execution to go back to/ }).textContent).toContain('5');
  });

  it('says where CodePipeline names none', async () => {
    open([]);
    expect(
      await screen.findByText('CodePipeline names no earlier execution that succeeded in Build.'),
    ).toBeDefined();
  });
});
