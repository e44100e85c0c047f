import { pick } from '../seeded-random.ts';
import type { Random } from '../seeded-random.ts';
import { bareScenario } from './bare.ts';
import { everyStandIn, ownAction } from './declare.ts';
import { customLoadTest, northwindActionTypes, northwindClients, northwindType } from './northwind.ts';
import { orderOf } from './order.ts';
import { releasePipeline } from './release.ts';
import type { PastEvent, RunOrder, Scenario, ScenarioActionType } from './scenario.ts';

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

const actionTypes: readonly ScenarioActionType[] = [
  ...northwindActionTypes,
  northwindType({ category: 'Build', owner: 'Custom', provider: 'Northwind-Profile', version: '1' }),
  northwindType({ category: 'Deploy', owner: 'ThirdParty', provider: 'Northwind-Canary', version: '2' }),
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
  const configuration = type.processor === 'manual' ? { Question: 'Does the report look right?' } : load;
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
const past = runs.map(({ type, region }, at) => ({
  secondsAgo: Math.round(openedSecondsAgo * (1 - at / runs.length)),
  event: { kind: 'order', order: runOf(type, region, at) } satisfies PastEvent,
}));

function draw(random: Random): RunOrder {
  const types = actionTypes.filter(({ processor }) => processor === 'http');
  return runOf(pick(random, types), pick(random, regions), Math.floor(random() * 1000));
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
  summary:
    '20 regions × 5 action types with 400 runs waiting, a pipeline in each region, and a run every two seconds',
  regions,
  actionTypes,
  standIns: [everyStandIn(2)],
  pipelines: regions.map((region) => ({ ...releasePipeline('SUPERSEDED', gate), region })),
  openedSecondsAgo,
  past,
  flow: { averageSeconds: 2, maxUnfinished: 60, draw },
};
