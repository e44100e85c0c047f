import type { Fault } from '../faults.ts';
import { northwindClients, thirdPartyLoadTest } from './northwind.ts';
import { orderOf } from './order.ts';
import type { DatedEvent, PastEvent } from './scenario.ts';

/*
 * What goes wrong on the day of a busy vendor, so that each lane of a console has something to hold.
 */

/** Where CodePipeline takes no result of a third-party job, for as long as the fault stands. */
export const brokenRegion = 'sa-east-1';

/** Throttled without an end: the work is done, and nobody can be told. */
export const busyFaults: readonly Fault[] = [
  {
    operation: 'PutThirdPartyJobSuccessResult',
    kind: 'error',
    region: brokenRegion,
    errorType: 'ThrottlingException',
    status: null,
    body: null,
    ms: 0,
    times: null,
    probability: 1,
  },
];

const failures = [
  'p95 latency 2,310 ms is above the limit of 800 ms',
  '4.2% of the requests were answered with HTTP status 503; the limit is 1%',
  'The target checkout.example.com refused the connection from 3 of 8 load generators',
] as const;

/** The configuration as a few customers in a hundred have it: a limit that is not met, or no test plan at all. */
export function withFailure(
  load: Readonly<Record<string, string>>,
  ordinal: number,
): Readonly<Record<string, string>> {
  if (ordinal % 40 === 13) return without(load, 'TestPlan');
  if (ordinal % 16 !== 9) return load;
  const message = failures[Math.floor(ordinal / 16) % failures.length];
  return message === undefined ? load : { ...load, Outcome: 'fail', FailureMessage: message };
}

function without(load: Readonly<Record<string, string>>, left: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(load).filter(([name]) => name !== left));
}

const { wingtip, fabrikam } = northwindClients;
const load = {
  TestPlan: 'season-start',
  VirtualUsers: '600',
  DurationSeconds: '30',
  ApiKey: 'busy-vendor-key',
};

/** Runs of a customer whose client token is lost, and two of whose work the backend is not heard of any more. */
export const busyTroubles: readonly DatedEvent[] = [
  run(1500, 'us-east-1', 'membership-site/LoadTest/SeasonStart', wingtip),
  run(1100, 'eu-west-1', 'ticket-shop/LoadTest/Presale', wingtip),
  run(700, 'us-east-1', 'membership-site/LoadTest/Login', wingtip),
  run(200, 'ap-southeast-2', 'fan-shop/LoadTest/JerseyDrop', wingtip),
  run(1795, 'us-east-1', 'shipment-tracking/PreRelease/SustainedLoad', fabrikam, { Outcome: 'stall' }),
  run(1790, 'us-east-1', 'route-planner/LoadTest/Nightly', fabrikam, { Outcome: 'stall' }),
];

function run(
  secondsAgo: number,
  region: string,
  place: string,
  { clientId }: { clientId: string },
  more: Readonly<Record<string, string>> = {},
): DatedEvent {
  const order = orderOf(thirdPartyLoadTest, region, place, { ...load, ...more }, clientId);
  return { secondsAgo, event: { kind: 'order', order } satisfies PastEvent };
}
