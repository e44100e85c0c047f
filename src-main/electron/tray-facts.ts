import type { Log } from '#main/agent/ports.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import { runMatchSchema, runQuerySchema } from '#shared/domain/run.ts';
import { LANE_STATES } from '#shared/domain/run-lanes.ts';
import type { TrayFacts } from './tray-words.ts';

type Source = Pick<Runtime, 'listRuns' | 'countRuns' | 'cells'>;

/** Many changes are looked at together, at most this often. */
const LOOK_GAP_MS = 2_000;
/** Deadlines come near without a change. */
const LOOK_ANYWAY_MS = 15_000;

const anyRun = runQuerySchema.parse({ pageSize: 1 });
/** Those near their deadline that the other two lanes do not hold. */
const atRiskElsewhere = runMatchSchema.parse({
  lane: 'at-risk',
  filter: {
    tokens: [
      {
        property: 'state',
        operator: '!=',
        values: [...(LANE_STATES['needs-token'] ?? []), ...(LANE_STATES['waiting-for-you'] ?? [])],
      },
    ],
  },
});

/** Reads what the tray tells of a runtime. */
export async function readTrayFacts(environment: string, runtime: Source): Promise<TrayFacts> {
  const [{ countsByLane }, { total }] = await Promise.all([
    runtime.listRuns(anyRun),
    runtime.countRuns(atRiskElsewhere),
  ]);
  return {
    environment,
    lanes: countsByLane,
    calling: countsByLane['needs-token'] + countsByLane['waiting-for-you'] + total,
    cells: runtime.cells(),
  };
}

/** Keeps looking at the runtime at work and tells of each look. */
export interface TrayFactsWatch {
  /** Another runtime is at work from now on, or none. */
  begin(environment: string, runtime: Source | null): void;
  /** A run or a cell has changed. */
  changed(): void;
  stop(): void;
}

export function watchTrayFacts(tell: (facts: TrayFacts) => void, log: Log): TrayFactsWatch {
  let source: { environment: string; runtime: Source } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let looking = false;
  let again = false;

  async function look(): Promise<void> {
    timer = null;
    const from = source;
    if (!from) return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    again = false;
    try {
      const facts = await readTrayFacts(from.environment, from.runtime);
      if (from === source) tell(facts);
    } catch (thrown) {
      log('warn', 'tray-not-counted', { message: toActionDeskError(thrown).message });
    } finally {
      looking = false;
      if (again) soon();
    }
  }
  function soon(): void {
    timer ??= setTimeout(() => void look(), LOOK_GAP_MS);
  }
  const anyway = setInterval(soon, LOOK_ANYWAY_MS);

  return {
    begin(environment, runtime) {
      source = runtime && { environment, runtime };
      if (runtime) void look();
      else tell({ environment, lanes: null, calling: 0, cells: [] });
    },
    changed: soon,
    stop() {
      source = null;
      clearInterval(anyway);
      if (timer) clearTimeout(timer);
    },
  };
}
