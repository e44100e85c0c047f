import { basename } from 'node:path';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunSummary } from '#shared/domain/run.ts';
import type { Handlers } from '../answer-request.ts';
import { writeRunTable } from '#main/tables/run-table-file.ts';
import { actorOf } from '../actor.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';

type RunsChannel =
  | 'runs.list'
  | 'runs.rows'
  | 'runs.count'
  | 'runs.values'
  | 'runs.export'
  | 'runs.get'
  | 'runs.act'
  | 'runs.retryStage';

/** Asks where a file of that name goes; null where the person thought better of it. */
export type ChoosePlace = (suggestedName: string) => Promise<string | null>;

/** Runs: reads from the ledger, and acts through the agent. */
export function runsHandlers(host: RuntimeHost, choosePlace: ChoosePlace): Pick<Handlers, RunsChannel> {
  return {
    'runs.list': async (query) => (await host.runtime()).listRuns(query),
    'runs.rows': async ({ runIds }) => {
      const rows: RunSummary[] = [];
      const runtime = await host.runtime();
      for await (const slice of runtime.readRuns({ kind: 'chosen', runIds })) rows.push(...slice);
      return rows;
    },
    'runs.count': async (match) => (await host.runtime()).countRuns(match),
    'runs.values': async (query) => (await host.runtime()).runValues(query),
    'runs.export': async ({ selection, format }) => {
      const runtime = await host.runtime();
      const day = new Date().toISOString().slice(0, 10);
      const place = await choosePlace(`runs-${runtime.environment}-${day}.${format}`);
      if (place === null) return { file: null, runs: 0 };
      try {
        return {
          file: basename(place),
          runs: await writeRunTable(place, format, runtime.readRuns(selection)),
        };
      } catch (thrown) {
        if (!(thrown instanceof Error) || !('code' in thrown) || thrown instanceof ActionDeskError)
          throw thrown;
        const sentence = `The file could not be written (${String(thrown.code)}).`;
        throw new ActionDeskError('invalid-input', sentence, { cause: thrown });
      }
    },
    'runs.get': async ({ id }) => (await host.runtime()).getRun(id),
    'runs.retryStage': async ({ runId, mode, ...given }) =>
      (await host.runtime()).retryStage(runId, mode, actorOf(given)),
    'runs.act': async ({ runId, act, ...given }) => (await host.runtime()).act(runId, act, actorOf(given)),
  };
}
