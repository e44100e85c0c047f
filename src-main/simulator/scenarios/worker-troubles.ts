import { bareScenario } from './bare.ts';
import { codeBuild, codeCommitSource, everyStandIn, ownAction, stage } from './declare.ts';
import { customLoadTest, northwindClients, thirdPartyLoadTest } from './northwind.ts';
import { orderOf } from './order.ts';
import { releasePipeline, releasePlace } from './release.ts';
import type { PastEvent, Scenario } from './scenario.ts';

/*
 * What goes wrong between a job worker and the service, one trouble a scenario.
 */

const load = { TestPlan: 'checkout-peak', VirtualUsers: '200', DurationSeconds: '10' };
const { contoso, wingtip } = northwindClients;

function ofCustomer({ clientId }: { clientId: string }, place: string, secondsAgo: number) {
  const configuration = { ...load, ApiKey: 'scenario-key' };
  const order = orderOf(thirdPartyLoadTest, 'us-east-1', place, configuration, clientId);
  return { secondsAgo, event: { kind: 'order', order } satisfies PastEvent };
}

/** The deadlines are 20 minutes away. */
export const missingTokenScenario: Scenario = {
  ...bareScenario,
  name: 'missing-token',
  summary:
    'three jobs of a customer whose client token the vendor has lost, beside one job of a known customer',
  openedSecondsAgo: 2400,
  past: [
    ofCustomer(wingtip, 'membership-site/LoadTest/SeasonStart', 2400),
    ofCustomer(wingtip, 'membership-site/LoadTest/Login', 2395),
    ofCustomer(wingtip, 'ticket-shop/LoadTest/Presale', 2390),
    ofCustomer(contoso, 'loyalty-points/LoadTest/Baseline', 2380),
  ],
};

/** A worker took the job 55 minutes ago; the time-out is an hour. */
export const stuckJobScenario: Scenario = {
  ...bareScenario,
  name: 'stuck-job',
  summary: 'a job was acknowledged 55 minutes ago and never answered: its pipeline fails within five minutes',
  standIns: [everyStandIn(2)],
  openedSecondsAgo: 3310,
  pipelines: [
    releasePipeline('SUPERSEDED', {
      stageName: 'LoadTest',
      actions: [ownAction('Gate', customLoadTest.id, load, { output: 'LoadTestReport' })],
    }),
  ],
  past: [
    {
      secondsAgo: 3300,
      event: {
        kind: 'claim',
        region: releasePlace.region,
        actionTypeId: customLoadTest.id,
        worker: 'worker-that-went-away',
      },
    },
  ],
};

/** Three actions of one stage, each with an input of its own. */
export const failingArtifactScenario: Scenario = {
  ...bareScenario,
  name: 'failing-artifact',
  summary: 'three jobs: the input of one is a zip cut short, that of another is gone, the third is in order',
  standIns: [everyStandIn(2)],
  pipelines: [
    {
      name: 'artifact-clinic',
      region: 'us-east-1',
      executionMode: 'SUPERSEDED',
      stages: [
        stage('Source', codeCommitSource('artifact-clinic')),
        stage('Build', built('CutShort'), built('Gone'), built('Sound')),
        stage('LoadTest', onInput('CutShort'), onInput('Gone'), onInput('Sound')),
      ],
    },
  ],
  past: [
    { secondsAgo: 30, event: { kind: 'spoil-input', actionName: 'TestCutShort', how: 'cut-short' } },
    { secondsAgo: 30, event: { kind: 'spoil-input', actionName: 'TestGone', how: 'remove' } },
  ],
};

function built(artifact: string) {
  return { ...codeBuild(`Build${artifact}`, 'artifact-clinic'), outputArtifacts: [{ name: artifact }] };
}

function onInput(artifact: string) {
  return ownAction(`Test${artifact}`, customLoadTest.id, load, { inputArtifacts: [{ name: artifact }] });
}

/** S3 answers ExpiredToken until the worker asks for the job's details again. */
export const expiredCredentialsScenario: Scenario = {
  ...bareScenario,
  name: 'expired-credentials',
  summary:
    "a job's credentials are good for 20 seconds, its work takes 60: S3 refuses those that were not renewed",
  timing: { ...bareScenario.timing, continueAfterSeconds: 5, jobCredentialsSeconds: 20 },
  past: [
    {
      secondsAgo: 1,
      event: {
        kind: 'order',
        order: orderOf(customLoadTest, 'us-east-1', 'web-release/LoadTest/Gate', {
          ...load,
          DurationSeconds: '60',
        }),
      },
    },
  ],
};
