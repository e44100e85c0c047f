import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { BulkRow } from '#shared/domain/bulk.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../answer-request.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';
import { writeTable, type TableColumns } from '#main/tables/table-file.ts';
import type { ChoosePlace } from './runs.ts';

type BulkChannel = Extract<RequestChannel, `bulk.${string}`>;

const COLUMNS: TableColumns<BulkRow> = {
  runId: (row) => row.runId,
  customer: (row) => row.customer,
  pipeline: (row) => row.pipeline,
  region: (row) => row.region,
  result: (row) => row.result,
  sentence: (row) => row.sentence,
  before: (row) => row.before,
  after: (row) => row.after,
};

/** Acts on many runs. */
export function bulkHandlers(host: RuntimeHost, choosePlace: ChoosePlace): Pick<Handlers, BulkChannel> {
  const bulk = async () => (await host.runtime()).bulk;
  return {
    'bulk.preview': async ({ selection, kind }) => (await bulk()).preview(selection, kind),
    'bulk.start': async ({ selection, act, ...given }) =>
      (await bulk()).start(selection, act, actorOf(given)),
    'bulk.list': async () => (await bulk()).list(),
    'bulk.rows': async ({ bulkId, results, page, pageSize }) => {
      const rows = (await bulk()).rows(bulkId, results);
      return { rows: rows.slice((page - 1) * pageSize, page * pageSize), total: rows.length };
    },
    'bulk.cancel': async ({ bulkId }) => (await bulk()).cancel(bulkId),
    'bulk.retry': async ({ bulkId }) => (await bulk()).retry(bulkId),
    'bulk.forget': async ({ bulkId }) => {
      (await bulk()).forget(bulkId);
      return null;
    },
    'bulk.export': async ({ bulkId, format }) => {
      const rows = (await bulk()).rows(bulkId, []);
      const place = await choosePlace(`bulk-${new Date().toISOString().slice(0, 10)}.${format}`);
      if (place === null) return { file: null, runs: 0 };
      return { file: basename(place), runs: await writeTable(place, format, COLUMNS, Readable.from([rows])) };
    },
  };
}
