import {
  DeregisterWebhookWithThirdPartyCommand,
  PutWebhookCommand,
  RegisterWebhookWithThirdPartyCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator, testStart } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';
import { readTexts } from './read-entries.ts';
import {
  actionsOf,
  build,
  createPipeline,
  executionsOf,
  putBundle,
  source,
  sourceBucket,
} from './source-pipeline.ts';

const bundle = { S3Bucket: 'web-shop-sources', S3ObjectKey: 'bundle.zip' };
const commits = { RepositoryName: 'web-shop', BranchName: 'main', PollForSourceChanges: 'false' };

describe('a source action', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const change = <T = { pipelineExecutionId: string | null; revisionId: string; reason: string | null }>(
    body: object,
  ) => simulator.control<T>('POST', 'source-changes', { region: 'us-east-1', actionName: 'Source', ...body });
  const bytesAt = async (Bucket: string | undefined, Key: string | undefined) => {
    const { Body, ...facts } = await simulator.s3().send(new GetObjectCommand({ Bucket, Key }));
    return { bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), facts };
  };

  it('of S3 brings the current version of its object, as it is, under a key whose names are cut short', async () => {
    const version = await sourceBucket(simulator);
    const name = await createPipeline(simulator, [source('S3', bundle)]);
    const [read] = await actionsOf(simulator, name);
    expect(read).toMatchObject({ actionName: 'Source', status: 'Succeeded' });
    expect(read?.output?.outputVariables).toMatchObject({
      BucketName: 'web-shop-sources',
      ObjectKey: 'bundle.zip',
      VersionId: version,
    });
    const { bucket, key } = read?.output?.outputArtifacts?.[0]?.s3location ?? {};
    expect(bucket).toBe(await artifactBucket(simulator));
    expect(key).toMatch(/^web-shop-release-wit\/SourceOutp\/[A-Za-z0-9]{7}$/);
    const { bytes, facts } = await bytesAt(bucket, key);
    expect(bytes.toString()).toBe('first bundle');
    expect(facts.ServerSideEncryption).toBe('aws:kms');
    const [execution] = await executionsOf(simulator, name);
    expect(execution?.sourceRevisions).toMatchObject([{ actionName: 'Source', revisionId: version }]);
  });

  it('of S3 is polled every minute: a new version starts the pipeline once, the same one does not', async () => {
    await sourceBucket(simulator);
    const name = await createPipeline(simulator, [source('S3', bundle)]);
    await simulator.advance(600);
    expect(await executionsOf(simulator, name)).toHaveLength(1);
    const version = await putBundle(simulator, 'second bundle');
    expect(await executionsOf(simulator, name)).toHaveLength(1);
    await simulator.advance(60);
    const [, second] = await executionsOf(simulator, name);
    expect(second?.trigger?.triggerType).toBe('PollForSourceChanges');
    expect(second?.sourceRevisions?.[0]?.revisionId).toBe(version);
    await simulator.advance(3600);
    expect(await executionsOf(simulator, name)).toHaveLength(2);
  });

  it('of S3 is polled as often as a reset asks', async () => {
    await simulator.reset({ sourcePollSeconds: 5 });
    await sourceBucket(simulator);
    const name = await createPipeline(simulator, [source('S3', bundle)]);
    await putBundle(simulator, 'second bundle');
    await simulator.advance(5);
    expect(await executionsOf(simulator, name)).toHaveLength(2);
  });

  it('of S3 that nobody polls starts nothing by itself, and by an event when its bucket tells', async () => {
    await sourceBucket(simulator);
    const name = await createPipeline(simulator, [
      source('S3', { ...bundle, PollForSourceChanges: 'false' }),
    ]);
    await putBundle(simulator, 'second bundle');
    await simulator.advance(600);
    expect(await executionsOf(simulator, name)).toHaveLength(1);
    const { body } = await change({ pipelineName: name, summary: 'A third bundle' });
    const [, pushed] = await executionsOf(simulator, name);
    expect(pushed).toMatchObject({
      pipelineExecutionId: body.pipelineExecutionId,
      trigger: { triggerType: 'CloudWatchEvent' },
      sourceRevisions: [{ revisionId: body.revisionId, revisionSummary: 'A third bundle' }],
    });
  });

  it.each([
    [
      'a bucket that does not exist',
      { bucket: false, versioned: true, key: 'bundle.zip', says: 'NoSuchBucket' },
    ],
    ['an object that does not exist', { bucket: true, versioned: true, key: 'other.zip', says: 'NoSuchKey' }],
    ['a bucket without versions', { bucket: true, versioned: false, key: 'bundle.zip', says: 'versioning' }],
  ])('of S3 fails for %s, and says so', async (_what, { bucket, versioned, key, says }) => {
    if (bucket) await sourceBucket(simulator, { versioned });
    const name = await createPipeline(simulator, [source('S3', { ...bundle, S3ObjectKey: key })]);
    await simulator.advance(120);
    const [read, ...more] = await actionsOf(simulator, name);
    expect(more).toEqual([]);
    expect(read?.status).toBe('Failed');
    expect(read?.output?.executionResult?.errorDetails?.message).toContain(says);
    expect((await executionsOf(simulator, name)).map(({ status }) => status)).toEqual(['Failed']);
  });

  it('of S3 starts the pipeline when its missing object appears', async () => {
    await sourceBucket(simulator);
    const name = await createPipeline(simulator, [source('S3', { ...bundle, S3ObjectKey: 'late.zip' })]);
    await change({ pipelineName: name });
    await simulator.advance(60);
    const all = await executionsOf(simulator, name);
    expect(all.map(({ trigger }) => trigger?.triggerType)).toEqual([
      'CreatePipeline',
      'PollForSourceChanges',
    ]);
    expect(all[1]?.status).toBe('InProgress');
  });

  it('of S3 brings the older version that a start asks for, and polling is not misled by it', async () => {
    const first = await sourceBucket(simulator);
    await putBundle(simulator, 'second bundle');
    const name = await createPipeline(simulator, [source('S3', bundle)]);
    const sourceRevisions = [
      { actionName: 'Source', revisionType: 'S3_OBJECT_VERSION_ID' as const, revisionValue: first },
    ];
    await simulator.codePipeline().send(new StartPipelineExecutionCommand({ name, sourceRevisions }));
    const read = (await actionsOf(simulator, name)).findLast(({ actionName }) => actionName === 'Source');
    const { bucket, key } = read?.output?.outputArtifacts?.[0]?.s3location ?? {};
    expect((await bytesAt(bucket, key)).bytes.toString()).toBe('first bundle');
    await simulator.advance(600);
    expect(await executionsOf(simulator, name)).toHaveLength(2);
  });

  it('of CodeCommit has the head of its branch, the same each time, until somebody pushes', async () => {
    const name = await createPipeline(simulator, [source('CodeCommit', commits)]);
    await simulator.codePipeline().send(new StartPipelineExecutionCommand({ name }));
    const { body } = await change({ pipelineName: name, summary: 'Raise the limit' });
    const [first, again, pushed] = await executionsOf(simulator, name);
    const head = first?.sourceRevisions?.[0]?.revisionId;
    expect(head).toMatch(/^[0-9a-f]{40}$/);
    expect(again?.sourceRevisions?.[0]?.revisionId).toBe(head);
    expect(body.revisionId).not.toBe(head);
    expect(pushed).toMatchObject({
      trigger: { triggerType: 'CloudWatchEvent' },
      sourceRevisions: [{ revisionId: body.revisionId, revisionSummary: 'Raise the limit' }],
    });
    const read = (await actionsOf(simulator, name)).findLast(({ actionName }) => actionName === 'Source');
    expect(read?.output?.outputVariables).toMatchObject({ CommitId: body.revisionId, BranchName: 'main' });
    const { bucket, key } = read?.output?.outputArtifacts?.[0]?.s3location ?? {};
    expect((await readTexts((await bytesAt(bucket, key)).bytes))['REVISION']).toBe(`${body.revisionId}\n`);
  });

  it('of CodeCommit without a word about polling is polled', async () => {
    const { RepositoryName, BranchName } = commits;
    const name = await createPipeline(simulator, [source('CodeCommit', { RepositoryName, BranchName })]);
    const { body } = await change({ pipelineName: name });
    expect(body.pipelineExecutionId).toBeNull();
    expect(body.reason).toContain('polling');
    await simulator.advance(60);
    expect((await executionsOf(simulator, name)).at(-1)?.trigger?.triggerType).toBe('PollForSourceChanges');
  });

  it('behind a connection starts the pipeline by WebhookV2', async () => {
    const ConnectionArn = 'arn:aws:codestar-connections:us-east-1:111122223333:connection/1';
    const action = source('CodeStarSourceConnection', {
      ConnectionArn,
      FullRepositoryId: 'contoso/web-shop',
      BranchName: 'main',
    });
    const name = await createPipeline(simulator, [action]);
    await change({ pipelineName: name, revisionId: 'f00dfeed' });
    expect((await executionsOf(simulator, name)).at(-1)).toMatchObject({
      trigger: { triggerType: 'WebhookV2' },
      sourceRevisions: [{ revisionId: 'f00dfeed' }],
    });
  });

  it('of GitHub is told by a webhook only while that is registered', async () => {
    const action = source(
      'GitHub',
      { Owner: 'contoso', Repo: 'web-shop', Branch: 'main', OAuthToken: 'x', PollForSourceChanges: 'false' },
      'ThirdParty',
    );
    const name = await createPipeline(simulator, [action]);
    const client = simulator.codePipeline();
    const webhook = {
      name: 'hook',
      targetPipeline: name,
      targetAction: 'Source',
      filters: [{ jsonPath: '$.ref', matchEquals: 'refs/heads/{Branch}' }],
      authentication: 'GITHUB_HMAC' as const,
      authenticationConfiguration: { SecretToken: 'hook-secret' },
    };
    await client.send(new PutWebhookCommand({ webhook }));
    expect((await change({ pipelineName: name })).body.reason).toContain('webhook');
    await client.send(new RegisterWebhookWithThirdPartyCommand({ webhookName: 'hook' }));
    expect((await change({ pipelineName: name })).body.pipelineExecutionId).not.toBeNull();
    await client.send(new DeregisterWebhookWithThirdPartyCommand({ webhookName: 'hook' }));
    expect((await change({ pipelineName: name })).body.pipelineExecutionId).toBeNull();
    const triggers = (await executionsOf(simulator, name)).map(({ trigger }) => trigger?.triggerType);
    expect(triggers).toEqual(['CreatePipeline', 'Webhook']);
  });

  it('is read again, with all others, when one of several changes', async () => {
    await sourceBucket(simulator);
    const second = {
      ...source('S3', bundle),
      name: 'Bundle',
      outputArtifacts: [{ name: 'Bundle' }],
      namespace: 'BundleVariables',
    };
    const name = await createPipeline(simulator, [source('CodeCommit', commits), second]);
    await change({ pipelineName: name });
    const [, pushed] = await executionsOf(simulator, name);
    expect(pushed?.sourceRevisions?.map(({ actionName }) => actionName).toSorted()).toEqual([
      'Bundle',
      'Source',
    ]);
  });

  it('is left as it is by a schedule, which starts the pipeline', async () => {
    const name = await createPipeline(simulator, [source('CodeCommit', commits)]);
    await change({ pipelineName: name, trigger: 'schedule' });
    const [created, scheduled] = await executionsOf(simulator, name);
    expect(scheduled?.trigger?.triggerType).toBe('CloudWatchEvent');
    expect(scheduled?.sourceRevisions?.[0]?.revisionId).toBe(created?.sourceRevisions?.[0]?.revisionId);
  });

  it.each([
    [{ pipelineName: 'nobody' }, 'pipelineName: expected a pipeline of us-east-1'],
    [{ actionName: 'Build' }, 'actionName: expected a source action of web-shop'],
    [{ revisionId: 'mine' }, 'revisionId: expected nothing, as S3 gives'],
    [{ region: 'mars-1' }, 'region: expected one of'],
    [{ trigger: 'nudge' }, 'trigger: expected one of push, schedule'],
  ])('refuses a change %j by naming the field', async (body, message) => {
    await sourceBucket(simulator);
    const pipelineName = await createPipeline(simulator, [source('S3', bundle)]);
    const answer = await change<{ message: string }>({ pipelineName, ...body });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(message);
  });
});

describe('what the host does for the world', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  it('keeps the order of time over a long leap of the clock', async () => {
    await simulator.control('POST', 'stand-ins', {
      provider: 'CodeBuild',
      durationSeconds: 10,
      outcome: 'succeed',
    });
    const second = { ...build, name: 'Again', outputArtifacts: [{ name: 'More' }] };
    const name = await createPipeline(simulator, [source('CodeCommit', commits)], {
      stages: [
        { name: 'Source', actions: [source('CodeCommit', commits)] },
        { name: 'Build', actions: [build] },
        { name: 'Again', actions: [second] },
      ],
    });
    await simulator.advance(86_400);
    const times = (await actionsOf(simulator, name)).map(({ actionName, startTime, lastUpdateTime }) => [
      actionName,
      (startTime?.getTime() ?? 0) - testStart,
      (lastUpdateTime?.getTime() ?? 0) - testStart,
    ]);
    expect(times).toEqual([
      ['Source', 0, 0],
      ['Build', 0, 10_000],
      ['Again', 10_000, 20_000],
    ]);
  });

  it('makes a real zip for each output of a stand-in, dated when it ended', async () => {
    const name = await createPipeline(simulator, [source('CodeCommit', commits)]);
    await simulator.advance(60);
    const built = (await actionsOf(simulator, name)).at(-1);
    const { bucket, key } = built?.output?.outputArtifacts?.[0]?.s3location ?? {};
    const object = await simulator.s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    expect(object.LastModified?.getTime()).toBe(testStart + 10_000);
    const texts = await readTexts((await object.Body?.transformToByteArray()) ?? new Uint8Array());
    expect(Object.keys(texts)).toContain('reports/junit.xml');
  });

  it("copies an artifact into the bucket of an action's other region", async () => {
    const deploy = {
      name: 'West',
      region: 'us-west-2',
      actionTypeId: {
        category: 'Deploy' as const,
        owner: 'AWS' as const,
        provider: 'CodeDeploy',
        version: '1',
      },
      configuration: { ApplicationName: 'web-shop', DeploymentGroupName: 'west' },
      inputArtifacts: [{ name: 'SourceOutput' }],
    };
    const [east, west] = [await artifactBucket(simulator), await artifactBucket(simulator, 'us-west-2')];
    const name = await createPipeline(simulator, [], {
      artifactStore: undefined,
      artifactStores: {
        'us-east-1': { type: 'S3', location: east },
        'us-west-2': { type: 'S3', location: west },
      },
      stages: [
        { name: 'Source', actions: [source('CodeCommit', commits)] },
        { name: 'Deploy', actions: [deploy] },
      ],
    });
    const [read, deployed] = await actionsOf(simulator, name);
    const [from, to] = [
      read?.output?.outputArtifacts?.[0]?.s3location,
      deployed?.input?.inputArtifacts?.[0]?.s3location,
    ];
    expect([from?.bucket, to?.bucket]).toEqual([east, west]);
    const bytes = async (region: string, place: typeof from) => {
      const command = new GetObjectCommand({ Bucket: place?.bucket, Key: place?.key });
      const { Body } = await simulator.s3(region).send(command);
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    };
    const [there, here] = [await bytes('us-west-2', to), await bytes('us-east-1', from)];
    expect(there.length).toBeGreaterThan(100);
    expect(there.equals(here)).toBe(true);
  });

  it('fails a source whose artifact bucket nobody made', async () => {
    const name = await createPipeline(simulator, [source('CodeCommit', commits)], {
      artifactStore: { type: 'S3', location: 'a-bucket-that-is-not-there' },
    });
    const [read] = await actionsOf(simulator, name);
    expect(read?.status).toBe('Failed');
    expect(read?.output?.executionResult?.errorDetails?.message).toContain('a-bucket-that-is-not-there');
  });
});
