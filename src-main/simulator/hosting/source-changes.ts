import type { ActionDeclaration, ExecutionTrigger } from '@aws-sdk/client-codepipeline';
import { buildZip } from '../artifacts/build-zip.ts';
import { sourceFiles } from '../artifacts/sample-files.ts';
import { findBucket, putObject } from '../s3/store.ts';
import type { Simulation } from '../simulation.ts';
import { requirePipeline } from '../world/pipelines/find.ts';
import type { Pipeline } from '../world/pipelines/pipeline.ts';
import { startExecution } from '../world/pipelines/start.ts';
import { moveHead, repositoryOf } from './repositories.ts';
import { isPolled, sourceActionsOf, sourcePlaceOf } from './source-watch.ts';

/** A change at the source of a pipeline; what is null is made up. */
export interface SourceChange {
  readonly region: string;
  readonly pipelineName: string;
  readonly actionName: string;
  readonly revisionId: string | null;
  readonly summary: string | null;
}

/** What a change brought about: a new revision, and an execution or the reason why none was started at once. */
export interface SourceChangeOutcome {
  readonly revisionId: string | null;
  readonly pipelineExecutionId: string | null;
  readonly reason: string | null;
}

/** A source change that cannot be made; the message says what is missing. */
export class SourceChangeRefusal extends Error {
  readonly field: 'actionName' | 'revisionId';

  constructor(field: 'actionName' | 'revisionId', expected: string) {
    super(expected);
    this.name = 'SourceChangeRefusal';
    this.field = field;
  }
}

/**
 * A push: the source gets a new revision, and whoever detects changes there tells CodePipeline, as
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-about-starting.html lists them. A polled
 * source tells nobody: the next look finds it. Throws ServiceError for an unknown pipeline and SourceChangeRefusal.
 */
export function pushSource(simulation: Simulation, change: SourceChange, now: number): SourceChangeOutcome {
  const pipeline = requirePipeline(simulation.world, change.region, change.pipelineName);
  const action = requireSource(pipeline, change.actionName);
  const revisionId =
    action.actionTypeId?.provider === 'S3'
      ? putNewVersion(simulation, action, change, now)
      : moveRepository(simulation, pipeline, action, change, now);
  if (isPolled(action)) {
    const seconds = Math.round(simulation.sourceWatch.periodMs / 1000);
    return { revisionId, pipelineExecutionId: null, reason: `polling finds it within ${seconds} s` };
  }
  const told = triggerOf(simulation, pipeline, action, now);
  if ('reason' in told) return { revisionId, pipelineExecutionId: null, reason: told.reason };
  const execution = startExecution(simulation.world, pipeline, told, now, simulation.entropy);
  return { revisionId, pipelineExecutionId: execution.id, reason: null };
}

/** A schedule (a rule of EventBridge) starts the pipeline; its sources are as they were. Throws ServiceError. */
export function startBySchedule(
  simulation: Simulation,
  { region, pipelineName }: Pick<SourceChange, 'region' | 'pipelineName'>,
  now: number,
): SourceChangeOutcome {
  const pipeline = requirePipeline(simulation.world, region, pipelineName);
  const trigger = eventTrigger(pipeline, 'schedule');
  const execution = startExecution(simulation.world, pipeline, { trigger }, now, simulation.entropy);
  return { revisionId: null, pipelineExecutionId: execution.id, reason: null };
}

function requireSource(pipeline: Pipeline, actionName: string): ActionDeclaration {
  const sources = sourceActionsOf(pipeline);
  const found = sources.find(({ name }) => name === actionName);
  if (!found) {
    const names = sources.map(({ name }) => name).join(', ');
    throw new SourceChangeRefusal('actionName', `a source action of ${pipeline.name}: ${names}`);
  }
  if (found.actionTypeId?.owner === 'Custom') {
    throw new SourceChangeRefusal('actionName', 'a source that CodePipeline reads itself, not a custom one');
  }
  return found;
}

function putNewVersion(
  { s3, entropy }: Simulation,
  { configuration }: ActionDeclaration,
  { revisionId, summary }: SourceChange,
  now: number,
): string {
  const { S3Bucket = '', S3ObjectKey = '' } = configuration ?? {};
  if (revisionId !== null) {
    throw new SourceChangeRefusal('revisionId', 'nothing, as S3 gives an object version its id');
  }
  if (findBucket(s3, S3Bucket)?.settings.versioning !== 'Enabled') {
    throw new SourceChangeRefusal('actionName', `a source whose bucket ${S3Bucket} exists and has versions`);
  }
  const application = S3ObjectKey.split('/')[0] ?? S3ObjectKey;
  const body = buildZip(sourceFiles(application, entropy.uuid()), now);
  const headers = {
    'content-type': 'application/zip',
    ...(summary !== null && { 'x-amz-meta-codepipeline-artifact-revision-summary': summary }),
  };
  return putObject(s3, S3Bucket, S3ObjectKey, { body, headers, now, entropy }).versionId;
}

function moveRepository(
  { repositories, entropy }: Simulation,
  pipeline: Pipeline,
  action: ActionDeclaration,
  { revisionId, summary }: SourceChange,
  now: number,
): string {
  const repository = repositoryOf(sourcePlaceOf(pipeline, action));
  return moveHead(repositories, repository, { revisionId, summary }, { now, entropy }).revisionId;
}

function triggerOf(
  { world }: Simulation,
  pipeline: Pipeline,
  action: ActionDeclaration,
  now: number,
): { trigger: ExecutionTrigger } | { reason: string } {
  const provider = action.actionTypeId?.provider;
  if (provider === 'CodeStarSourceConnection') {
    if (action.configuration?.['DetectChanges'] === 'false') {
      return { reason: 'the source action has DetectChanges=false' };
    }
    const connection = action.configuration?.['ConnectionArn'] ?? '';
    return { trigger: { triggerType: 'WebhookV2', triggerDetail: connection } };
  }
  if (provider !== 'GitHub') return { trigger: eventTrigger(pipeline, 'source-change') };
  const hook = [...world.webhooks.values()].find(
    ({ region, definition, registered }) =>
      registered &&
      region === pipeline.region &&
      definition.targetPipeline === pipeline.name &&
      definition.targetAction === action.name,
  );
  if (!hook) return { reason: 'no registered webhook points to this source action' };
  hook.lastTriggeredAt = now;
  return { trigger: { triggerType: 'Webhook', triggerDetail: hook.arn } };
}

function eventTrigger({ arn, region, name }: Pipeline, cause: string): ExecutionTrigger {
  const account = arn.split(':')[4] ?? '';
  const rule = `arn:aws:events:${region}:${account}:rule/codepipeline-${name}-${cause}`;
  return { triggerType: 'CloudWatchEvent', triggerDetail: rule };
}
