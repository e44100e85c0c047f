import { PollForJobsCommand } from '@aws-sdk/client-codepipeline';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { createCodePipelineClients } from '#main/aws/clients.ts';
import { createJobService } from '#main/aws/job-service.ts';
import { createNamedArtifacts, type ConsoleTurn } from '#main/aws/named-artifacts.ts';
import { createObjectReader } from '#main/aws/object-reader.ts';
import { openJobS3 } from '#main/aws/s3-door.ts';
import { ArtifactRefused } from '#main/aws/s3-problem.ts';
import { asJobId } from '#shared/domain/ids.ts';
import type { ArtifactCredentials } from '#shared/domain/job.ts';
import { Secret } from '#shared/domain/secret.ts';
import { actionTypes, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

function clientsOf(simulator: SimulatorUnderTest) {
  return createCodePipelineClients({
    credentials: { kind: 'static', accessKeyId: 'AKIDTEST', secretAccessKey: new Secret('test') },
    ...{ codepipelineEndpoint: simulator.endpoint, callTimeoutMs: 5_000 },
  });
}

/** A reader with the credentials of a custom job, and how often they were renewed. */
async function withJob(
  work: (job: {
    simulator: SimulatorUnderTest;
    reader: ReturnType<typeof createObjectReader>;
    place: { region: null; bucket: string; key: string; versionId: null };
    renewals: () => number;
  }) => Promise<void>,
): Promise<void> {
  await withSimulator(async (simulator) => {
    const order = {
      inputArtifacts: ['App'],
      outputArtifacts: ['Report'],
      pipelineContext: { pipelineName: 'shop' },
    };
    await simulator.job(order);
    const poll = new PollForJobsCommand({ actionTypeId: actionTypes.custom });
    const [job] = (await simulator.codePipeline().send(poll)).jobs ?? [];
    const clients = clientsOf(simulator);
    const ref = { region: 'us-east-1', protocol: 'custom', jobId: asJobId(job?.id ?? '') } as const;
    const details = () => createJobService(clients).details(ref, null);
    let present = await details();
    let renewals = 0;
    const credentials = async (refused?: ArtifactCredentials): Promise<ArtifactCredentials> => {
      if (refused) {
        renewals += 1;
        present = await details();
      }
      if (!present.artifactCredentials) throw new Error('the job has no credentials');
      return present.artifactCredentials;
    };
    const input = present.inputArtifacts[0]?.location;
    if (!input) throw new Error('the job has no input');
    const door = openJobS3(
      { region: 'us-east-1', encryptionKeyId: null, credentials },
      {
        ...{ s3Endpoint: simulator.endpoint, requestTimeoutMs: 5_000, runId: 'run-1' },
        locations: [input],
      },
    );
    try {
      const place = { region: null, ...input, versionId: null };
      await work({ simulator, reader: createObjectReader(door), place, renewals: () => renewals });
    } finally {
      door.close();
      clients.close();
    }
  });
}

const factsOf = async (asked: Promise<unknown>) => {
  const thrown: unknown = await asked.catch((error: unknown) => error);
  if (!(thrown instanceof ArtifactRefused)) throw new Error(`no refusal but ${String(thrown)}`);
  return {
    ...thrown.problem,
    facts: Object.fromEntries(thrown.problem.facts.map(({ name, value }) => [name, value])),
  };
};

it("looks into a run's input with the job's credentials, renewed when they have ended", () =>
  withJob(async ({ reader, place, renewals, simulator }) => {
    const opened = await reader.open(place, 22);
    expect(Buffer.from(await opened.read(0, 2)).toString()).toBe('PK');
    await simulator.advance(16 * 60);
    expect(Buffer.from(await opened.read(0, 2)).toString()).toBe('PK');
    expect(renewals()).toBe(1);
    const head = await simulator.s3().send(new HeadObjectCommand({ Bucket: place.bucket, Key: place.key }));
    const facts = await reader.facts(place);
    expect([facts.etag, facts.encryption, facts.kmsKeyId]).toEqual([
      head.ETag?.replaceAll('"', ''),
      head.ServerSideEncryption ?? null,
      head.SSEKMSKeyId ?? null,
    ]);
  }));

it('says of what is closed to them which action S3 refused and where they reach', () =>
  withJob(async ({ reader, place }) => {
    const outside = await factsOf(reader.open({ ...place, key: 'payments/Build/x' }, 10));
    expect(outside).toMatchObject({
      code: 'aws-access-denied',
      sentence: `The job's credentials open s3://${place.bucket}/shop/ only; s3://${place.bucket}/payments/Build/x lies outside.`,
      facts: {
        Action: 's3:GetObject',
        Because: 'no session policy allows the s3:GetObject action',
        'These credentials are for': `s3://${place.bucket}/shop/`,
      },
    });
    expect(outside.facts['Principal']).toMatch(/^arn:aws:sts::\d{12}:assumed-role\//);
    expect((await factsOf(reader.buckets())).facts).toMatchObject({ Action: 's3:ListAllMyBuckets' });
    const listed = await factsOf(
      reader.listPage({ bucket: place.bucket, prefix: '', delimiter: '/', cursor: null, count: 10 }),
    );
    expect(listed.facts).toMatchObject({ Action: 's3:ListBucket' });
    const within = { bucket: place.bucket, prefix: 'shop/', delimiter: null, cursor: null, count: 10 };
    expect((await reader.listPage(within)).objects.map(({ key }) => key)).toContain(place.key);
  }));

it('names what action executions used and made, each call in its turn', () =>
  withSimulator(
    async (simulator) => {
      const clients = clientsOf(simulator);
      const turns: string[] = [];
      const turn: ConsoleTurn = (region, send) => {
        turns.push(region);
        return send();
      };
      const names = createNamedArtifacts(clients, turn);
      const pipelines = await names.pipelines('us-east-1');
      expect(pipelines.length).toBeGreaterThan(0);
      await simulator.advance(60);
      const found = (await Promise.all(pipelines.map((name) => names.of('us-east-1', name)))).flat();
      expect(found.some(({ direction }) => direction === 'output')).toBe(true);
      const placed = found.filter(({ place }) => place !== null);
      expect(placed.length).toBeGreaterThan(0);
      for (const { place, pipeline, stage, action, at } of placed) {
        expect(place?.bucket).toMatch(/^codepipeline-us-east-1-/);
        expect([pipeline, stage, action, at].every((one) => one !== null)).toBe(true);
      }
      expect(turns).toHaveLength(1 + pipelines.length);
      await expect(names.of('us-east-1', 'no-such-pipeline')).rejects.toMatchObject({ code: 'aws-other' });
      clients.close();
    },
    { scenario: 'practice' },
  ));
