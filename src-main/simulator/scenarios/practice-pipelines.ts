import type { ScenarioPipeline } from './scenario.ts';

/** Pipelines in all three execution modes, over both regions. */
export const practicePipelines: readonly ScenarioPipeline[] = [
  {
    name: 'checkout-service-release',
    region: 'us-east-1',
    executionMode: 'SUPERSEDED',
    stages: ['Source', 'Build', 'LoadTest', 'Production'],
  },
  {
    name: 'payments-api',
    region: 'us-west-2',
    executionMode: 'QUEUED',
    stages: ['Source', 'Build', 'Verify', 'Release'],
  },
  {
    name: 'mobile-app-android',
    region: 'us-west-2',
    executionMode: 'PARALLEL',
    stages: ['Source', 'Assemble', 'BackendCheck'],
  },
  {
    name: 'data-platform-nightly',
    region: 'us-east-1',
    executionMode: 'QUEUED',
    stages: ['Source', 'Package', 'Soak'],
  },
  {
    name: 'storefront-web',
    region: 'us-east-1',
    executionMode: 'SUPERSEDED',
    stages: ['Source', 'Build', 'Staging', 'Production'],
  },
];
