import { ActionDeskError } from '#shared/domain/errors.ts';
import { asRunId } from '#shared/domain/ids.ts';
import type { Agent } from '../agent/agent.ts';
import type { ClientActs } from './client-acts.ts';
import type { OpenStores } from './open-stores.ts';
import { readRuns } from './read-runs.ts';
import type { Runtime } from './runtime.ts';

type RunPart = 'listRuns' | 'countRuns' | 'runValues' | 'readRuns' | 'getRun' | 'act';

/** The part of a runtime that is about single runs. An act is in the audit with what it ended in. */
export function runDesk(
  reader: OpenStores['reader'],
  agent: Agent,
  record: ClientActs['record'],
): Pick<Runtime, RunPart> {
  return {
    listRuns: (query) => Promise.resolve(reader.listRuns(query)),
    countRuns: (match) => Promise.resolve(reader.countRuns(match)),
    runValues: (query) => Promise.resolve(reader.runValues(query)),
    readRuns: (selection) => readRuns(reader, selection),
    getRun(id) {
      const found = reader.getRun(id);
      if (found) return Promise.resolve(found);
      return Promise.reject(
        new ActionDeskError('not-found', `No run is known by the id ${id.slice(0, 80)}.`),
      );
    },
    async act(runId, act, by) {
      const end = await agent.act(asRunId(runId), act);
      record(act.kind, runId, end.outcome, end.before, end.after, by);
      return end;
    },
  };
}
