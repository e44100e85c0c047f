import type { Fault } from '../faults.ts';
import { startRun } from '../run-orders.ts';
import type { Simulation } from '../simulation.ts';
import { actionTypeKey } from '../world/action-types.ts';
import type { ActionType, ActionTypeId } from '../world/action-types.ts';
import { ControlInputError } from './fields.ts';
import type { Fields } from './fields.ts';

const namePattern = /^[0-9A-Za-z_-]+$/;

/** Registers an action type of either owner, or replaces the one with the same identity. */
export function registerActionType(simulation: Simulation, body: Fields): object {
  const id = actionTypeId(body);
  const type: ActionType = {
    id,
    jobTimeoutSeconds: body.optional(
      'jobTimeoutSeconds',
      (b) => b.number('jobTimeoutSeconds', { min: 0.001 }),
      null,
    ),
    executionUrlTemplate: body.optional('executionUrlTemplate', (b) => b.text('executionUrlTemplate'), null),
  };
  simulation.world.actionTypes.set(actionTypeKey(id), type);
  return { actionTypeId: id };
}

/** Makes a client known to the service, or gives it another token. */
export function registerClient(simulation: Simulation, body: Fields): object {
  const clientId = body.text('clientId');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(clientId)) {
    throw new ControlInputError('clientId', 'a lower-case UUID');
  }
  simulation.world.clients.set(clientId, { clientId, clientToken: body.text('clientToken') });
  return { clientId };
}

/** Queues the first job of a run without a pipeline behind it. */
export function orderJob(simulation: Simulation, body: Fields): object {
  const { scenario, world } = simulation;
  const region = body.choice('region', scenario.regions);
  const id = actionTypeId(body.object('actionTypeId'));
  if (!world.actionTypes.has(actionTypeKey(id))) {
    throw new ControlInputError('actionTypeId', `a registered action type, ${actionTypeKey(id)} is not`);
  }
  const clientId = body.optional('clientId', (b) => b.text('clientId'), null);
  if (id.owner === 'ThirdParty' && (clientId === null || !world.clients.has(clientId))) {
    throw new ControlInputError(
      'clientId',
      'the id of a registered client, as the action type is a third-party one',
    );
  }
  if (id.owner === 'Custom' && clientId !== null) {
    throw new ControlInputError('clientId', 'nothing, as custom actions have no client');
  }
  const context = body.optional('pipelineContext', (b) => b.object('pipelineContext'), null);
  const executionId = context?.optional('pipelineExecutionId', (c) => c.text('pipelineExecutionId'), null);
  const chain = startRun(
    simulation,
    {
      region,
      actionTypeId: id,
      clientId,
      configuration: body.texts('configuration'),
      secretConfiguration: body.names('secretConfiguration'),
      inputArtifacts: body.names('inputArtifacts'),
      outputArtifacts: body.names('outputArtifacts'),
      pipeline: {
        pipelineName:
          context?.optional('pipelineName', (c) => c.text('pipelineName'), null) ?? 'bare-pipeline',
        stageName: context?.optional('stage', (c) => c.nameOf('stage'), null) ?? 'Test',
        actionName: context?.optional('action', (c) => c.nameOf('action'), null) ?? 'Run',
      },
      customerKey: body.optional('customerKey', (b) => b.flag('customerKey'), false),
    },
    simulation.clock.now(),
    executionId ? { pipelineExecutionId: executionId } : {},
  );
  return { jobId: chain.jobIds[0], chainId: chain.chainId };
}

/** Adds a fault; it strikes from the next request on. */
export function orderFault(simulation: Simulation, body: Fields): object {
  const kind = body.choice('kind', ['error', 'latency', 'drop-response', 'disconnect']);
  const fault: Fault = {
    operation: body.text('operation'),
    kind,
    region: body.optional('region', (b) => b.text('region'), null),
    errorType: body.optional('errorType', (b) => b.text('errorType'), 'InternalFailure'),
    status: body.optional('status', (b) => b.number('status', { min: 200, max: 599 }), null),
    body: body.optional('body', (b) => b.text('body'), null),
    ms: kind === 'latency' ? body.number('ms', { min: 0, max: 600_000 }) : 0,
    times: body.optional('times', (b) => Math.trunc(b.number('times', { min: 1 })), null),
    probability: body.optional('probability', (b) => b.number('probability', { min: 0, max: 1 }), 1),
  };
  simulation.faults.push(fault);
  return { faults: simulation.faults.length };
}

function actionTypeId(fields: Fields): ActionTypeId {
  const owner = fields.choice('owner', ['Custom', 'ThirdParty']);
  const category = fields.choice('category', [
    'Source',
    'Build',
    'Deploy',
    'Test',
    'Invoke',
    'Approval',
    'Compute',
  ]);
  const [provider, version] = [name(fields, 'provider', 35), name(fields, 'version', 9)];
  return { category, owner, provider, version };
}

function name(fields: Fields, field: string, max: number): string {
  const value = fields.text(field);
  if (value.length <= max && namePattern.test(value)) return value;
  throw new ControlInputError(field, `1 to ${max} letters, digits, _ or -`);
}
