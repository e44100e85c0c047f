import type {
  ActionDeclaration,
  Condition,
  Result,
  RuleDeclaration,
  StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import type { ActionTypeId } from '../world/action-types.ts';
import type { StandInRule } from '../world/pipelines/stand-ins.ts';

/*
 * Pipelines in a few words. Artifact names are the house's habit: SourceOutput, BuildOutput.
 */

/** A stage of these actions. */
export function stage(name: string, ...actions: ActionDeclaration[]): StageDeclaration {
  return { name, actions };
}

/** A CodeCommit source that is told of pushes (nobody polls it). */
export function codeCommitSource(repository: string): ActionDeclaration {
  return {
    name: 'Checkout',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
    configuration: { RepositoryName: repository, BranchName: 'main', PollForSourceChanges: 'false' },
    outputArtifacts: [{ name: 'SourceOutput' }],
    namespace: 'SourceVariables',
  };
}

/** A source at a Git host that AWS reaches through a connection. */
export function connectionSource(repository: string, region: string, accountId: string): ActionDeclaration {
  return {
    name: 'Checkout',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
    configuration: {
      ConnectionArn: `arn:aws:codestar-connections:${region}:${accountId}:connection/6b1f0c1e-9d55-4f4d-8d3e-2a7c9b0e5f11`,
      FullRepositoryId: repository,
      BranchName: 'main',
    },
    outputArtifacts: [{ name: 'SourceOutput' }],
    namespace: 'SourceVariables',
  };
}

/** An object in a versioned bucket that CodePipeline polls. */
export function polledObjectSource(bucket: string, key: string): ActionDeclaration {
  return {
    name: 'Bundle',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
    configuration: { S3Bucket: bucket, S3ObjectKey: key },
    outputArtifacts: [{ name: 'SourceOutput' }],
    namespace: 'SourceVariables',
  };
}

/** CodeBuild makes BuildOutput of SourceOutput. */
export function codeBuild(name: string, project: string): ActionDeclaration {
  return {
    name,
    actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
    configuration: { ProjectName: project },
    inputArtifacts: [{ name: 'SourceOutput' }],
    outputArtifacts: [{ name: 'BuildOutput' }],
  };
}

/** One of the vendor's own actions, on BuildOutput. `output` names what it makes, if anything. */
export function ownAction(
  name: string,
  actionTypeId: ActionTypeId,
  configuration: Record<string, string>,
  more: Partial<ActionDeclaration> & { readonly output?: string } = {},
): ActionDeclaration {
  const { output, ...rest } = more;
  return {
    name,
    actionTypeId: { ...actionTypeId },
    configuration,
    inputArtifacts: [{ name: 'BuildOutput' }],
    ...(output !== undefined && { outputArtifacts: [{ name: output }] }),
    ...rest,
  };
}

/** Somebody must say yes. */
export function approval(name: string, question: string): ActionDeclaration {
  return {
    name,
    actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
    configuration: { CustomData: question },
  };
}

/** CodeDeploy puts BuildOutput out. */
export function codeDeploy(
  name: string,
  application: string,
  more: Partial<ActionDeclaration> = {},
): ActionDeclaration {
  return {
    name,
    actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CodeDeploy', version: '1' },
    configuration: { ApplicationName: application, DeploymentGroupName: `${application}-production` },
    inputArtifacts: [{ name: 'BuildOutput' }],
    ...more,
  };
}

/** A condition of one rule of AWS's, and what comes of it where it is not met. */
export function condition(
  result: Result,
  name: string,
  provider: string,
  configuration: NonNullable<RuleDeclaration['configuration']>,
): Condition {
  const ruleTypeId = { category: 'Rule', owner: 'AWS', provider, version: '1' } as const;
  return { result, rules: [{ name, ruleTypeId, configuration }] };
}

/** How AWS's own providers behave where no narrower rule fits: they succeed after so many seconds. */
export function everyStandIn(seconds: number): StandInRule {
  return {
    provider: null,
    pipelineName: null,
    stageName: null,
    actionName: null,
    durationMs: seconds * 1000,
    outcome: { ok: true },
    times: null,
  };
}
