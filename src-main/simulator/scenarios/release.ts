import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import { codeBuild, codeCommitSource, codeDeploy, stage } from './declare.ts';
import type { PastEvent, ScenarioPipeline } from './scenario.ts';

/** The name and region of the one pipeline that most small scenarios have. */
export const releasePlace = { region: 'us-east-1', pipelineName: 'web-release' } as const;

/** A plain release pipeline (source, build, a stage of these actions, deployment) in that mode. */
export function releasePipeline(
  executionMode: ScenarioPipeline['executionMode'],
  middle: { readonly stageName: string; readonly actions: readonly ActionDeclaration[] },
): ScenarioPipeline {
  return {
    name: releasePlace.pipelineName,
    region: releasePlace.region,
    executionMode,
    stages: [
      stage('Source', codeCommitSource('web-shop')),
      stage('Build', codeBuild('Compile', 'web-shop')),
      stage(middle.stageName, ...middle.actions),
      stage('Production', codeDeploy('Deploy', 'web-shop')),
    ],
  };
}

/** Pushes to the release pipeline's source, a minute apart, the last a minute before the start. */
export function pushes(count: number): { secondsAgo: number; event: PastEvent }[] {
  return Array.from({ length: count }, (_, at) => ({
    secondsAgo: 60 * (count - at),
    event: { kind: 'push', ...releasePlace, actionName: 'Checkout', summary: `Change ${at + 1} of the rush` },
  }));
}
