import type { StandInRule } from '../world/pipelines/stand-ins.ts';
import {
  approval,
  codeBuild,
  codeCommitSource,
  codeDeploy,
  connectionSource,
  everyStandIn,
  ownAction,
  polledObjectSource,
  stage,
} from './declare.ts';
import { emptyScenario } from './empty.ts';
import { customLoadTest, customReview } from './northwind.ts';
import { gatedPipelines, gatedStandIns } from './practice-gates.ts';
import type { ScenarioBucket, ScenarioPipeline } from './scenario.ts';

/** Where release bundles of the payments service are put. */
export const practiceBuckets: readonly ScenarioBucket[] = [
  {
    name: 'northwind-release-bundles',
    region: 'us-west-2',
    objectKeys: ['payments-api/bundle.zip'],
  },
];

const bundles = 'northwind-release-bundles';

/** Quick answers, one build that fails the first time, and what holds the gated pipelines. */
export const practiceStandIns: readonly StandInRule[] = [
  everyStandIn(2),
  {
    provider: 'CodeBuild',
    pipelineName: 'data-platform-nightly',
    stageName: 'Package',
    actionName: null,
    durationMs: 2000,
    outcome: {
      ok: false,
      code: 'JobFailed',
      message: 'Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR',
    },
    times: 1,
  },
  ...gatedStandIns,
];

const flowVariables = [
  { name: 'VirtualUsers', defaultValue: '250', description: 'Simulated users at the peak' },
  { name: 'DurationSeconds', defaultValue: '8' },
  { name: 'Outcome', defaultValue: 'succeed' },
  { name: 'FailureMessage', defaultValue: 'The load test failed' },
];

function loadTest(testPlan: string, defaults: { virtualUsers?: string; durationSeconds?: string } = {}) {
  return {
    TestPlan: testPlan,
    VirtualUsers: defaults.virtualUsers ?? '#{variables.VirtualUsers}',
    DurationSeconds: defaults.durationSeconds ?? '#{variables.DurationSeconds}',
    Outcome: '#{variables.Outcome}',
    FailureMessage: '#{variables.FailureMessage}',
  };
}

const report = { output: 'LoadTestReport' };

/**
 * The vendor's own pipelines in all three execution modes, over both regions. The first run of each has come as
 * far as it comes by itself: to a review, to a load test, to an approval, to a build that failed, or to a closed gate.
 */
export const practicePipelines: readonly ScenarioPipeline[] = [
  {
    name: 'checkout-service-release',
    region: 'us-east-1',
    executionMode: 'SUPERSEDED',
    stages: [
      stage('Source', codeCommitSource('checkout-service')),
      stage('Build', codeBuild('Compile', 'checkout-service')),
      stage(
        'LoadTest',
        ownAction('ReviewFindings', customReview.id, {
          Question: 'Is the load profile of this release still realistic?',
        }),
        ownAction(
          'Gate',
          customLoadTest.id,
          { TestPlan: 'checkout-gate', VirtualUsers: '400', DurationSeconds: '15' },
          report,
        ),
      ),
      stage(
        'Production',
        { ...approval('Approve', 'May this release go to production?'), runOrder: 1 },
        codeDeploy('Deploy', 'checkout-service', { runOrder: 2 }),
      ),
    ],
  },
  {
    name: 'payments-api',
    region: 'us-west-2',
    executionMode: 'QUEUED',
    variables: withDefaults({ VirtualUsers: '500', DurationSeconds: '20' }),
    stages: [
      stage('Source', polledObjectSource(bundles, 'payments-api/bundle.zip')),
      stage('Build', codeBuild('Compile', 'payments-api')),
      stage('Verify', ownAction('LoadGate', customLoadTest.id, loadTest('payments-gate'), report)),
      stage('Release', codeDeploy('Deploy', 'payments-api')),
    ],
  },
  {
    name: 'mobile-app-android',
    region: 'us-west-2',
    executionMode: 'PARALLEL',
    variables: withDefaults({}),
    stages: [
      stage('Source', connectionSource('northwind/mobile-app', 'us-west-2', emptyScenario.accountId)),
      stage('Assemble', codeBuild('Assemble', 'mobile-app-android')),
      stage('BackendCheck', ownAction('BurstLoad', customLoadTest.id, loadTest('android-burst'), report)),
    ],
  },
  {
    name: 'data-platform-nightly',
    region: 'us-east-1',
    executionMode: 'QUEUED',
    variables: withDefaults({}),
    stages: [
      stage('Source', codeCommitSource('data-platform')),
      stage('Package', codeBuild('Package', 'data-platform')),
      stage('Soak', ownAction('NightlySoak', customLoadTest.id, loadTest('nightly-soak'), report)),
    ],
  },
  {
    name: 'storefront-web',
    region: 'us-east-1',
    executionMode: 'SUPERSEDED',
    stages: [
      stage('Source', codeCommitSource('storefront-web')),
      stage('Build', codeBuild('Compile', 'storefront-web')),
      stage(
        'Staging',
        { ...approval('Release', 'May staging be put under load now?'), runOrder: 1 },
        ownAction(
          'SmokeLoad',
          customLoadTest.id,
          { TestPlan: 'storefront-smoke', VirtualUsers: '50', DurationSeconds: '5' },
          { runOrder: 2 },
        ),
      ),
      stage(
        'Production',
        codeDeploy('DeployEast', 'storefront-web'),
        codeDeploy('DeployWest', 'storefront-web', { region: 'us-west-2' }),
      ),
    ],
  },
  ...gatedPipelines,
];

function withDefaults(values: Readonly<Record<string, string>>) {
  return flowVariables.map((variable) => ({
    ...variable,
    defaultValue: values[variable.name] ?? variable.defaultValue,
  }));
}
