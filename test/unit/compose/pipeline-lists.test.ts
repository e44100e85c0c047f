import { expect, it, vi } from 'vitest';
import { createPipelineGlances } from '#main/compose/pipeline-glances.ts';
import { createPipelineLists } from '#main/compose/pipeline-lists.ts';
import { createPipelineScan } from '#main/compose/pipeline-scan.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ListedPipeline, PipelineRef } from '#shared/domain/pipeline.ts';
import { aSnapshot, idOf } from '../pipelines/a-snapshot.ts';
import { aPipeline } from '../renderer/pipelines/a-pipeline.ts';

const listed = (name: string): ListedPipeline => ({
  ...{ name, pipelineType: 'V2', executionMode: 'QUEUED', version: 1, updatedAt: 1 },
});
const direct = <T>(_region: string, send: () => Promise<T>): Promise<T> => send();
const forever = new AbortController().signal;
const denied = () => Promise.reject(new ActionDeskError('aws-access-denied', 'no ListPipelines'));
const ref = (name: string): PipelineRef => ({ region: 'us-east-1', name });

const { states } = aSnapshot({
  executions: { 1: 'InProgress', 2: 'InProgress' },
  stages: { Build: { latest: [1, 'InProgress'], inbound: [2], disabled: true } },
});

const none = () => Promise.resolve({ items: [], cursor: null });

function someGlances(ours: boolean | null = null) {
  const clock = { now: () => 1000, monotonicMs: vi.fn(() => 0) };
  let atOnce = 0;
  const most = { atOnce: 0 };
  const read = vi.fn(async () => {
    atOnce += 1;
    most.atOnce = Math.max(most.atOnce, atOnce);
    await Promise.resolve();
    atOnce -= 1;
    return states;
  });
  const reader = { states: read, executions: vi.fn(none), actions: vi.fn(none) };
  const told = { ours: () => ours, mode: () => 'QUEUED' as const };
  return { clock, read, most, reader, glances: createPipelineGlances(reader, direct, clock, told) };
}

it('lists every page of every region once, until it is to refresh', async () => {
  const list = vi.fn((region: string, cursor: string | null) =>
    Promise.resolve(
      region === 'us-east-1' && cursor === null
        ? { items: [listed('a')], cursor: 'next' }
        : { items: [listed(`${region} ${cursor ?? 'first'}`)], cursor: null },
    ),
  );
  const lists = createPipelineLists(['us-east-1', 'eu-west-1'], { list }, direct, () => 7);
  const [both] = await Promise.all([lists.read(false), lists.read(false)]);
  expect(both.map(({ region, pipelines }) => [region, pipelines.map(({ name }) => name)])).toEqual([
    ['us-east-1', ['a', 'us-east-1 next']],
    ['eu-west-1', ['eu-west-1 first']],
  ]);
  await lists.read(false);
  expect(list).toHaveBeenCalledTimes(3);
  await lists.read(true);
  expect(list).toHaveBeenCalledTimes(6);
});

it('shows the other regions where one fails, and what was known of that one before', async () => {
  const list = vi.fn(() => Promise.resolve({ items: [listed('a')], cursor: null }));
  let isDown = false;
  const lists = createPipelineLists(
    ['us-east-1', 'eu-west-1'],
    { list: (region) => (isDown && region === 'eu-west-1' ? denied() : list()) },
    direct,
    () => 7,
  );
  await lists.read(false);
  isDown = true;
  const [fine, failed] = await lists.read(true);
  expect(fine).toMatchObject({ problem: null });
  expect(failed).toMatchObject({ problem: 'no ListPipelines', readAt: 7, pipelines: [{ name: 'a' }] });
});

it('asks a region that was never read whenever somebody looks', async () => {
  const list = vi.fn(denied);
  const lists = createPipelineLists(['us-east-1'], { list }, direct, () => 7);
  expect(await lists.read(false)).toEqual([
    { region: 'us-east-1', pipelines: [], readAt: null, problem: 'no ListPipelines' },
  ]);
  await lists.read(false);
  expect(list).toHaveBeenCalledTimes(2);
});

it('glances at rows with one call each, a few at once, and answers again what is fresh', async () => {
  const { glances, read, most, clock } = someGlances(true);
  const refs = Array.from({ length: 20 }, (_, at) => ref(`p${at}`));
  const [first] = await glances.look(refs, forever);
  expect(first).toMatchObject({ ref: ref('p0'), readAt: 1000, ours: true, problem: null });
  expect(first?.stages[1]).toEqual({
    ...{ name: 'Build', status: 'InProgress', executionId: idOf(1), inbound: 1 },
    ...{ transitionEnabled: false, waitsForApproval: false },
  });
  expect(read).toHaveBeenCalledTimes(20);
  expect(most.atOnce).toBe(4);
  await glances.look(refs, forever);
  expect(read).toHaveBeenCalledTimes(20);
  clock.monotonicMs.mockReturnValue(5_000);
  await glances.look(refs.slice(0, 1), forever);
  expect(read).toHaveBeenCalledTimes(21);
});

it('counts approvals with their executions, and asks nothing more where the state tells them', async () => {
  const { glances, read, reader } = someGlances();
  read.mockResolvedValueOnce(
    aPipeline({
      ...{ executions: { 1: 'InProgress' }, stages: { Deploy: { latest: [1, 'InProgress'] } } },
      ...{ actions: [[1, 'Deploy', 'InProgress']], approvalIn: 'Deploy' },
    }).states,
  );
  const [row] = await glances.look([ref('a')], forever);
  expect(row).toMatchObject({
    approvals: [{ stageName: 'Deploy', actionName: 'Upload', executionId: idOf(1) }],
    sideBySide: null,
  });
  expect(reader.executions).not.toHaveBeenCalled();
});

it('knows the mode of a pipeline by its last listing', async () => {
  const list = () => Promise.resolve({ items: [listed('a')], cursor: null });
  const lists = createPipelineLists(['us-east-1'], { list }, direct, () => 7);
  expect(lists.modeOf(ref('a'))).toBeNull();
  await lists.read(false);
  expect(lists.modeOf(ref('a'))).toBe('QUEUED');
  expect(lists.modeOf(ref('b'))).toBeNull();
});

it('asks once for a row that two ask for, and anew after an act', async () => {
  const { glances, read } = someGlances();
  await Promise.all([glances.look([ref('a')], forever), glances.look([ref('a')], forever)]);
  expect(read).toHaveBeenCalledOnce();
  glances.forget(ref('a'));
  expect(glances.known(ref('a'))).toBeNull();
  await glances.look([ref('a')], forever);
  expect(read).toHaveBeenCalledTimes(2);
});

it('says of a row why it cannot be read, and asks again at the next look', async () => {
  const { glances, read } = someGlances();
  read.mockImplementationOnce(denied);
  const rows = await glances.look([ref('a'), ref('b')], forever);
  expect(rows.map(({ problem }) => problem)).toEqual(['no ListPipelines', null]);
  expect((await glances.look([ref('a')], forever))[0]?.problem).toBeNull();
});

it('scans every pipeline once, and goes on where somebody starts it again', async () => {
  const { glances, read } = someGlances();
  const list = () => Promise.resolve({ items: ['a', 'b', 'c'].map(listed), cursor: null });
  const lists = createPipelineLists(['us-east-1', 'eu-west-1'], { list }, direct, () => 7);
  const learnOurs = vi.fn(() => Promise.resolve());
  const scan = createPipelineScan({ lists, glances, learnOurs, signal: forever, betweenMs: 0 });
  expect(scan.progress()).toEqual({ running: false, stopped: false, done: 0, total: 0, glances: [] });
  scan.start();
  scan.start();
  await vi.waitFor(() => expect(scan.progress().running).toBe(false));
  expect(scan.progress()).toMatchObject({ done: 6, total: 6 });
  expect(scan.progress().glances).toHaveLength(6);
  expect(read).toHaveBeenCalledTimes(6);
  expect(learnOurs).toHaveBeenCalledWith(ref('a'), 1);
});

it('asks nothing more after a stop, and goes on with those that are left', async () => {
  const { glances, read } = someGlances();
  const list = () => Promise.resolve({ items: ['a', 'b', 'c'].map(listed), cursor: null });
  const lists = createPipelineLists(['us-east-1'], { list }, direct, () => 7);
  const learnOurs = () => Promise.resolve();
  const scan = createPipelineScan({ lists, glances, learnOurs, signal: forever, betweenMs: 0 });
  read.mockImplementationOnce(() => {
    scan.stop();
    return Promise.resolve(states);
  });
  scan.start();
  await vi.waitFor(() => expect(scan.progress()).toMatchObject({ done: 1, total: 3 }));
  expect(scan.progress()).toMatchObject({ running: false, stopped: true });
  expect(read).toHaveBeenCalledTimes(1);
  scan.start();
  expect(scan.progress()).toMatchObject({ running: true, stopped: false, done: 1 });
  await vi.waitFor(() => expect(scan.progress()).toMatchObject({ running: false, stopped: false, done: 3 }));
  expect(read).toHaveBeenCalledTimes(3);
  scan.stop();
  expect(scan.progress().stopped).toBe(false);
});

it('ends a scan with its environment', async () => {
  const { glances, read } = someGlances();
  const ending = new AbortController();
  read.mockImplementation(() => {
    ending.abort();
    return Promise.resolve(states);
  });
  const list = () => Promise.resolve({ items: ['a', 'b', 'c'].map(listed), cursor: null });
  const lists = createPipelineLists(['us-east-1'], { list }, direct, () => 7);
  const learnOurs = () => Promise.resolve();
  const scan = createPipelineScan({ lists, glances, learnOurs, signal: ending.signal, betweenMs: 0 });
  scan.start();
  await vi.waitFor(() => expect(scan.progress().running).toBe(false));
  expect(read).toHaveBeenCalledOnce();
  scan.start();
  expect(scan.progress().running).toBe(false);
});
