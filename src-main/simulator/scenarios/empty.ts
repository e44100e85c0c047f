import type { Scenario } from './scenario.ts';

/** Two regions and an account, nothing in it. The delays are those that workers in the field have seen. */
export const emptyScenario: Scenario = {
  name: 'empty',
  summary: 'two regions and an account with nothing in it',
  regions: ['us-east-1', 'us-west-2'],
  accountId: '111122223333',
  credentials: { accessKeyId: 'AKIASIMULATOR0EXAMPLE', secretAccessKey: 'simulator-secret-access-key' },
  timing: {
    continueAfterSeconds: 30,
    redeliverAfterSeconds: 30,
    jobTimeoutSeconds: 3600,
    jobCredentialsSeconds: 900,
    sourcePollSeconds: 60,
  },
  backendDurationSeconds: 10,
  actionTypes: [],
  clients: [],
  buckets: [],
  standIns: [],
  pipelines: [],
  openedSecondsAgo: 120,
  past: [],
  seeds: [],
  flow: null,
  faults: [],
};
