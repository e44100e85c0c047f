import type { AgentContext, AgentPorts } from './context.ts';
import { createDeadlines } from './deadlines.ts';
import { createSerial } from './serial.ts';
import type { AgentSettings } from './settings.ts';
import { createWorkSlots } from './work-slots.ts';

/** What the parts of an agent share before it starts: nothing is known, nothing is in hand. */
export function createContext(
  settings: AgentSettings,
  ports: AgentPorts,
  signals: Pick<AgentContext, 'stop' | 'draining' | 'lettingGo'>,
): AgentContext {
  const { maxConcurrentRuns, regions, types } = settings;
  return {
    settings,
    jobs: ports.jobs,
    ledger: ports.ledger,
    tokens: ports.tokens,
    artifacts: ports.artifacts,
    clock: ports.clock,
    log: ports.log,
    random: ports.random,
    newRunId: ports.newRunId,
    hand: new Map(),
    serial: createSerial(),
    queue: createWorkSlots(maxConcurrentRuns, regions.length, types.length),
    workQueue: createWorkSlots(maxConcurrentRuns * 10, regions.length, types.length),
    outQueue: createWorkSlots(Math.max(50, maxConcurrentRuns) * regions.length, regions.length, 1),
    asking: 0,
    liveCells: new Map(),
    drainingCells: new Set(),
    holds: ports.holds ?? { sentenceOf: () => null },
    deadlines: createDeadlines(ports.clock),
    plans: new Map(),
    listening: new Map(),
    takenUp: new Set(),
    outputsAwaited: new Map(),
    stop: signals.stop,
    draining: signals.draining,
    lettingGo: signals.lettingGo,
  };
}
