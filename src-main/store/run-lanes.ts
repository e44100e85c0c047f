import { sql, type RawBuilder } from 'kysely';
import {
  LANE_STATES,
  RISK_FRACTION,
  RISK_WITHIN_MS,
  RUN_LANES,
  STUCK_AFTER_MS,
  type RunLane,
} from '#shared/domain/run-lanes.ts';
import type { RunPage } from '#shared/domain/run.ts';
import type { StoreDatabase } from './open-database.ts';

/** When the current job was first seen; null where its row is missing. */
const JOB_POLLED_AT =
  '(select polled_at from jobs where jobs.job_id = runs.current_job_id and jobs.region = runs.region)';

/** `riskFrom` of shared/domain/run-lanes.ts, for live runs. */
const riskFrom = (polledAt: string): string => `runs.deadline_at - coalesce(
  min(${RISK_WITHIN_MS}, max(0, runs.deadline_at - ${polledAt}) * ${RISK_FRACTION}), ${RISK_WITHIN_MS})`;

/** `stuckFrom` of shared/domain/run-lanes.ts. */
const stuckFrom = (polledAt: string): string => `case
  when runs.state in ('polled', 'claiming')
    then coalesce(${polledAt}, runs.created_at) + ${STUCK_AFTER_MS.unclaimed}
  when runs.state = 'between-jobs' then runs.updated_at + ${STUCK_AFTER_MS['between-jobs']}
  when runs.state = 'working' and runs.backend_unreachable_since is null
    then runs.updated_at + ${STUCK_AFTER_MS.quiet}
  when runs.state = 'working'
    then runs.backend_unreachable_since + ${STUCK_AFTER_MS['backend-unreachable']}
  end`;

const FAILING = 'select run_id from outbox where settled_at is null and tries > 0';

/** Whether a run is in one of the lanes that time or the outbox decides. */
export function inTimedLane(lane: RunLane, now: number): RawBuilder<boolean> {
  switch (lane) {
    case 'at-risk':
      // The first bound is the index's.
      return sql<boolean>`(runs.deadline_at <= ${now + RISK_WITHIN_MS} and runs.finished_at is null
        and ${sql.raw(riskFrom(JOB_POLLED_AT))} <= ${now})`;
    case 'stuck':
      return sql<boolean>`(runs.finished_at is null and ${sql.raw(stuckFrom(JOB_POLLED_AT))} <= ${now})`;
    case 'failing-to-report':
      return sql<boolean>`(runs.finished_at is null and runs.run_id in (${sql.raw(FAILING)}))`;
    default:
      return sql<boolean>`runs.state in (${sql.join(LANE_STATES[lane] ?? [])})`;
  }
}

interface TimedRow {
  risk: number | null;
  stuck: number | null;
  failing: number;
  next_risk: number | null;
  next_stuck: number | null;
}

/** The counts of all lanes: states from the counts that triggers keep, the rest by one look at the live runs. */
export function createLaneCounts(db: StoreDatabase) {
  const timed = db.raw.prepare<[{ now: number }], TimedRow>(
    `select sum(risk_from <= @now) as risk, sum(stuck_from <= @now) as stuck,
       min(case when risk_from > @now then risk_from end) as next_risk,
       min(case when stuck_from > @now then stuck_from end) as next_stuck,
       (select count(*) from runs where finished_at is null and run_id in (${FAILING})) as failing
     from (select ${riskFrom('jobs.polled_at')} as risk_from, ${stuckFrom('jobs.polled_at')} as stuck_from
       from runs left join jobs on jobs.job_id = runs.current_job_id and jobs.region = runs.region
       where finished_at is null)`,
  );
  return (
    countsByState: RunPage['countsByState'],
    now: number,
  ): Pick<RunPage, 'countsByLane' | 'nextLaneChangeAt'> => {
    const row = timed.get({ now });
    const next = [row?.next_risk, row?.next_stuck].filter((at) => typeof at === 'number');
    const ofStates = (lane: RunLane): number =>
      (LANE_STATES[lane] ?? []).reduce((sum, state) => sum + (countsByState[state] ?? 0), 0);
    const counts = Object.fromEntries(RUN_LANES.map((lane) => [lane, ofStates(lane)]));
    return {
      countsByLane: {
        ...(counts as Record<RunLane, number>),
        'at-risk': row?.risk ?? 0,
        stuck: row?.stuck ?? 0,
        'failing-to-report': row?.failing ?? 0,
      },
      nextLaneChangeAt: next.length > 0 ? Math.min(...next) : null,
    };
  };
}
