import type { Simulation } from '../simulation.ts';
import type { StandInOutcome } from '../world/pipelines/execution.ts';
import type { StandInRule } from '../world/pipelines/stand-ins.ts';
import { ControlInputError } from './fields.ts';
import type { Fields } from './fields.ts';

/**
 * Says how actions and rules of AWS's own providers behave from now on. The newest rule that fits counts; what has
 * begun already ends as it was to.
 */
export function orderStandIn({ world }: Simulation, body: Fields): object {
  const text = (name: string) => body.optional(name, (b) => b.text(name), null);
  const rule: StandInRule = {
    provider: text('provider'),
    pipelineName: text('pipelineName'),
    stageName: text('stageName'),
    actionName: text('actionName'),
    durationMs: durationOf(body),
    outcome: outcomeOf(body),
    times: body.optional('times', (b) => Math.trunc(b.number('times', { min: 1 })), null),
  };
  world.standIns.push(rule);
  return { standIns: world.standIns.length };
}

/** Forgets all rules, the scenario's too: ten seconds and success again. */
export function forgetStandIns({ world }: Simulation): object {
  world.standIns.length = 0;
  return { standIns: 0 };
}

// Null is a value here: it never ends by itself. It must be said, as a field that is missing is a slip.
function durationOf(body: Fields): number | null {
  if (body.isNull('durationSeconds')) return null;
  if (!body.has('durationSeconds')) {
    throw new ControlInputError(
      'durationSeconds',
      'a number of at least 0, or null for an action that never ends',
    );
  }
  return body.number('durationSeconds', { min: 0 }) * 1000;
}

function outcomeOf(body: Fields): StandInOutcome {
  if (body.choice('outcome', ['succeed', 'fail']) === 'succeed') {
    return { ok: true, outputVariables: body.texts('outputVariables') };
  }
  return {
    ok: false,
    code: body.optional('errorCode', (b) => b.text('errorCode'), 'JobFailed'),
    message: body.optional('message', (b) => b.text('message'), 'This failure was asked for'),
  };
}
