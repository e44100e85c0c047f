import { cleanup, configure, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PipelinePage } from '#renderer/features/pipelines/pipeline-page.tsx';
import { PipelinesPage } from '#renderer/features/pipelines/pipelines-page.tsx';
import { renderWithBridge } from '../with-bridge.tsx';
import { busy, idOf } from './a-pipeline.ts';

configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => (location.hash = '#/pipelines'));
afterEach(cleanup);

const ok = (value: unknown) => () => ({ ok: true as const, value });

function open(snapshot = busy()) {
  return renderWithBridge(<PipelinePage region="us-east-1" name="release" executionId={null} />, {
    'pipelines.get': ok({
      snapshot,
      runs: [
        {
          runId: 'run-1',
          state: 'running',
          stageName: 'Build',
          actionName: 'Compile',
          executionId: idOf(7),
          guess: false,
        },
      ],
    }),
    'pipelines.afterCare': ok([]),
  });
}

describe('the page of a pipeline', () => {
  it('answers why somebody waits, and leads to the run in the action', async () => {
    open();
    expect((await screen.findByTestId('waits')).textContent).toContain('Execution 8 waits in front of Build');
    const stage = screen.getByTestId('stage-Build');
    expect(stage.dataset['locked']).toBe('true');
    expect(within(stage).getByRole('link', { name: 'our run' }).getAttribute('href')).toBe('#/runs/run-1');
  });

  it('walks over the graph by keyboard and explains what is opened', async () => {
    open();
    const graph = await screen.findByTestId('pipeline-graph');
    const stop = graph.querySelector<HTMLElement>('[tabindex="0"]');
    expect(stop?.dataset['node']).toBe('stage/Source/');
    stop?.focus();
    fireEvent.keyDown(stop!, { key: 'ArrowRight' });
    expect((document.activeElement as HTMLElement).dataset['node']).toBe('transition/Build');
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
    const waiting = document.activeElement as HTMLElement;
    expect(waiting.dataset['node']).toBe(`inbound/Build/${idOf(8)}`);
    fireEvent.click(waiting);
    const explain = await screen.findByTestId('explain');
    expect(explain.textContent).toContain('execution 7 is in it and holds its lock');
    expect(screen.getByTestId('offer-stop').hasAttribute('disabled')).toBe(false);
  });

  it('numbers the queue of a QUEUED pipeline', async () => {
    open(
      busy({
        mode: 'QUEUED',
        executions: { 7: 'InProgress', 8: 'InProgress', 9: 'InProgress' },
        stages: { Build: { latest: [7, 'InProgress'], inbound: [8, 9] } },
      }),
    );
    const gate = await screen.findByTestId('gate-Build');
    expect(gate.textContent).toContain('queue of 2');
    expect(within(gate).getByTestId('inbound-9').textContent).toContain('2.');
  });

  it('gives each execution of a PARALLEL pipeline a row', async () => {
    open(
      busy({
        mode: 'PARALLEL',
        stages: {},
        actions: [
          [7, 'Build', 'InProgress'],
          [8, 'Source', 'InProgress'],
        ],
      }),
    );
    await screen.findByTestId('parallel-7');
    expect(within(screen.getByTestId('parallel-8')).getByTitle('Fetch: InProgress')).toBeTruthy();
  });

  it('says which call was not allowed', async () => {
    renderWithBridge(<PipelinePage region="us-east-1" name="release" executionId={null} />, {
      'pipelines.get': () => ({
        ok: false,
        error: { code: 'aws-access-denied', message: 'GetPipelineState is not allowed.', retryable: false },
      }),
      'pipelines.afterCare': ok([]),
    });
    const problem = await screen.findByTestId('pipeline-problem');
    expect(problem.textContent).toContain('GetPipelineState is not allowed.');
  });
});

describe('the list of pipelines', () => {
  it('shows a region that could not be listed beside the others', async () => {
    renderWithBridge(<PipelinesPage />, {
      'pipelines.list': ok([
        { region: 'us-east-1', pipelines: [], readAt: 1, problem: null },
        { region: 'eu-west-1', pipelines: [], readAt: null, problem: 'ListPipelines is not allowed.' },
      ]),
      'pipelines.glance': ok([]),
      'pipelines.scan': ok({ running: false, done: 0, total: 0, glances: [] }),
    });
    expect(await screen.findByText('ListPipelines is not allowed.')).toBeTruthy();
    expect(screen.getByText('No pipelines')).toBeTruthy();
  });
});
