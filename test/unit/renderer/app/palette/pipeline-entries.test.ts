import { describe, expect, it } from 'vitest';
import { entriesFor } from '#renderer/app/palette/entries.ts';
import { foundPipelines, pipelineActEntries } from '#renderer/app/palette/pipeline-entries.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { aPipeline, busy, idOf } from '../../pipelines/a-pipeline.ts';

const entriesOf = (snapshot: PipelineSnapshot, readOnly: string | null = null) => {
  const acted: PipelineAct[] = [];
  return { acted, entries: pipelineActEntries(snapshot, (draft) => acted.push(draft), readOnly) };
};
const whyOf = (snapshot: PipelineSnapshot, label: string) =>
  entriesOf(snapshot).entries.find((entry) => entry.label === label)?.why;

describe('the acts on the pipeline of the page', () => {
  it('are those that its state leaves, and begin as its buttons begin them', () => {
    const { entries, acted } = entriesOf(busy());
    expect(entries.map(({ label }) => label)).toEqual([
      'Start execution…',
      'Stop 8…',
      'Stop 7…',
      'Retry a stage…',
      'Disable transition into Build…',
      'Disable transition into Deploy…',
    ]);
    for (const { to, why } of entries) if (typeof to === 'function' && !why) to();
    expect(acted).toContainEqual({ kind: 'stop', executionId: idOf(7), abandon: false });
    expect(acted.map(({ kind }) => kind)).not.toContain('retry');
  });

  it('say why there is nothing to stop or to retry', () => {
    const quiet = aPipeline({
      executions: { 7: 'Succeeded' },
      stages: { Build: { latest: [7, 'Succeeded'] } },
    });
    expect(whyOf(quiet, 'Stop an execution…')).toBe('No execution is under way.');
    expect(whyOf(quiet, 'Retry a stage…')).toContain('can be retried now');
  });

  it('retry a stage only while nobody else has entered it', () => {
    const executions = { 7: 'Failed', 8: 'InProgress' } as const;
    const actions: [number, string, 'Failed'][] = [[7, 'Build', 'Failed']];
    const there = aPipeline({ executions, actions, stages: { Build: { latest: [7, 'Failed'] } } });
    expect(whyOf(there, 'Retry Build…')).toBeNull();
    const taken = aPipeline({ executions, actions, stages: { Build: { latest: [8, 'InProgress'] } } });
    expect(whyOf(taken, 'Retry Build…')).toBeUndefined();
    const sideBySide = aPipeline({ mode: 'PARALLEL', executions, actions });
    expect(whyOf(sideBySide, 'Retry Build…')).toBeNull();
  });

  it('say what protects the environment, each of them', () => {
    const { entries } = entriesOf(busy(), 'live is read-only');
    expect(new Set(entries.map(({ why }) => why))).toEqual(new Set(['live is read-only']));
  });

  it('keep the transitions of many stages for who searches, but for the disabled ones', () => {
    const many = busy();
    const [, state] = many.states;
    const [, stage] = many.stages;
    if (!state || !stage) throw new Error('the pipeline has a second stage');
    const names = Array.from({ length: 20 }, (_, at) => `More${at}`);
    const transition = {
      ...state.transition,
      enabled: false,
      reason: null,
      changedBy: null,
      changedAt: null,
    };
    const { entries } = entriesOf({
      ...many,
      stages: [...many.stages, ...names.map((name) => ({ ...stage, name }))],
      states: [
        ...many.states,
        ...names.map((name, at) => ({
          ...state,
          name,
          latest: null,
          inbound: [],
          transition: at === 3 ? transition : state.transition,
        })),
      ],
    });
    const shown = (text: string) =>
      entriesFor(entries, text)
        .flatMap((group) => group.entries.map(({ label }) => label))
        .filter((label) => label.includes('transition'));
    expect(shown('')).toEqual(['Enable transition into More3…']);
    expect(shown('transition more7')).toEqual(['Disable transition into More7…']);
  });
});

describe('pipelines by name', () => {
  const pipelines = Array.from({ length: 30 }, (_, at) => ({
    ...{ name: `release-${at}`, pipelineType: 'V2' as const, executionMode: 'QUEUED' as const },
    ...{ version: 1, updatedAt: 1 },
  }));
  const regions = [
    { region: 'us-east-1', readAt: 1, problem: null, pipelines },
    { region: 'eu-west-1', readAt: null, problem: 'throttled', pipelines: pipelines.slice(0, 1) },
  ];
  const labels = (text: string) => foundPipelines(regions, text).map(({ label }) => label);

  it('are found with their region, however the line is typed', () => {
    const wanted = ['Open pipeline release-0 in eu-west-1'];
    expect(labels('release eu')).toEqual(wanted);
    expect(labels('open pipeline release-0 in eu-west-1')).toEqual(wanted);
    expect(foundPipelines(regions, 'release eu')[0]?.to).toBe('/pipelines/eu-west-1/release-0');
  });

  it('are at most eight, with the way to the list of all', () => {
    expect(labels('release')).toHaveLength(9);
    expect(foundPipelines(regions, 'RELEASE').at(-1)).toMatchObject({
      label: 'Show all 31 pipelines with “release”',
      to: '/pipelines?q=release',
    });
  });

  it.each(['', 'pipeline', 'nothing like it'])('are none for %j', (text) => {
    expect(labels(text)).toEqual([]);
  });
});
