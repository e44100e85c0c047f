import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createAgent, type Agent } from '#main/agent/agent.ts';
import type { Holds, JobService, Processor, RunLedger, RunRecord } from '#main/agent/ports.ts';
import type { AgentSettings, ServedType } from '#main/agent/settings.ts';
import { createTraffic } from '#main/agent/traffic.ts';
import { openStore } from '#main/store/open-store.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { createRunReader } from '#main/store/run-reader.ts';
import { asJobId, asRunId, type RunId } from '#shared/domain/ids.ts';
import { createFakeArtifacts, type FakeArtifacts } from '#test/support/fake-artifacts.ts';
import {
  Activity,
  createFakeProcessor,
  createFakeService,
  createFakeTokens,
  createManualClock,
  CUSTOM_TYPE,
  REGION,
  THIRD_PARTY_TYPE,
  type FakeProcessor,
  type FakeService,
  type ManualClock,
} from '#test/support/fake-ports.ts';

/** An agent on a real ledger with every other port faked. */
export interface AgentUnderTest {
  agent: Agent;
  /** Its methods may be replaced: the agent sees the replacement. */
  ledger: RunLedger;
  logged: { level: string; event: string; fields?: Record<string, unknown> }[];
  run(jobId: string): Promise<RunRecord>;
  /** The sentences of a run's timeline, the oldest first. */
  timeline(runId: string): string[];
  /** Ends the process as `kill -9` does: nothing is drained. */
  end(): Promise<void>;
}

/** What outlives an agent: the service, the backend, the clock and the data folder. */
export interface World {
  activity: Activity;
  clock: ManualClock;
  service: FakeService;
  processor: FakeProcessor;
  tokens: ReturnType<typeof createFakeTokens>;
  /** Its method may be replaced. */
  held: Holds;
  artifacts: FakeArtifacts;
  folder: string;
  /** Starts an agent on `folder`; polls each second. `jobs` is the service as this agent reaches it. */
  open(
    settings?: Partial<AgentSettings>,
    type?: Partial<ServedType>,
    folder?: string,
    jobs?: JobService,
  ): Promise<AgentUnderTest>;
  /** A folder with an empty ledger. */
  anotherFolder(): string;
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'action-desk-agent-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A backend of `kind` and a service that hands out a run's next job `continueAfterMs` after the last one's result. */
export function createWorld(kind: Processor['kind'] = 'http', continueAfterMs = 0): World {
  const activity = new Activity();
  const clock = createManualClock(activity);
  const service = createFakeService(clock, continueAfterMs);
  const processor = createFakeProcessor(kind);
  const tokens = createFakeTokens();
  const artifacts = createFakeArtifacts();
  const home = aFolder();
  const held: Holds = { sentenceOf: () => null };
  const runIds = new Map<string, RunId>();
  /** `run-1` for the first job that any agent sees: like in production, all agents agree on it. */
  const runIdOf = (jobId: string): RunId => {
    const runId = runIds.get(jobId) ?? asRunId(`run-${runIds.size + 1}`);
    runIds.set(jobId, runId);
    return runId;
  };

  const open: World['open'] = async (settings = {}, type = {}, folder = home, jobs = service) => {
    const db = await openStore(folder, { flushing: 'beside' });
    const ledger = createRunLedger(db, { onRunChanged: () => undefined });
    const tracked = new Proxy(ledger, {
      get: (target, name: keyof RunLedger) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) => activity.track(method(...args));
      },
    });
    const common = { jobTimeoutMs: 3_600_000, backendGraceMs: 1_800_000, cancelWhenExpired: true, processor };
    const types: ServedType[] = [CUSTOM_TYPE, THIRD_PARTY_TYPE].map((actionTypeId) => ({
      ...common,
      ...{ actionTypeId, executionUrlTemplate: null, secretConfigurationKeys: new Set<string>() },
      outputGraceMs: 60_000,
      ...type,
    }));
    const logged: AgentUnderTest['logged'] = [];
    const agent = createAgent(
      {
        ...{ regions: [REGION], types, pollIntervalMs: 1_000, maxConcurrentRuns: 20 },
        ...{ claimSettleMs: 75_000, tickMs: 5_000 },
        ...settings,
      },
      {
        jobs: createTraffic(jobs, { maxCallsAtOnce: 40, maxCallsPerSecond: Infinity }, clock).jobs,
        ...{ ledger: tracked, tokens, artifacts, clock, random: () => 0.5 },
        log: (level, event, fields) => logged.push({ level, event, ...(fields ? { fields } : {}) }),
        newRunId: ({ jobId }) => runIdOf(jobId),
        holds: { sentenceOf: (cell) => held.sentenceOf(cell) },
        onCellsChanged: () => undefined,
      },
    );
    let ended = false;
    const end = async (): Promise<void> => {
      if (ended) return;
      ended = true;
      await agent.stop();
      await activity.rest();
      db.close();
    };
    onTestFinished(end);
    let started = false;
    const starting = agent.start().finally(() => (started = true));
    // A ledger with many live runs is taken up in slices, and the time between them is the manual clock's.
    while (!started) await clock.advance(0);
    await starting;
    return {
      agent,
      ledger,
      logged,
      end,
      timeline: (runId) =>
        createRunReader(db)
          .getRun(runId)
          ?.timeline.map((entry) => entry.sentence) ?? [],
      async run(jobId) {
        const run = await ledger.findByJob(REGION, asJobId(jobId));
        if (!run) throw new Error(`the ledger knows no job ${jobId}`);
        return run;
      },
    };
  };
  return {
    activity,
    clock,
    service,
    processor,
    tokens,
    held,
    artifacts,
    folder: home,
    open,
    anotherFolder: aFolder,
  };
}
