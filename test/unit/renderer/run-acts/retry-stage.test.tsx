import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { RetryStageButton } from '#renderer/run-acts/retry-stage.tsx';
import { customerCommand } from '#renderer/run-acts/retry-stage-words.ts';
import { aRunDetail } from '../a-run.ts';
import { renderWithBridge } from '../with-bridge.tsx';

afterEach(cleanup);

const own = { state: 'failed', protocol: 'custom' } as const;

describe('the stage of a failed run', () => {
  it('is retried in our own account, and the state that was read back is told', async () => {
    const { asked } = renderWithBridge(
      <RetryStageButton detail={aRunDetail(own, { pipelineExecutionId: 'e1' })} />,
      {
        'runs.retryStage': () => ({
          ok: true,
          value: {
            outcome: 'overtaken',
            sentence: 'It was retried already.',
            before: 'InProgress',
            after: 'InProgress',
          },
        }),
      },
    );
    fireEvent.click(screen.getByTestId('act-retry-stage'));
    expect(screen.getByTestId('act-call').textContent).toContain('RetryStageExecution');
    fireEvent.click(screen.getByTestId('retry-stage-submit'));
    expect((await screen.findByTestId('retry-stage-outcome')).textContent).toContain(
      'InProgress → InProgress',
    );
    expect(asked.find(({ channel }) => channel === 'runs.retryStage')?.payload).toMatchObject({
      mode: 'FAILED_ACTIONS',
    });
  });

  it('is the customer’s to retry in their account: the command for them is shown, and nothing is sent', () => {
    renderWithBridge(<RetryStageButton detail={aRunDetail({ state: 'failed' })} />, {});
    fireEvent.click(screen.getByTestId('act-retry-stage'));
    expect(screen.getByTestId('customer-command').textContent).toContain('--stage-name Verify');
    expect(screen.queryByTestId('retry-stage-submit')).toBeNull();
  });

  it('is not offered while the run is not over, and says why where the execution is not known', () => {
    const { container } = renderWithBridge(<RetryStageButton detail={aRunDetail()} />, {});
    expect(container.querySelector('[data-testid="act-retry-stage"]')).toBeNull();
    cleanup();
    renderWithBridge(<RetryStageButton detail={aRunDetail(own)} />, {});
    const button = screen.getByTestId('act-retry-stage');
    expect(button.parentElement?.textContent).toContain('did not tell the pipeline execution');
  });
});

it('quotes names in the customer’s command for a POSIX shell', () => {
  const command = customerCommand(aRunDetail({ pipelineName: "it's" }), 'ALL_ACTIONS');
  expect(command).toContain(`--pipeline-name 'it'\\''s'`);
  expect(command).toContain('--retry-mode ALL_ACTIONS');
});
