import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { splitSnapshot } from '#shared/domain/pipeline-parts.ts';
import { PipelinePage } from '#renderer/features/pipelines/pipeline-page.tsx';
import { PipelinesPage } from '#renderer/features/pipelines/pipelines-page.tsx';
import { renderWithBridge } from '../with-bridge.tsx';
import { busy, idOf } from './a-pipeline.ts';

configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => (location.hash = '#/pipelines'));
afterEach(cleanup);

const ok = (value: unknown) => () => ({ ok: true as const, value });

const run = {
  ...{ runId: 'run-1', state: 'running', stageName: 'Build', actionName: 'Compile', executionId: idOf(7) },
  guess: false,
};

/** As the main process answers: a part that is known already is left out. */
function inParts(snapshot: PipelineSnapshot, payload: unknown) {
  const { known } = payload as { known: string[] };
  const { head, parts } = splitSnapshot(snapshot, [run]);
  return {
    head,
    parts: parts.map((part) => {
      const digest = JSON.stringify(part);
      return { digest, part: known.includes(digest) ? null : part };
    }),
  };
}

function open(snapshot = busy()) {
  return renderWithBridge(<PipelinePage region="us-east-1" name="release" executionId={null} />, {
    'pipelines.changes': (payload) => ok(inParts(snapshot, payload))(),
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

  it('keeps the stages that did not change when it reads again, and draws the one that did', async () => {
    let snapshot = busy();
    const known: number[] = [];
    renderWithBridge(<PipelinePage region="us-east-1" name="release" executionId={null} />, {
      'pipelines.changes': (payload) => {
        const parts = inParts(snapshot, payload);
        known.push(parts.parts.filter(({ part }) => part === null).length);
        return ok(parts)();
      },
      'pipelines.afterCare': ok([]),
    });
    expect((await screen.findByTestId('stage-Build')).dataset['status']).toBe('InProgress');
    snapshot = busy({ stages: { Source: { latest: [8, 'Succeeded'] }, Build: { latest: [7, 'Failed'] } } });
    fireEvent.click(screen.getByRole('button', { name: 'Read the pipeline now' }));
    await waitFor(() => expect(screen.getByTestId('stage-Build').dataset['status']).toBe('Failed'));
    expect(screen.getByTestId('stage-Source').dataset['status']).toBe('Succeeded');
    expect(known).toEqual([0, 2]);
  });

  it('says of executions side by side whose actions are left out', async () => {
    const snapshot = busy({ mode: 'PARALLEL', stages: {}, actions: [[7, 'Build', 'InProgress']] });
    open(snapshot);
    const left = within(await screen.findByTestId('parallel-8'));
    expect(left.getByText(/Its actions are not shown here/)).toBeTruthy();
    expect(left.getByRole('link', { name: 'see what it runs' })).toBeTruthy();
  });

  it('says which call was not allowed', async () => {
    renderWithBridge(<PipelinePage region="us-east-1" name="release" executionId={null} />, {
      'pipelines.changes': () => ({
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
      'pipelines.scan': ok({ running: false, stopped: false, done: 0, total: 0, glances: [] }),
    });
    expect(await screen.findByText('ListPipelines is not allowed.')).toBeTruthy();
    expect(screen.getByText('No pipelines')).toBeTruthy();
  });
});
