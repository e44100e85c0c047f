import { mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';
import type { ArtifactVia, ObjectPlace, OpenedArtifact } from '#shared/domain/artifact.ts';
import type { ArtifactTask } from '#shared/domain/artifact-task.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { openDesk, withFolder, type DeskUnderTest } from '#test/support/desk.ts';
import { actionTypes, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

interface Bench {
  desk: DeskUnderTest;
  artifacts: Runtime['artifacts'];
  simulator: SimulatorUnderTest;
  folder: string;
}

/** A manual job that a person has claimed: its credentials live as long as the job is open. */
async function claimedRun({ desk, simulator }: Bench, order: object = {}) {
  await simulator.job({
    ...{ actionTypeId: actionTypes.review, inputArtifacts: ['App'], outputArtifacts: ['Results'] },
    ...order,
  });
  const waiting = await desk.run('a manual job', (run) => run.state === 'waiting-for-engineer');
  await desk.runtime.act(waiting.runId, { kind: 'acknowledge' });
  return desk.run('a claimed run', (run) => run.state === 'with-engineer');
}

function withBench(work: (bench: Bench) => Promise<void>, overrides: object = {}): Promise<void> {
  return withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const dataDir = join(folder, 'data');
        await mkdir(dataDir);
        const desk = await openDesk(simulator.endpoint, dataDir, overrides);
        try {
          await work({ desk, artifacts: desk.runtime.artifacts, simulator, folder });
        } finally {
          await desk.close();
        }
      }),
    { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now },
  );
}

async function placeOf({ artifacts }: Bench, runId: string, name: string): Promise<ObjectPlace> {
  const named = (await artifacts.ofRun({ runId })).artifacts.find((artifact) => artifact.name === name);
  if (!named?.place) throw new Error(`no place of ${name}`);
  return named.place;
}

async function opened({ artifacts }: Bench, via: ArtifactVia, place: ObjectPlace): Promise<OpenedArtifact> {
  const answer = await artifacts.open({ via, place });
  if (!answer.ok) throw new Error(answer.problem.sentence);
  return answer.found;
}

function ended({ artifacts, desk }: Bench, taskId: string): Promise<ArtifactTask> {
  let found: ArtifactTask | undefined;
  return desk
    .until(`the end of task ${taskId}`, async () => {
      found = (await artifacts.tasks(null)).find((task) => task.taskId === taskId);
      return found?.state !== 'running';
    })
    .then(() => found as ArtifactTask);
}

const environment = { kind: 'environment' } as const;
const everything = (openId: string) => ({
  ...{ openId, folder: null, search: '', sort: 'path' as const, descending: false, from: 0, count: 100 },
});

describe('artifacts', () => {
  it("opens a run's input with the job's credentials, lists it and shows a file of it", () =>
    withBench(async (bench) => {
      const { runId } = await claimedRun(bench);
      const ofRun = await bench.artifacts.ofRun({ runId });
      expect(ofRun.whyNoJobCredentials).toBeNull();
      expect(ofRun.artifacts.map(({ direction, name }) => [direction, name])).toEqual([
        ['input', 'App'],
        ['output', 'Results'],
      ]);
      const artifact = await opened(bench, { kind: 'run', runId }, await placeOf(bench, runId, 'App'));
      expect(artifact).toMatchObject({ kind: 'zip', faults: [], facts: { encryption: 'aws:kms' } });
      const { entries, total } = await bench.artifacts.entries(everything(artifact.openId));
      expect(total).toBeGreaterThan(0);
      const [entry] = entries;
      const shown = await bench.artifacts.preview({
        ...{ openId: artifact.openId, entry: entry?.index ?? 0, as: null, from: 0, encoding: null },
      });
      expect(shown).toMatchObject({ ok: true, found: { size: entry?.size } });
    }));

  it('explains what is not there and what is refused, and says when a run gives no credentials', () =>
    withBench(async (bench) => {
      const run = await claimedRun(bench);
      const via = { kind: 'run', runId: run.runId } as const;
      const place = await placeOf(bench, run.runId, 'App');
      const missing = await bench.artifacts.open({ via: environment, place: { ...place, key: 'no/such' } });
      expect(missing).toMatchObject({ ok: false, problem: { code: 'not-found', retryable: false } });
      const denied = await bench.artifacts.open({ via, place: { ...place, key: 'another-pipeline/App/x' } });
      expect(denied).toMatchObject({ ok: false, problem: { code: 'aws-access-denied' } });
      await bench.desk.runtime.act(run.runId, { kind: 'fail', failureType: 'JobFailed', message: 'no' });
      await bench.desk.run('the end', ({ state }) => state === 'failed');
      expect((await bench.artifacts.ofRun({ runId: run.runId })).whyNoJobCredentials).toContain('final');
    }));

  it('lists a bucket by folders, and everything below a prefix in the background', () =>
    withBench(async (bench) => {
      const { runId, region } = await claimedRun(bench);
      const { bucket } = await placeOf(bench, runId, 'App');
      for (let number = 0; number < 30; number += 1) {
        const Key = `load/${number % 3}/object-${number}`;
        await bench.simulator
          .s3()
          .send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x', ServerSideEncryption: 'aws:kms' }));
      }
      const at = { via: environment, region: null, bucket };
      const page = await bench.artifacts.list({ ...at, prefix: 'load/', cursor: null, count: 2 });
      expect(page).toMatchObject({ ok: true, found: { region, prefixes: ['load/0/', 'load/1/'] } });
      const { listingId } = await bench.artifacts.startListing({
        ...at,
        prefix: 'load/',
        contains: 'OBJECT-2',
      });
      await bench.desk.until(
        'the listing',
        async () => (await bench.artifacts.listing({ listingId, from: 0, count: 1 })).state !== 'running',
      );
      const found = await bench.artifacts.listing({ listingId, from: 0, count: 100 });
      expect(found).toMatchObject({ state: 'done', seen: 30, matching: 11, bytes: 11 });
      expect(found.rows).toHaveLength(11);
      await bench.artifacts.stopListing({ listingId, forget: true });
      await expect(bench.artifacts.listing({ listingId, from: 0, count: 1 })).rejects.toThrow('not known');
    }));

  it('names the artifacts of a pipeline by its action executions', () =>
    withSimulator(
      (simulator) =>
        withFolder(async (folder) => {
          const desk = await openDesk(simulator.endpoint, folder);
          try {
            await desk.until('a pipeline that names artifacts', async () => {
              const answer = await desk.runtime.artifacts.pipelines({ region: 'us-east-1' });
              if (!answer.ok) throw new Error(answer.problem.sentence);
              const named = await Promise.all(
                answer.found.pipelines.map((pipeline) =>
                  desk.runtime.artifacts.named({ region: 'us-east-1', pipeline }),
                ),
              );
              const artifacts = named.flatMap((one) => (one.ok ? one.found.artifacts : []));
              return artifacts.some(({ place, direction }) => place !== null && direction === 'output');
            });
          } finally {
            await desk.close();
          }
        }),
      { scenario: 'practice', now: Date.now },
    ));

  it('compares two artifacts by content', () =>
    withBench(async (bench) => {
      const { artifacts, desk, simulator } = bench;
      const { runId } = await claimedRun(bench);
      const place = await placeOf(bench, runId, 'App');
      const put = async (Key: string, files: Record<string, string>) => {
        const Body = zipSync(
          Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
        );
        const at = { Bucket: place.bucket, Key, Body, ServerSideEncryption: 'aws:kms' as const };
        await simulator.s3().send(new PutObjectCommand(at));
        return (await opened(bench, environment, { ...place, key: Key })).openId;
      };
      const left = await put('left', { same: 'x', changed: 'old', gone: 'y' });
      const right = await put('right', { same: 'x', changed: 'new!', fresh: 'z' });
      const { compareId } = await artifacts.compare({ left, right });
      const window = { compareId, verdicts: [], search: '', from: 0, count: 10 };
      await desk.until(
        'the comparison',
        async () => !(await artifacts.comparison(window)).comparison.running,
      );
      const { comparison, total } = await artifacts.comparison(window);
      expect(comparison).toMatchObject({
        counts: { added: 1, removed: 1, changed: 1, same: 1, unknown: 0 },
        ...{ done: 4, total: 4, problem: null },
      });
      expect(total).toBe(4);
      const changed = await artifacts.comparison({
        ...window,
        verdicts: ['changed', 'added'],
        search: 'FRESH',
      });
      expect(changed.rows).toMatchObject([{ path: 'fresh', verdict: 'added', left: null }]);
    }));

  it('saves everything into a new folder, one file, and the object as it is', () =>
    withBench(async (bench) => {
      const { artifacts, folder } = bench;
      const { runId } = await claimedRun(bench);
      const { openId, facts } = await opened(bench, environment, await placeOf(bench, runId, 'App'));
      const limits = EXTRACTION_LIMITS;
      const all = { openId, what: { kind: 'folder' as const, folder: '' }, limits };
      const wish = artifacts.saveWish(all);
      const target = join(folder, 'chosen');
      await mkdir(target);
      const saved = await ended(bench, await artifacts.save(all, target));
      expect(saved).toMatchObject({ state: 'done', issues: [] });
      expect(saved.sentence).toContain('CRC-32');
      const root = artifacts.savedPlace(saved.taskId);
      expect(root).toBe(join(await realpath(target), wish.name));
      const { entries } = await artifacts.entries(everything(openId));
      const files = await readdir(root, { recursive: true });
      expect(entries.filter(({ path }) => !files.includes(path))).toEqual([]);

      const [entry] = entries;
      const one = { openId, what: { kind: 'entry' as const, entry: entry?.index ?? 0 }, limits };
      await ended(bench, await artifacts.save(one, join(folder, 'one')));
      expect(await readFile(join(folder, 'one'))).toEqual(await readFile(join(root, entry?.path ?? '')));

      const object = { openId, what: { kind: 'object' as const }, limits };
      const whole = await ended(bench, await artifacts.save(object, join(folder, 'whole.zip')));
      expect(whole).toMatchObject({ state: 'done', bytesDone: facts.size });
      expect((await readFile(join(folder, 'whole.zip'))).byteLength).toBe(facts.size);
    }));

  it('opens text outside from a private folder that is gone afterwards, and nothing that runs', () =>
    withBench(async (bench) => {
      const { runId } = await claimedRun(bench);
      const place = await placeOf(bench, runId, 'App');
      const Body = zipSync({
        'notes.txt': strToU8('hello'),
        'run.sh': strToU8('#!/bin/sh'),
        'a.txt': strToU8('MZ'),
      });
      const at = { Bucket: place.bucket, Key: 'mixed', Body, ServerSideEncryption: 'aws:kms' as const };
      await bench.simulator.s3().send(new PutObjectCommand(at));
      const { openId } = await opened(bench, environment, { ...place, key: 'mixed' });
      const { entries } = await bench.artifacts.entries(everything(openId));
      const of = (path: string) => entries.find((entry) => entry.path === path)?.index ?? -1;
      const path = await bench.artifacts.saveForOpening({ openId, entry: of('notes.txt') });
      expect(await readFile(path, 'utf8')).toBe('hello');
      for (const name of ['run.sh', 'a.txt'])
        await expect(bench.artifacts.saveForOpening({ openId, entry: of(name) })).rejects.toThrow(
          'save it instead',
        );
      await bench.desk.close();
      await expect(readFile(path)).rejects.toThrow('ENOENT');
    }));

  it("puts a missing output with the job's credentials and key, replaces it only when asked, and audits both", () =>
    withBench(async (bench) => {
      const { artifacts, desk, folder, simulator } = bench;
      const { runId } = await claimedRun(bench, { customerKey: true });
      const file = join(folder, 'results of today.zip');
      await writeFile(file, zipSync({ 'report.txt': strToU8('p95 210 ms') }));
      const asked = { runId, artifactName: 'Results', replace: false };
      expect(await artifacts.whyNotUpload({ ...asked, artifactName: 'Nope' })).toContain(
        'declares no output',
      );
      expect(await artifacts.whyNotUpload(asked)).toBeNull();
      const first = await ended(bench, await artifacts.upload(asked, file));
      expect(first).toMatchObject({ state: 'done', kind: 'upload' });
      const place = await placeOf(bench, runId, 'Results');
      const head = await simulator.s3().send(new HeadObjectCommand({ Bucket: place.bucket, Key: place.key }));
      const { encryptionKeyId } = await artifacts.ofRun({ runId });
      expect(head).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: encryptionKeyId });

      expect(await artifacts.whyNotUpload(asked)).toContain('there already');
      await expect(artifacts.upload(asked, file)).rejects.toThrow('there already');
      await writeFile(file, zipSync({ 'report.txt': strToU8('p95 180 ms, measured again') }));
      await ended(bench, await artifacts.upload({ ...asked, replace: true }, file));
      const { rows } = desk.runtime.audit.list({ filter: {}, upTo: null, page: 1, pageSize: 10 });
      const uploads = rows.filter(({ act }) => act === 'upload artifact');
      expect(uploads.map(({ before }) => before?.includes('not there'))).toEqual([false, true]);
      expect(uploads.every(({ outcome }) => outcome === 'took-effect')).toBe(true);
      expect(JSON.stringify(uploads)).toContain('results of today.zip');
      expect(JSON.stringify(uploads)).not.toContain(folder);

      await desk.runtime.act(runId, { kind: 'complete' });
      await desk.run('the end', ({ state }) => state === 'succeeded');
      expect(await artifacts.whyNotUpload({ ...asked, replace: true })).toContain('final');
    }));

  it('asks for a reason and the name where the environment is protected', () =>
    withBench(
      async (bench) => {
        await bench.simulator.job({ actionTypeId: actionTypes.review, outputArtifacts: ['Results'] });
        const { runId } = await bench.desk.run('a job', (run) => run.state === 'waiting-for-engineer');
        const asked = { runId, artifactName: 'Results', replace: false };
        const by = { who: 'kim', reason: 'INC-42' };
        await expect(bench.artifacts.whyNotUpload(asked)).rejects.toThrow('give a reason');
        await expect(bench.artifacts.whyNotUpload(asked, by)).rejects.toThrow('type out');
        await expect(bench.artifacts.upload(asked, '/nowhere', by)).rejects.toThrow('type out');
      },
      { protection: 'protected' },
    ));

  it('uploads nothing from a read-only environment', () =>
    withBench(
      async (bench) => {
        await bench.simulator.job({ actionTypeId: actionTypes.review, outputArtifacts: ['Results'] });
        const { runId } = await bench.desk.run('a job', (run) => run.state === 'waiting-for-engineer');
        const asked = { runId, artifactName: 'Results', replace: true };
        await expect(bench.artifacts.upload(asked, '/nowhere')).rejects.toThrow('read-only');
      },
      { protection: 'read-only' },
    ));
});
