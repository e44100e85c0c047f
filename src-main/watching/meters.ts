import { setImmediate as nextTurn } from 'node:timers/promises';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Sighting } from './sighting.ts';

/** Few: each is a line for every region and operation. */
const CALL_BUCKETS = [0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
const WRITE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** Counts what the agent does, in a registry of its own. Label values are regions, action types, operations and outcomes. */
export interface Meters {
  readonly registry: Registry;
  see(sighting: Sighting): void;
}

/** The counters of `regions` begin at 0, so that the first event of each is a step that rates can see. */
export function createMeters(regions: readonly string[]): Meters {
  const registry = new Registry();
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `action_desk_${name}_total`, help, labelNames, registers });
  const histogram = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: number[],
  ) => new Histogram({ name: `action_desk_${name}_seconds`, help, labelNames, buckets, registers });

  const calls = counter('calls', 'Calls to CodePipeline that ended, by outcome (ok or an error code).', [
    'region',
    'operation',
    'outcome',
  ]);
  const callSeconds = histogram(
    'call_duration',
    'How long calls to CodePipeline took, without their wait for a turn.',
    ['region', 'operation'],
    CALL_BUCKETS,
  );
  const throttles = counter('throttled_calls', 'Calls that CodePipeline throttled.', ['region']);
  const polls = counter('polls', 'Polls for jobs that ended.', ['region', 'action_type', 'outcome']);
  const jobs = counter('jobs_polled', 'Jobs that polls were handed, repeated hand-outs included.', [
    'region',
    'action_type',
  ]);
  const claims = counter('claims', 'Acknowledge calls, by what they ended in.', ['region', 'outcome']);
  const results = counter('results', 'Results of jobs, by kind and what became of them.', [
    'region',
    'kind',
    'outcome',
  ]);
  const runs = counter('runs_ended', 'Runs that became final, by their last state.', [
    'region',
    'action_type',
    'outcome',
  ]);
  const backend = histogram(
    'backend_call_duration',
    "How long calls to the vendor's backend took, by kind of processor and outcome.",
    ['processor', 'operation', 'outcome'],
    CALL_BUCKETS,
  );
  const writes = histogram(
    'ledger_write_duration',
    'How long writes to the ledger took until they were safe on the disk.',
    ['outcome'],
    WRITE_BUCKETS,
  );
  for (const region of regions) {
    throttles.inc({ region }, 0);
    for (const outcome of ['claimed', 'lost']) claims.inc({ region, outcome }, 0);
  }

  return {
    registry,
    see(sighting) {
      switch (sighting.kind) {
        case 'call': {
          const { region, operation, outcome, seconds } = sighting;
          calls.inc({ region, operation, outcome });
          callSeconds.observe({ region, operation }, seconds);
          if (outcome === 'throttled') throttles.inc({ region });
          return;
        }
        case 'poll': {
          const { region, actionType: action_type, outcome } = sighting;
          polls.inc({ region, action_type, outcome });
          jobs.inc({ region, action_type }, sighting.jobs);
          return;
        }
        case 'claim':
          claims.inc({ region: sighting.region, outcome: sighting.outcome });
          return;
        case 'backend': {
          const { processor, operation, outcome, seconds } = sighting;
          backend.observe({ processor, operation, outcome }, seconds);
          return;
        }
        case 'ledger-write':
          writes.observe({ outcome: sighting.failure === null ? 'ok' : 'failed' }, sighting.seconds);
          return;
        case 'result': {
          const { region, result: kind, outcome } = sighting;
          results.inc({ region, kind, outcome });
          return;
        }
        case 'run-ended': {
          const { region, actionType: action_type, state: outcome } = sighting;
          runs.inc({ region, action_type, outcome });
          return;
        }
        case 'deadlines-watched':
      }
    },
  };
}

/** The gauges, which are set at each scrape. */
export function createGauges(registry: Registry) {
  const registers = [registry];
  const gauge = <L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `action_desk_${name}`, help, labelNames, registers });
  return {
    runs: gauge('runs', 'Runs in the ledger, by state.', ['region', 'state']),
    margin: gauge(
      'deadline_margin_seconds',
      'Until the nearest deadline of a claimed job; negative when it has passed.',
      ['region'],
    ),
    unclaimedMargin: gauge(
      'unclaimed_deadline_margin_seconds',
      'Until the nearest deadline of a job that nobody has claimed here.',
      ['region'],
    ),
    outbox: gauge('outbox_results', 'Results that are written down and not settled.'),
    outboxAge: gauge(
      'outbox_oldest_age_seconds',
      'Age of the oldest result in the outbox; 0 when it is empty.',
    ),
    cells: gauge('cells', 'Poll loops (a region and an action type each), by mode.', ['mode']),
    pollAge: gauge('answered_poll_age_seconds', 'Since CodePipeline last answered a poll, by region.', [
      'region',
    ]),
    slots: gauge('slots', 'Jobs that may be handled at once.'),
    slotsUsed: gauge('slots_used', 'Jobs that are handled now or wait for a slot.'),
    callsWaiting: gauge('calls_waiting', 'Calls to CodePipeline that wait for their turn.'),
    callsUnderWay: gauge('calls_under_way', 'Calls to CodePipeline that are not answered yet.'),
    loopDelay: gauge(
      'event_loop_delay_p99_seconds',
      '99th percentile of the delay of the event loop since the last scrape.',
    ),
    cpu: new Counter({
      name: 'process_cpu_seconds_total',
      help: 'Processor time of this process, user and system.',
      registers,
    }),
    memory: new Gauge({
      name: 'process_resident_memory_bytes',
      help: 'Resident memory of this process.',
      registers,
    }),
    started: new Gauge({
      name: 'process_start_time_seconds',
      help: 'When this process began, in seconds since 1970.',
      registers,
    }),
  };
}

/** The page of a scrape, with a turn of the event loop between two metrics: jobs never wait for the whole page. */
export async function printMetrics(registry: Registry): Promise<string> {
  const parts: string[] = [];
  for (const { name } of registry.getMetricsAsArray()) {
    parts.push(await registry.getSingleMetricAsString(name));
    await nextTurn();
  }
  return `${parts.join('\n\n')}\n`;
}

/** What `createGauges` answers. */
export type Gauges = ReturnType<typeof createGauges>;
