import { bringUpToDate } from '../hosting/bring-up-to-date.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import type { Simulation } from '../simulation.ts';
import { jsonReply } from '../wire.ts';
import type { WireReply, WireRequest } from '../wire.ts';
import { ControlInputError, Fields } from './fields.ts';
import { orderCredentials } from './credentials.ts';
import { ledger } from './ledger.ts';
import { orderFault, orderJob, registerActionType, registerClient } from './orders.ts';
import { scenarioReport } from './scenario-report.ts';
import { orderSourceChange } from './source-changes.ts';
import { forgetStandIns, orderStandIn } from './stand-ins.ts';
import { worldSummary } from './world-summary.ts';

/** What the control interface works on. `reset` replaces the simulation, and throws ControlInputError. */
export interface ControlTarget {
  readonly simulation: Simulation;
  readonly endpoint: string;
  reset(body: Fields): Promise<void>;
}

/** Beyond it years have more digits than the clients' date formats. */
const endOfTime = Date.UTC(9999, 11, 31);

type Route = (target: ControlTarget, body: Fields) => object | Promise<object>;

const routes: Readonly<Record<string, Route>> = {
  'GET health': ({ simulation }) => health(simulation),
  'GET ledger': ({ simulation }) => ledger(simulation),
  'GET scenario': ({ simulation, endpoint }) => scenarioReport(simulation, endpoint),
  'GET scenarios': () => ({ scenarios: scenarios.map(({ name, summary }) => ({ name, summary })) }),
  'GET world': ({ simulation }) => {
    bringUpToDate(simulation, simulation.clock.now());
    return worldSummary(simulation);
  },
  'POST reset': async (target, body) => {
    await target.reset(body);
    return health(target.simulation);
  },
  'POST action-types': ({ simulation }, body) => registerActionType(simulation, body),
  'POST clients': ({ simulation }, body) => registerClient(simulation, body),
  'POST jobs': ({ simulation }, body) => orderJob(simulation, body),
  'POST clock': ({ simulation }, body) => {
    const { clock } = simulation;
    const max = Math.floor((endOfTime - clock.now()) / 1000);
    clock.advance(body.number('advanceSeconds', { min: 0, max }) * 1000);
    bringUpToDate(simulation, clock.now());
    return { now: clock.now() };
  },
  'POST stand-ins': ({ simulation }, body) => orderStandIn(simulation, body),
  'DELETE stand-ins': ({ simulation }) => forgetStandIns(simulation),
  'POST source-changes': ({ simulation }, body) => orderSourceChange(simulation, body),
  'POST credentials': ({ simulation }, body) => orderCredentials(simulation, body),
  'POST faults': ({ simulation }, body) => orderFault(simulation, body),
  'DELETE faults': ({ simulation }) => {
    simulation.faults.length = 0;
    return { faults: 0 };
  },
};

/**
 * Answers everything under `/_simulator/`. Bad input is 400 with a message that names the field. An order finds the
 * world as it is by now: what had begun before it is not touched by it.
 */
export async function answerControl(request: WireRequest, target: ControlTarget): Promise<WireReply> {
  const name = `${request.method} ${request.path.slice('/_simulator/'.length)}`;
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (!route) {
    const message = `There is no ${request.method} ${request.path}; there is ${Object.keys(routes).join(', ')}.`;
    return jsonReply(404, { message });
  }
  try {
    const { simulation } = target;
    const isOrder = request.method !== 'GET' && name !== 'POST reset';
    if (isOrder) bringUpToDate(simulation, simulation.clock.now());
    return jsonReply(200, await route(target, new Fields(parseBody(request.body))));
  } catch (error) {
    if (error instanceof ControlInputError) return jsonReply(400, { message: error.message });
    throw error;
  }
}

function health({ scenario, clock }: Simulation): object {
  return { status: 'ok', scenario: scenario.name, regions: scenario.regions, now: clock.now() };
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ControlInputError('body', 'JSON');
  }
}
