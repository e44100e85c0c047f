import { expect, it } from 'vitest';
import { bundleName, makeRunBundle, runBundleText } from '#main/compose/run-bundle.ts';
import { parseRunBundle } from '#shared/domain/run-bundle.ts';
import { Secret } from '#shared/domain/secret.ts';
import { aRunDetail } from '#test/unit/renderer/a-run.ts';

const CANARY = 'canary-7f3a';
const entry = {
  ...{ id: 1, at: 1, jobId: null, kind: 'backend' as const, operation: 'start', outcome: 'failed' as const },
  ...{ durationMs: 1, sentence: '', payload: null as unknown },
};
const parts = (detail = aRunDetail()) => ({
  ...{ detail, notes: [], audit: [], environment: 'staging', appVersion: '1', madeBy: 'kim', madeAt: 1 },
});

it('lets no secret into the file, wherever it stands', () => {
  const detail = aRunDetail(
    { message: `GET https://kim:${CANARY}@backend.example.com/ failed` },
    {
      configuration: [
        { key: 'ApiKey', value: CANARY, secret: false },
        { key: 'Pin', value: CANARY, secret: true },
        { key: 'Url', value: `https://x.example.com/?token=${CANARY}`, secret: false },
      ],
      timeline: [
        {
          ...entry,
          payload: { request: { clientToken: CANARY, nonce: CANARY, deep: [{ password: CANARY }] } },
        },
        { ...entry, payload: new Secret(CANARY) },
        { ...entry, sentence: `https://s3/x?X-Amz-Signature=${CANARY}&X-Amz-Security-Token=${CANARY}` },
      ],
    },
  );
  const note = { noteId: 1, at: 1, who: 'kim', text: `password=${CANARY}`, editedAt: null, mine: true };
  const act = {
    ...{ id: 1, at: 1, who: 'kim', act: 'fail', subject: 'r', subjectKind: 'run' as const },
    ...{ outcome: 'took-effect', reason: `secret=${CANARY} AKIAIOSFODNN7EXAMPLE`, before: null, after: null },
  };
  const text = runBundleText(makeRunBundle({ ...parts(detail), notes: [note], audit: [act] }));
  expect(text).not.toContain(CANARY);
  expect(text).not.toContain('AKIAIOSFODNN7EXAMPLE');
  expect(parseRunBundle(text).ok).toBe(true);
});

it('keeps what identifies the run, its lines beyond 200 and its token, which is the backend’s id', () => {
  const timeline = Array.from({ length: 450 }, (_, at) => ({ ...entry, id: at, sentence: `line ${at}` }));
  const read = parseRunBundle(runBundleText(makeRunBundle(parts(aRunDetail({}, { timeline })))));
  if (!read.ok) throw new Error(read.sentence);
  expect(read.bundle.detail.timeline).toHaveLength(450);
  expect(read.bundle.detail.continuationToken).toBe('153245');
  expect(read.bundle.detail.run.runId).toBe(aRunDetail().run.runId);
  expect(read.bundle).toMatchObject({ timelineCut: false, environment: 'staging', madeBy: 'kim' });
});

it('hides what a token carries that is a secret and no id', () => {
  const detail = aRunDetail({}, { continuationToken: `https://backend.example.com/run?token=${CANARY}` });
  expect(runBundleText(makeRunBundle(parts(detail)))).not.toContain(CANARY);
});

it('is named after the customer with signs that every file system takes', () => {
  expect(bundleName(aRunDetail({ clientLabel: 'Ünïcorn/../ & Söhne' }))).toMatch(/^[a-z0-9-]+-0d0f2c58$/);
});
