import type {
  ActionDeclaration,
  ExecutionMode,
  PipelineDeclaration,
  StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import { actionTypeKey } from '#main/simulator/world/action-types.ts';
import { acknowledgeJob, pollJobs } from '#main/simulator/world/jobs.ts';
import { answerApproval } from '#main/simulator/world/pipelines/approvals.ts';
import type { ActionExecution, PipelineExecution } from '#main/simulator/world/pipelines/execution.ts';
import { pipelineKey } from '#main/simulator/world/pipelines/pipeline.ts';
import type { Pipeline } from '#main/simulator/world/pipelines/pipeline.ts';
import { retryStage } from '#main/simulator/world/pipelines/retry.ts';
import { sourceRead } from '#main/simulator/world/pipelines/sources.ts';
import type { StandInRule } from '#main/simulator/world/pipelines/stand-ins.ts';
import { startExecution } from '#main/simulator/world/pipelines/start.ts';
import { stopExecution } from '#main/simulator/world/pipelines/stop.ts';
import { closeTransition, openTransition } from '#main/simulator/world/pipelines/transitions.ts';
import { settle } from '#main/simulator/world/settle.ts';
import { emptyWorld } from '#main/simulator/world/world.ts';
import type { World } from '#main/simulator/world/world.ts';
import { predictableEntropy } from '../../predictable-entropy.ts';

export const region = 'us-east-1';
export const arn = 'arn:aws:iam::111122223333:user/engineer';

/** A worker's action type, for actions that end by a job's result. */
export const workerType = { category: 'Test', owner: 'Custom', provider: 'Load', version: '1' } as const;

/** An action by its name: `Source…` reads a source, `Approve…` asks a person, `Work…` has jobs, others are builds of ten seconds. */
export function anAction(name: string, more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  const artifact = { outputArtifacts: [{ name: `${name}Output` }] };
  if (name.startsWith('Source')) {
    const configuration = { S3Bucket: 'sources', S3ObjectKey: 'app.zip' };
    return { name, actionTypeId: aws('Source', 'S3'), configuration, ...artifact, ...more };
  }
  if (name.startsWith('Approve')) return { name, actionTypeId: aws('Approval', 'Manual'), ...more };
  if (name.startsWith('Work')) return { name, actionTypeId: { ...workerType }, ...more };
  return { name, actionTypeId: aws('Build', 'CodeBuild'), configuration: { ProjectName: name }, ...more };
}

/** A stage of actions one after the other; a list inside the list runs side by side. */
export function aStage(
  name: string,
  actions: readonly (string | readonly string[])[] = [name],
  more: Partial<StageDeclaration> = {},
): StageDeclaration {
  return {
    name,
    actions: actions.flatMap((one, at) =>
      (typeof one === 'string' ? [one] : one).map((action) => anAction(action, { runOrder: at + 1 })),
    ),
    ...more,
  };
}

function aws(category: 'Source' | 'Build' | 'Approval', provider: string) {
  return { category, owner: 'AWS', provider, version: '1' } as const;
}

/**
 * A world with one pipeline and a clock in seconds that starts at 0. Sources are read at once, always with a
 * new revision; whatever else the world asks of its host is forgotten.
 */
export class PipelineWorld {
  readonly world: World;
  readonly pipeline: Pipeline;
  readonly entropy = predictableEntropy();
  now = 0;

  constructor(mode: ExecutionMode, stages: StageDeclaration[], more: Partial<PipelineDeclaration> = {}) {
    this.world = emptyWorld({ continueAfterMs: 5000, redeliverAfterMs: 10_000, jobTimeoutMs: 3_600_000 });
    this.world.actionTypes.set(actionTypeKey(workerType), {
      id: workerType,
      jobTimeoutSeconds: 600,
      executionUrlTemplate: null,
    });
    this.pipeline = {
      arn: `arn:aws:codepipeline:${region}:111122223333:release`,
      region,
      name: 'release',
      createdAt: 0,
      updatedAt: 0,
      versions: [
        {
          name: 'release',
          roleArn: 'arn:aws:iam::111122223333:role/pipeline',
          executionMode: mode,
          pipelineType: 'V2',
          artifactStore: { type: 'S3', location: 'artifacts' },
          stages,
          ...more,
        },
      ],
      stages: new Map(),
      executions: new Map(),
      active: new Set(),
      tags: [],
      sourceRevisions: new Map(),
      startTokens: new Map(),
    };
    this.world.pipelines.set(pipelineKey(region, 'release'), this.pipeline);
  }

  start(variables: Record<string, string> = {}): string {
    const trigger = { triggerType: 'StartPipelineExecution', triggerDetail: arn } as const;
    const order = { trigger, variables };
    const { id } = startExecution(this.world, this.pipeline, order, this.now, this.entropy);
    this.go(0);
    return id;
  }

  /** Lets seconds pass. */
  go(seconds: number): void {
    this.now += seconds * 1000;
    while (settle(this.world, this.now, this.entropy)) {
      for (const errand of this.world.errands.splice(0)) {
        if (errand.kind !== 'read-source') continue;
        const revisionId = `revision-${this.entropy.uuid().slice(-4)}`;
        const action = this.actionById(errand.at.actionExecutionId);
        const revision = {
          actionName: action.actionName,
          revisionId,
          revisionChangeIdentifier: null,
          created: this.world.settledAt,
          artifactName: action.outputArtifacts[0]?.name ?? null,
        };
        const reading = { ok: true, revision, places: action.outputArtifacts, outputVariables: {} } as const;
        sourceRead(this.world, errand.at, reading, this.world.settledAt, this.entropy);
      }
    }
  }

  /** How stand-ins behave from now on; the last rule that fits counts. */
  let(rule: Partial<StandInRule>): void {
    const any = { provider: null, pipelineName: null, stageName: null, actionName: null, times: null };
    this.world.standIns.push({ ...any, durationMs: 10_000, outcome: { ok: true }, ...rule });
  }

  fails(actionName: string, times: number | null = null): void {
    this.let({ actionName, times, outcome: { ok: false, code: 'JobFailed', message: 'it broke' } });
  }

  stop(executionId: string, abandon = false): void {
    const order = { abandon, reason: 'a mistake' };
    stopExecution(this.world, this.pipeline, executionId, order, arn, this.now, this.entropy);
    this.go(0);
  }

  retry(
    executionId: string,
    stageName: string,
    mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS' = 'FAILED_ACTIONS',
  ): void {
    retryStage(this.world, this.pipeline, { stageName, executionId, mode }, this.now, this.entropy);
    this.go(0);
  }

  close(stageName: string, type: 'Inbound' | 'Outbound' = 'Inbound'): void {
    closeTransition(this.pipeline, { stageName, type, reason: 'freeze' }, arn, this.now);
  }

  open(stageName: string, type: 'Inbound' | 'Outbound' = 'Inbound'): void {
    openTransition(this.world, this.pipeline, { stageName, type }, arn, this.now, this.entropy);
    this.go(0);
  }

  answer(executionId: string, actionName: string, status: 'Approved' | 'Rejected', token?: string): void {
    const action = this.action(executionId, actionName);
    const given = token ?? (action.work.kind === 'approval' ? action.work.token : '');
    const { stageName } = action;
    const answer = { stageName, actionName, token: given, status, summary: 'looked at it' };
    answerApproval(this.world, this.pipeline, answer, arn, this.now, this.entropy);
    this.go(0);
  }

  /** Polls and claims the one job there is. */
  claim() {
    const [polled] = pollJobs(
      this.world,
      { region, actionTypeId: workerType, limit: 1 },
      this.now,
      this.entropy,
    );
    if (!polled) throw new Error('there is no job');
    return acknowledgeJob(this.world, polled, polled.nonce, this.now, null);
  }

  execution(id: string): PipelineExecution {
    const found = this.pipeline.executions.get(id);
    if (!found) throw new Error(`no execution ${id}`);
    return found;
  }

  status(id: string): string {
    return this.execution(id).status;
  }

  /** `Build` in the stage, `>Build` in front of it, `-` nowhere. */
  where(id: string): string {
    const { position } = this.execution(id);
    return (
      { waiting: `>${'stageName' in position ? position.stageName : ''}`, end: '-', stage: '' }[
        position.at
      ] || ('stageName' in position ? position.stageName : '')
    );
  }

  stageStatus(id: string, stageName: string): string | undefined {
    return this.execution(id).stages.get(stageName)?.status;
  }

  /** All executions of an action within one pipeline execution, oldest first. */
  actions(id: string, actionName: string): ActionExecution[] {
    return [...this.execution(id).stages.values()]
      .flatMap(({ actions }) => actions)
      .filter((action) => action.actionName === actionName);
  }

  /** The latest of them. */
  action(id: string, actionName: string): ActionExecution {
    const found = this.actions(id, actionName).at(-1);
    if (!found) throw new Error(`${actionName} has not run`);
    return found;
  }

  private actionById(id: string): ActionExecution {
    const found = [...this.pipeline.executions.values()]
      .flatMap(({ stages }) => [...stages.values()])
      .flatMap(({ actions }) => actions)
      .find(({ actionExecutionId }) => actionExecutionId === id);
    if (!found) throw new Error(`no action ${id}`);
    return found;
  }
}

/** Source, Build and Deploy, in that order. */
export function threeStages(): StageDeclaration[] {
  return [aStage('Source'), aStage('Build'), aStage('Deploy')];
}

/** The type of the ServiceError that `act` throws, or `accepted`. */
export function refusalOf(act: () => void): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (error instanceof Error && 'type' in error) return String(error.type);
    throw error;
  }
}
