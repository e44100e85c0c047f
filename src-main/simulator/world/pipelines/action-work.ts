import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import { findActionType, secretProperties } from '../action-types.ts';
import type { ArtifactPlace } from '../chain.ts';
import { clientFor } from '../clients.ts';
import { planAt } from '../due-times.ts';
import type { ActionAddress } from '../world.ts';
import { startChain } from '../world.ts';
import type { ActionWork, PipelineExecution } from './execution.ts';
import type { Scene } from './scene.ts';
import { drawStandIn } from './stand-ins.ts';

const week = 7 * 24 * 60;

/** Everything an action needs to begin its work. */
export interface ActionOrder {
  readonly at: ActionAddress;
  readonly execution: PipelineExecution;
  readonly declared: ActionDeclaration;
  readonly region: string;
  readonly resolvedConfiguration: Readonly<Record<string, string>>;
  readonly inputArtifacts: readonly ArtifactPlace[];
  readonly outputArtifacts: readonly ArtifactPlace[];
  readonly encryptionKeyId: string | null;
}

/**
 * A question to a person. It times out after seven days unless the action says otherwise.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
 */
export function approvalWork({ now, entropy }: Scene, declared: ActionDeclaration): ActionWork {
  const expiresAt = now + (declared.timeoutInMinutes ?? week) * 60_000;
  return { kind: 'approval', token: entropy.uuid(), expiresAt };
}

/** A source to be read by the host, at the revision that was asked for at the start. */
export function sourceWork({ world }: Scene, { at, execution, declared }: ActionOrder): ActionWork {
  const overrides = execution.revisionOverrides.filter(({ actionName }) => actionName === declared.name);
  world.errands.push({ kind: 'read-source', at, overrides });
  return { kind: 'source' };
}

/** The first job of a chain in the action's region; a text says why there can be none. */
export function jobWork(scene: Scene, order: ActionOrder): ActionWork | string {
  const { world, pipeline, now, entropy } = scene;
  const { declared, region, at, execution } = order;
  const id = declared.actionTypeId;
  const type = id && findActionType(world.actionTypes, id, region);
  // A type can be deleted while pipelines still declare it.
  if (!type || type.isDeleted || type.id.owner === 'AWS') {
    const { category, owner, provider, version } = id ?? {};
    return `ActionType (Category: '${category}', Owner: '${owner}', Provider: '${provider}', Version: '${version}') is not available`;
  }
  const client = type.id.owner === 'ThirdParty' ? clientFor(world.clients, pipeline.name) : null;
  if (type.id.owner === 'ThirdParty' && !client) {
    return `No client of ${type.id.provider} is connected to this pipeline`;
  }
  const chain = startChain(
    world,
    {
      region,
      actionTypeId: type.id,
      clientId: client?.clientId ?? null,
      accountId: world.accountId,
      configuration: order.resolvedConfiguration,
      secretConfiguration: secretProperties(type),
      inputArtifacts: order.inputArtifacts,
      outputArtifacts: order.outputArtifacts,
      encryptionKeyId: order.encryptionKeyId,
      pipeline: {
        pipelineName: pipeline.name,
        stageName: at.stageName,
        actionName: declared.name ?? '',
        actionExecutionId: at.actionExecutionId,
        pipelineArn: pipeline.arn,
        pipelineExecutionId: execution.id,
      },
    },
    now,
    entropy,
    at,
  );
  return { kind: 'jobs', chainId: chain.chainId };
}

/** A provider of AWS that only takes its time, with the external id such a provider would give. */
export function standInWork(
  scene: Scene,
  order: ActionOrder,
): { work: ActionWork; externalExecutionId: string } {
  const { world, pipeline, now, entropy } = scene;
  const { declared, at } = order;
  const provider = declared.actionTypeId?.provider ?? '';
  const { durationMs, outcome } = drawStandIn(world.standIns, {
    provider,
    pipelineName: pipeline.name,
    stageName: at.stageName,
    actionName: declared.name ?? '',
  });
  const endsAt = durationMs === null ? null : now + durationMs;
  if (endsAt !== null) planAt(world.due, endsAt, { kind: 'action', at });
  return {
    work: { kind: 'stand-in', endsAt, outcome },
    externalExecutionId: externalIdFor(provider, order.resolvedConfiguration, entropy.uuid()),
  };
}

function externalIdFor(
  provider: string,
  configuration: Readonly<Record<string, string>>,
  uuid: string,
): string {
  if (provider === 'CodeBuild') return `${configuration['ProjectName'] ?? 'project'}:${uuid}`;
  if (provider.startsWith('CodeDeploy')) return `d-${uuid.replace(/-/g, '').slice(0, 9).toUpperCase()}`;
  return uuid;
}
