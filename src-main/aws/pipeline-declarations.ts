import type {
  ActionDeclaration,
  Condition,
  GetPipelineOutput,
  PipelineSummary,
  StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import type {
  DeclaredAction,
  DeclaredStage,
  ListedPipeline,
  PipelineSnapshot,
} from '#shared/domain/pipeline.ts';

/** What of a snapshot the declaration tells. */
export type DeclaredPipeline = Pick<
  PipelineSnapshot,
  'version' | 'pipelineType' | 'executionMode' | 'variables' | 'stages'
>;

/** Whether this environment's agent serves an action type. */
export type IsOurs = (type: DeclaredAction['actionTypeId']) => boolean;

/** A line of ListPipelines. */
export function listedPipeline(answer: PipelineSummary): ListedPipeline {
  return {
    name: answer.name ?? '',
    pipelineType: answer.pipelineType ?? null,
    executionMode: answer.executionMode ?? null,
    version: answer.version ?? null,
    updatedAt: answer.updated?.getTime() ?? null,
  };
}

/** The declaration that GetPipeline answers. Types and modes that are left out are V1 and SUPERSEDED. */
export function declaredPipeline({ pipeline }: GetPipelineOutput, isOurs: IsOurs): DeclaredPipeline {
  return {
    version: pipeline?.version ?? 0,
    pipelineType: pipeline?.pipelineType ?? 'V1',
    executionMode: pipeline?.executionMode ?? 'SUPERSEDED',
    variables: (pipeline?.variables ?? []).map(({ name, defaultValue, description }) => ({
      name: name ?? '',
      defaultValue: defaultValue ?? null,
      description: description ?? null,
    })),
    stages: (pipeline?.stages ?? []).map((stage) => declaredStage(stage, isOurs)),
  };
}

function declaredStage(stage: StageDeclaration, isOurs: IsOurs): DeclaredStage {
  const { beforeEntry, onSuccess, onFailure } = stage;
  return {
    name: stage.name ?? '',
    actions: (stage.actions ?? []).map((action) => declaredAction(action, isOurs)),
    conditions: [
      ...declaredConditions('BEFORE_ENTRY', beforeEntry?.conditions),
      ...declaredConditions('ON_SUCCESS', onSuccess?.conditions),
      ...declaredConditions('ON_FAILURE', onFailure?.conditions),
    ],
    onFailure: onFailure?.result ?? null,
    retryMode: onFailure?.retryConfiguration?.retryMode ?? null,
  };
}

function declaredConditions(
  type: DeclaredStage['conditions'][number]['type'],
  conditions: readonly Condition[] = [],
): DeclaredStage['conditions'] {
  return conditions.map(({ result, rules = [] }) => ({
    type,
    result: result ?? null,
    rules: rules.map(({ name }) => name ?? ''),
  }));
}

function declaredAction(action: ActionDeclaration, isOurs: IsOurs): DeclaredAction {
  const { category = '', owner = '', provider = '', version = '' } = action.actionTypeId ?? {};
  const actionTypeId = { category, owner, provider, version };
  return {
    name: action.name ?? '',
    actionTypeId,
    runOrder: action.runOrder ?? 1,
    region: action.region ?? null,
    namespace: action.namespace ?? null,
    inputArtifacts: (action.inputArtifacts ?? []).map(({ name }) => name ?? ''),
    outputArtifacts: (action.outputArtifacts ?? []).map(({ name }) => name ?? ''),
    ours: isOurs(actionTypeId),
  };
}
