import { pick } from '../seeded-random.ts';
import type { Random } from '../seeded-random.ts';
import { northwindClients } from './northwind.ts';
import { order } from './practice-seeds.ts';
import type { FlowPlan, RunOrder } from './scenario.ts';

interface Source {
  readonly clientId: string | null;
  readonly region: string;
  readonly place: string;
  readonly testPlan: string;
}

const { contoso, fabrikam, tailspin, litware } = northwindClients;

const sources: readonly Source[] = [
  source(contoso, 'us-east-1', 'checkout-service-release/LoadTest/BlackFridayProfile', 'checkout-peak'),
  source(contoso, 'us-west-2', 'loyalty-points/LoadTest/Baseline', 'loyalty-baseline'),
  source(fabrikam, 'us-west-2', 'shipment-tracking/PreRelease/SustainedLoad', 'tracking-soak'),
  source(tailspin, 'us-east-1', 'storefront-web/Staging/SmokeLoad', 'catalog-smoke'),
  source(litware, 'us-east-1', 'transfers-core/Verify/LatencyGate', 'transfers-gate'),
  source(null, 'us-east-1', 'data-platform-nightly/Soak/NightlySoak', 'nightly-soak'),
  source(null, 'us-west-2', 'payments-api/Verify/LoadGate', 'payments-gate'),
  source(null, 'us-west-2', 'mobile-app-android/BackendCheck/BurstLoad', 'android-burst'),
];

/** About three load tests a minute; one in eight fails. None of them ever needs a person. */
export const practiceFlow: FlowPlan = { averageSeconds: 20, maxUnfinished: 6, draw };

function draw(random: Random): RunOrder {
  const { clientId, region, place, testPlan } = pick(random, sources);
  const p95 = 900 + Math.floor(random() * 1500);
  const fails = random() < 1 / 8;
  const configuration: Record<string, string> = {
    TestPlan: testPlan,
    VirtualUsers: String(50 * (1 + Math.floor(random() * 20))),
    DurationSeconds: String(5 + Math.floor(random() * 21)),
    ...(clientId !== null && { ApiKey: `practice-flow-${testPlan}-key` }),
    ...(fails && {
      Outcome: 'fail',
      FailureMessage: `p95 latency ${p95.toLocaleString('en-US')} ms is above the limit of 800 ms`,
    }),
  };
  return { ...order(region, clientId, place), configuration };
}

function source(
  client: { clientId: string } | null,
  region: string,
  place: string,
  testPlan: string,
): Source {
  return { clientId: client?.clientId ?? null, region, place, testPlan };
}
