import { customLoadTest, customReview, northwindClients, thirdPartyLoadTest } from './northwind.ts';
import type { RunOrder, Seed } from './scenario.ts';

const { contoso, fabrikam, tailspin, litware, wingtip } = northwindClients;

/** The runs a new user finds: successes, two kinds of failure, and two that wait for a person. */
export const practiceSeeds: readonly Seed[] = [
  seed(
    'contoso-checkout',
    'succeeded',
    'us-east-1',
    contoso,
    'checkout-service-release/LoadTest/BlackFridayProfile',
    {
      TestPlan: 'checkout-peak',
      VirtualUsers: '800',
      DurationSeconds: '12',
    },
  ),
  seed(
    'fabrikam-tracking',
    'succeeded',
    'us-west-2',
    fabrikam,
    'shipment-tracking/PreRelease/SustainedLoad',
    {
      TestPlan: 'tracking-soak',
      VirtualUsers: '350',
      DurationSeconds: '25',
    },
  ),
  seed('tailspin-catalog', 'succeeded', 'us-east-1', tailspin, 'storefront-web/Staging/SmokeLoad', {
    TestPlan: 'catalog-smoke',
    VirtualUsers: '50',
    DurationSeconds: '5',
  }),
  seed('litware-transfers', 'failed', 'us-east-1', litware, 'transfers-core/Verify/LatencyGate', {
    TestPlan: 'transfers-gate',
    VirtualUsers: '1200',
    DurationSeconds: '10',
    Outcome: 'fail',
    FailureMessage: 'p95 latency 2,310 ms is above the limit of 800 ms',
  }),
  seed('fabrikam-misconfigured', 'failed', 'us-west-2', fabrikam, 'route-planner/LoadTest/Nightly', {
    VirtualUsers: '200',
    DurationSeconds: '8',
  }),
  seed(
    'wingtip-without-token',
    'waits-for-human',
    'us-east-1',
    wingtip,
    'membership-site/LoadTest/SeasonStart',
    {
      TestPlan: 'season-start',
      VirtualUsers: '600',
      DurationSeconds: '10',
    },
  ),
  {
    name: 'own-release-review',
    intended: 'waits-for-human',
    order: {
      ...order('us-east-1', null, 'checkout-service-release/LoadTest/ReviewFindings'),
      actionTypeId: customReview.id,
      configuration: { Question: 'Is the load profile of this release still realistic?' },
      outputArtifacts: [],
    },
  },
  seed('own-checkout-gate', 'succeeded', 'us-east-1', null, 'checkout-service-release/LoadTest/Gate', {
    TestPlan: 'checkout-gate',
    VirtualUsers: '400',
    DurationSeconds: '15',
  }),
  seed('own-payments-queue', 'succeeded', 'us-west-2', null, 'payments-api/Verify/LoadGate', {
    TestPlan: 'payments-gate',
    VirtualUsers: '500',
    DurationSeconds: '20',
  }),
  seed('own-android-backend', 'succeeded', 'us-west-2', null, 'mobile-app-android/BackendCheck/BurstLoad', {
    TestPlan: 'android-burst',
    VirtualUsers: '250',
    DurationSeconds: '8',
  }),
];

/**
 * A load-test order without its configuration; `place` is pipeline/stage/action. With a client it is a
 * third-party action, otherwise one of the vendor's own. The customer's key is used in us-west-2.
 */
export function order(region: string, clientId: string | null, place: string): RunOrder {
  const [pipelineName = '', stageName = '', actionName = ''] = place.split('/');
  const isThirdParty = clientId !== null;
  return {
    region,
    actionTypeId: (isThirdParty ? thirdPartyLoadTest : customLoadTest).id,
    clientId,
    configuration: {},
    secretConfiguration: isThirdParty ? thirdPartyLoadTest.secretConfiguration : [],
    inputArtifacts: ['BuildOutput'],
    outputArtifacts: ['LoadTestReport'],
    pipeline: { pipelineName, stageName, actionName },
    customerKey: region === 'us-west-2',
  };
}

function seed(
  name: string,
  intended: Seed['intended'],
  region: string,
  client: { clientId: string } | null,
  place: string,
  configuration: Record<string, string>,
): Seed {
  const secrets: Record<string, string> = client ? { ApiKey: `practice-${name}-key` } : {};
  const base = order(region, client?.clientId ?? null, place);
  return { name, intended, order: { ...base, configuration: { ...configuration, ...secrets } } };
}
