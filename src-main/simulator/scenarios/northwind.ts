import type { ConfigurationProperty } from '../world/action-types.ts';
import type { ScenarioActionType, ScenarioClient } from './scenario.ts';

/*
 * Northwind Load, the vendor of the practice world: a load-test company with a third-party action, the same
 * action for its own pipelines, and a review that a person does. Tokens are made up and open nothing.
 */

const executionUrlTemplate = 'https://loadtest.northwind.example/runs/{ExternalExecutionId}';

const loadTestProperties: readonly ConfigurationProperty[] = [
  property('TestPlan', 'The plan that the load test follows', { key: true }),
  property('VirtualUsers', 'Simulated users at the peak'),
  property('DurationSeconds', 'How long the load is kept up'),
  property('Outcome', 'succeed, fail or stall: how the practice backend shall do'),
  property('FailureMessage', 'What the practice backend shall say when it fails'),
];

/** The load test in customers' pipelines. */
export const thirdPartyLoadTest: ScenarioActionType = {
  id: { category: 'Test', owner: 'ThirdParty', provider: 'Northwind-LoadTest', version: '1' },
  jobTimeoutSeconds: null,
  executionUrlTemplate,
  processor: 'http',
  secretConfiguration: ['ApiKey'],
  properties: [...loadTestProperties, property('ApiKey', 'The key of the customer', { secret: true })],
};

/** The load test in the vendor's own pipelines. */
export const customLoadTest: ScenarioActionType = {
  id: { category: 'Test', owner: 'Custom', provider: 'Northwind-LoadTest', version: '1' },
  jobTimeoutSeconds: null,
  executionUrlTemplate,
  processor: 'http',
  secretConfiguration: [],
  properties: loadTestProperties,
};

/** A person at the vendor looks at a result and answers. */
export const customReview: ScenarioActionType = {
  id: { category: 'Test', owner: 'Custom', provider: 'Northwind-Review', version: '1' },
  jobTimeoutSeconds: null,
  executionUrlTemplate: null,
  processor: 'manual',
  secretConfiguration: [],
  properties: [property('Question', 'What the person shall answer')],
};

/** All action types of the vendor. */
export const northwindActionTypes: readonly ScenarioActionType[] = [
  thirdPartyLoadTest,
  customLoadTest,
  customReview,
];

/** The vendor's customers by short name. Wingtip's token is missing at the vendor. */
export const northwindClients = {
  contoso: client('Contoso Retail', '3f0c6a52-9d1e-4c7b-8a40-51e7d2b6f901', 'ct-4kP7wZqS2nVxR8bL', true),
  fabrikam: client('Fabrikam Freight', '8b27e1d4-06fa-4d93-b5c8-7a9e30c4d1f2', 'ff-Yd93HsTe6mQaJ1uC', true),
  tailspin: client('Tailspin Toys', 'c15a94be-7f38-4e02-9b6d-2d80f7a3e5c3', 'tt-0gBvN5xKcW8rFzPo', true),
  litware: client('Litware Bank', 'e6d3f870-2b49-4a15-8ce7-914b06d5a7e4', 'lb-Ui7LhX3sDqM9kAyE', true),
  wingtip: client('Wingtip Sports', '5ea80c37-d462-4bf9-a1f3-60c92e8b74d5', 'ws-Rt2VjG6wOpC4nZbH', false),
} as const;

function client(label: string, clientId: string, clientToken: string, onFile: boolean): ScenarioClient {
  return { clientId, label, clientToken, onFile };
}

/** A further action type of the vendor, worked on like a load test. */
export function northwindType(id: ScenarioActionType['id']): ScenarioActionType {
  const secretConfiguration = id.owner === 'ThirdParty' ? ['ApiKey'] : [];
  return { id, jobTimeoutSeconds: null, executionUrlTemplate, processor: 'http', secretConfiguration };
}

// Nothing is required: what a customer has left out is for the vendor's backend to say.
function property(
  name: string,
  description: string,
  more: { key?: boolean; secret?: boolean } = {},
): ConfigurationProperty {
  const { key = false, secret = false } = more;
  return { name, description, required: false, key, secret, queryable: false, type: 'String' };
}
