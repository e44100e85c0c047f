import { pick } from '../seeded-random.ts';
import type { Random } from '../seeded-random.ts';
import { bareScenario } from './bare.ts';
import { ownAction } from './declare.ts';
import { customLoadTest, northwindActionTypes, northwindClients, northwindType } from './northwind.ts';
import { orderOf } from './order.ts';
import { gatedPast, push } from './practice-gates.ts';
import { practiceBuckets, practicePipelines, practiceStandIns } from './practice-pipelines.ts';
import { releasePipeline } from './release.ts';
import type { DatedEvent, PastEvent, RunOrder, Scenario, ScenarioActionType } from './scenario.ts';
import { brokenRegion, withFailure, busyFaults, busyTroubles } from './busy-troubles.ts';

const regions = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-south-1',
  'me-south-1',
  'af-south-1',
] as const;

/** So short that the deadline of a run that nobody answers for comes near while somebody looks on. */
const shortTimeoutSeconds = 180;

const actionTypes: readonly ScenarioActionType[] = [
  ...northwindActionTypes,
  {
    ...northwindType({ category: 'Build', owner: 'Custom', provider: 'Northwind-Profile', version: '1' }),
    jobTimeoutSeconds: shortTimeoutSeconds,
  },
  {
    ...northwindType({ category: 'Deploy', owner: 'ThirdParty', provider: 'Northwind-Canary', version: '2' }),
    jobTimeoutSeconds: shortTimeoutSeconds,
  },
];

const customers = Object.values(northwindClients).filter(({ onFile }) => onFile);
const runsEach = 4;
const openedSecondsAgo = 1800;

function runOf(type: ScenarioActionType, region: string, ordinal: number): RunOrder {
  const customer = customers[ordinal % customers.length];
  const isThirdParty = type.id.owner === 'ThirdParty';
  const load = {
    TestPlan: `plan-${ordinal % 7}`,
    VirtualUsers: '100',
    DurationSeconds: String(5 + (ordinal % 20)),
  };
  const configuration =
    type.processor === 'manual' ? { Question: 'Does the report look right?' } : withFailure(load, ordinal);
  return orderOf(
    type,
    region,
    `service-${(ordinal % 25) + 1}/Verify/${type.id.provider}`,
    isThirdParty ? { ...configuration, ApiKey: 'busy-vendor-key' } : configuration,
    isThirdParty ? (customer?.clientId ?? null) : null,
  );
}

/** Every region × action type has its runs, spread over the half hour before the start. */
const runs = regions.flatMap((region) =>
  actionTypes.flatMap((type) => Array.from({ length: runsEach }, () => ({ type, region }))),
);
const orders: readonly DatedEvent[] = runs.map(({ type, region }, at) => ({
  secondsAgo: Math.round(openedSecondsAgo * (1 - at / runs.length)),
  event: { kind: 'order', order: runOf(type, region, at) } satisfies PastEvent,
}));

const payments = { region: 'us-west-2', pipelineName: 'payments-api' } as const;
const storefront = { region: 'us-east-1', pipelineName: 'storefront-web' } as const;

/**
 * The pipelines of practice on a fuller day: releases stand in line, one has overtaken another, and two deliveries are
 * held back on purpose.
 */
const releases: readonly DatedEvent[] = [
  {
    secondsAgo: 1500,
    event: {
      kind: 'disable-transition',
      ...payments,
      stageName: 'Release',
      reason: 'Month-end closing - no release before the books are shut',
    },
  },
  push(1400, storefront, 'Show the delivery date in the basket'),
  push(1200, storefront, 'Show the delivery date in the basket, with tests'),
  ...[900, 700, 500].map((secondsAgo): DatedEvent => ({ secondsAgo, event: { kind: 'start', ...payments } })),
  ...gatedPast,
];

// A run that cannot be reported keeps its slot: more and more of them would leave none for the others.
const soundRegions = regions.filter((region) => region !== brokenRegion);

function draw(random: Random): RunOrder {
  const types = actionTypes.filter(({ processor }) => processor === 'http');
  return runOf(pick(random, types), pick(random, soundRegions), Math.floor(random() * 1000));
}

const gate = {
  stageName: 'LoadTest',
  actions: [
    ownAction('Gate', customLoadTest.id, {
      TestPlan: 'regional',
      VirtualUsers: '100',
      DurationSeconds: '10',
    }),
  ],
};

/** The most that a console must show at once: all regions, all action types, all states. */
export const busyVendorScenario: Scenario = {
  ...bareScenario,
  name: 'busy-vendor',
  summary: '20 regions × 5 action types, 400 runs in every state, 28 pipelines, and a run every two seconds',
  regions,
  actionTypes,
  buckets: practiceBuckets,
  standIns: practiceStandIns,
  pipelines: [
    ...practicePipelines,
    ...regions.map((region) => ({ ...releasePipeline('SUPERSEDED', gate), region })),
  ],
  openedSecondsAgo,
  past: [...orders, ...busyTroubles, ...releases].sort((one, other) => other.secondsAgo - one.secondsAgo),
  flow: { averageSeconds: 2, maxUnfinished: 60, draw },
  faults: busyFaults,
};
