import { bringUpToDate } from '../hosting/bring-up-to-date.ts';
import { SourceChangeRefusal, pushSource, startBySchedule } from '../hosting/source-changes.ts';
import type { Simulation } from '../simulation.ts';
import { ServiceError } from '../world/service-error.ts';
import { ControlInputError } from './fields.ts';
import type { Fields } from './fields.ts';

/**
 * Lets something happen at a source: `push` (unless said otherwise) makes a new revision and tells CodePipeline
 * as that source would; `schedule` starts the pipeline at its sources' present revisions. The answer says which
 * execution came of it, or why none did.
 */
export function orderSourceChange(simulation: Simulation, body: Fields): object {
  const change = {
    region: body.choice('region', simulation.scenario.regions),
    pipelineName: body.text('pipelineName'),
    revisionId: body.optional('revisionId', (b) => b.text('revisionId'), null),
    summary: body.optional('summary', (b) => b.text('summary'), null),
  };
  const trigger = body.optional('trigger', (b) => b.choice('trigger', ['push', 'schedule']), 'push');
  const actionName = trigger === 'push' ? body.text('actionName') : '';
  const now = simulation.clock.now();
  bringUpToDate(simulation, now);
  try {
    return trigger === 'push'
      ? pushSource(simulation, { ...change, actionName }, now)
      : startBySchedule(simulation, change, now);
  } catch (error) {
    if (error instanceof SourceChangeRefusal) throw new ControlInputError(error.field, error.message);
    if (error instanceof ServiceError && error.type === 'PipelineNotFoundException') {
      throw new ControlInputError('pipelineName', `a pipeline of ${change.region}`);
    }
    if (error instanceof ServiceError)
      throw new ControlInputError('pipelineName', `one that can start: ${error.message}`);
    throw error;
  }
}
