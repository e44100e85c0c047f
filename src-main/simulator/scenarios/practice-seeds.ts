import { northwindClients, thirdPartyLoadTest } from './northwind.ts';
import { orderOf } from './order.ts';
import type { Seed } from './scenario.ts';

const { contoso, fabrikam, tailspin, litware, wingtip } = northwindClients;

/**
 * The runs a new user finds: successes, two kinds of failure, and two that wait for a person. Those of customers
 * are bare, as their pipelines lie in other accounts.
 */
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
  ownSeed(
    'own-release-review',
    'waits-for-human',
    'us-east-1',
    'checkout-service-release/LoadTest/ReviewFindings',
  ),
  ownSeed('own-checkout-gate', 'succeeded', 'us-east-1', 'checkout-service-release/LoadTest/Gate'),
  ownSeed('own-payments-queue', 'succeeded', 'us-west-2', 'payments-api/Verify/LoadGate'),
  ownSeed('own-android-backend', 'succeeded', 'us-west-2', 'mobile-app-android/BackendCheck/BurstLoad'),
];

function seed(
  name: string,
  intended: Seed['intended'],
  region: string,
  { clientId }: { clientId: string },
  place: string,
  configuration: Record<string, string>,
): Seed {
  const complete = { ...configuration, ApiKey: `practice-${name}-key` };
  return { name, intended, run: { order: orderOf(thirdPartyLoadTest, region, place, complete, clientId) } };
}

function ownSeed(name: string, intended: Seed['intended'], region: string, place: string): Seed {
  const [pipelineName = '', stageName = '', actionName = ''] = place.split('/');
  return { name, intended, run: { action: { region, pipelineName, stageName, actionName } } };
}
