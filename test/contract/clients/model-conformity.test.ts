import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBoto3, runPython, titleFor } from '#test/support/aws-programs.ts';
import { withSimulator } from '#test/support/simulator.ts';
import { play } from './flow.ts';
import { flows } from './flows.ts';
import { readEverything } from './read-everything.ts';
import { openRecorder } from './recorder.ts';
import type { RecordedAnswer, Recorder } from './recorder.ts';
import { openSdkClient } from './sdk-client.ts';

const script = fileURLToPath(new URL('check-answers.py', import.meta.url));
const scenarios = [
  'practice',
  'first-job',
  'busy-vendor',
  'superseded-rush',
  'queued-release',
  'parallel-branches',
  'approval-waiting',
];

/** Where the service itself, or its documentation, does not keep to the model. */
const knownDeviations: Readonly<Record<string, RegExp>> = {
  'ids of third-party jobs are opaque, only the model of this one answer has them as UUIDs':
    /^PollForThirdPartyJobs \.jobs\[\]\.jobId: .* does not match /,
  "some of AWS's own action types have more properties than the model allows for custom ones":
    /^ListActionTypes \.actionTypes\[\]\.actionConfigurationProperties: 1\d is not within None and 10$/,
  "some of AWS's own action and rule types take ten artifacts (user guide, valid numbers of artifacts)":
    /^List(Action|Rule)Types .*\.inputArtifactDetails\.maximumCount: 10 is not within 0 and 5$/,
};

interface Verdict {
  readonly deviations: string[];
  readonly unanswered: string[];
}

async function judge(answers: readonly RecordedAnswer[]): Promise<Verdict> {
  const { code, stdout, stderr } = await runPython(script, [], JSON.stringify(answers));
  if (code !== 0) throw new Error(stderr);
  const { deviations, unanswered } = JSON.parse(stdout) as Verdict;
  const known = Object.values(knownDeviations);
  return { deviations: deviations.filter((found) => !known.some((one) => one.test(found))), unanswered };
}

// The model is the one that botocore ships: nobody here wrote it.
describe.skipIf(!hasBoto3)(titleFor('boto3', 'answers fit the model of the service'), () => {
  let recorder: Recorder;
  beforeAll(async () => {
    recorder = await openRecorder();
  });
  afterAll(() => recorder.close());

  it('in everything that clients do, and every operation has answered', { timeout: 60_000 }, async () => {
    recorder.answers.length = 0;
    for (const flow of flows) {
      await play(flow, openSdkClient, (endpoint) => {
        recorder.leadTo(endpoint);
        return recorder.endpoint;
      });
    }
    expect(await judge(recorder.answers)).toEqual({ deviations: [], unanswered: [] });
  });

  it.each(scenarios)(
    'in all that there is to read in the scenario %s',
    { timeout: 60_000 },
    async (scenario) => {
      recorder.answers.length = 0;
      await withSimulator(
        async (simulator) => {
          recorder.leadTo(simulator.endpoint);
          await readEverything(recorder.endpoint, simulator);
          await simulator.advance(300);
          await readEverything(recorder.endpoint, simulator);
        },
        { scenario },
      );
      expect(recorder.answers.length).toBeGreaterThan(20);
      expect((await judge(recorder.answers)).deviations).toEqual([]);
    },
  );

  it('which finds what does not fit', async () => {
    const answer = (operation: string, body: object, status = 200) => ({
      operation,
      status,
      body: JSON.stringify(body),
    });
    const { deviations } = await judge([
      answer('AcknowledgeJob', { status: 'Nearly' }),
      answer('GetPipelineState', { pipelineName: 7, created: '2026-01-15T09:30:00Z', extra: true }),
      answer('GetPipelineState', { pipelineName: 'no spaces', pipelineVersion: null }),
      answer('ListTagsForResource', { tags: [{ key: 'a' }] }),
      answer('DeletePipeline', { done: true }),
      answer('GetPipeline', { __type: 'JobNotFoundException', message: 'x' }, 400),
    ]);
    expect(deviations.map((deviation) => deviation.split(':')[0])).toEqual([
      'AcknowledgeJob .status',
      'DeletePipeline done',
      'GetPipeline JobNotFoundException',
      'GetPipelineState .created',
      'GetPipelineState .extra',
      'GetPipelineState .pipelineName',
      'GetPipelineState .pipelineName',
      'GetPipelineState .pipelineVersion',
      'ListTagsForResource .tags[].value',
    ]);
  });
});
