import type { StandInRule } from '../world/pipelines/stand-ins.ts';
import { approval, codeBuild, codeCommitSource, codeDeploy, condition, stage } from './declare.ts';
import type { DatedEvent, ScenarioPipeline } from './scenario.ts';

/*
 * Pipelines in which something other than work holds an execution: conditions, a disabled transition, and approvals
 * side by side. Nothing in them is work of the vendor's, so they stay as they are until a person acts.
 */

const campaigns = { region: 'us-east-1', pipelineName: 'campaign-pages' } as const;
const search = { region: 'us-west-2', pipelineName: 'search-indexer' } as const;
const portal = { region: 'us-west-2', pipelineName: 'partner-portal' } as const;

/** One pipeline for each way of being held. */
export const gatedPipelines: readonly ScenarioPipeline[] = [
  {
    name: campaigns.pipelineName,
    region: campaigns.region,
    executionMode: 'SUPERSEDED',
    stages: [
      stage('Source', codeCommitSource('campaign-pages')),
      stage('Build', codeBuild('Compile', 'campaign-pages')),
      {
        ...stage('Canary', codeDeploy('DeployCanary', 'campaign-pages-canary')),
        beforeEntry: {
          conditions: [
            condition('FAIL', 'FromMain', 'VariableCheck', {
              Variable: '#{SourceVariables.BranchName}',
              Value: 'main',
              Operator: 'EQ',
            }),
          ],
        },
        onFailure: {
          conditions: [
            condition('ROLLBACK', 'ErrorRate', 'CloudWatchAlarm', { AlarmName: 'campaign-pages-5xx' }),
          ],
        },
      },
      {
        ...stage('Production', codeDeploy('Deploy', 'campaign-pages')),
        beforeEntry: {
          conditions: [
            condition('FAIL', 'ReleaseHours', 'DeploymentWindow', {
              Cron: '* * 9-16 ? * MON-THU *',
              TimeZone: 'Europe/Berlin',
            }),
          ],
        },
      },
    ],
  },
  {
    name: search.pipelineName,
    region: search.region,
    executionMode: 'SUPERSEDED',
    stages: [
      stage('Source', codeCommitSource('search-indexer')),
      stage('Build', codeBuild('Compile', 'search-indexer')),
      stage('Production', codeDeploy('Deploy', 'search-indexer')),
    ],
  },
  {
    name: portal.pipelineName,
    region: portal.region,
    executionMode: 'PARALLEL',
    stages: [
      stage('Source', codeCommitSource('partner-portal')),
      stage(
        'Preview',
        codeDeploy('DeployPreview', 'partner-portal-preview', { inputArtifacts: [{ name: 'SourceOutput' }] }),
      ),
      stage(
        'Publish',
        { ...approval('Release', 'Has the partner agreed to this preview?'), runOrder: 1 },
        codeDeploy('Deploy', 'partner-portal', { inputArtifacts: [{ name: 'SourceOutput' }], runOrder: 2 }),
      ),
    ],
  },
];

/**
 * The first release of the campaign pages comes outside of the release hours; the canary of the second breaks, its
 * alarm goes off, and the stage is rolled back to the first.
 */
export const gatedStandIns: readonly StandInRule[] = [
  broken('ReleaseHours', 'DeploymentWindow', {
    code: 'RuleFailed',
    message: 'The time is outside of the deployment window',
  }),
  broken('ErrorRate', 'CloudWatchAlarm', {
    code: 'RuleFailed',
    message: 'The alarm campaign-pages-5xx is in state ALARM',
  }),
  broken(
    'DeployCanary',
    'CodeDeploy',
    { code: 'JobFailed', message: 'Deployment d-7Q2XK41PE failed: the overall deployment failed' },
    1,
  ),
  {
    ...broken('DeployCanary', 'CodeDeploy', { code: '', message: '' }, 1),
    outcome: { ok: true },
  },
];

/** What happened in these pipelines in the minute before the start. */
export const gatedPast: readonly DatedEvent[] = [
  {
    secondsAgo: 50,
    event: {
      kind: 'disable-transition',
      ...search,
      stageName: 'Production',
      reason: 'No release until Thursday - the index is being rebuilt',
    },
  },
  push(40, campaigns, 'Link the summer offers'),
  push(38, search, 'Rank exact matches first'),
  push(34, portal, 'Price list for Fabrikam'),
  push(28, portal, 'Order form in Dutch'),
  push(16, search, 'Rank exact matches first, but not by their length'),
];

/** A push to the one source of a pipeline. */
export function push(
  secondsAgo: number,
  place: { readonly region: string; readonly pipelineName: string },
  summary: string,
): DatedEvent {
  return { secondsAgo, event: { kind: 'push', ...place, actionName: 'Checkout', summary } };
}

function broken(
  actionName: string,
  provider: string,
  error: { code: string; message: string },
  times: number | null = null,
): StandInRule {
  const pipelineName = campaigns.pipelineName;
  const outcome = { ok: false, ...error } as const;
  return { provider, pipelineName, stageName: null, actionName, durationMs: 2000, outcome, times };
}
