import type { Scenario } from './scenario.ts';

/** Two regions and an account, nothing in it. The delays are those that workers in the field have seen. */
export const emptyScenario: Scenario = {
  name: 'empty',
  regions: ['us-east-1', 'us-west-2'],
  accountId: '111122223333',
  credentials: { accessKeyId: 'AKIASIMULATOR0EXAMPLE', secretAccessKey: 'simulator-secret-access-key' },
  timing: { continueAfterSeconds: 30, redeliverAfterSeconds: 30, jobTimeoutSeconds: 3600 },
  backendDurationSeconds: 10,
  actionTypes: [],
  clients: [],
  pipelines: [],
  seeds: [],
  flow: null,
};
