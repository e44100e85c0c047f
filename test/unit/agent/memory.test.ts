import { expect, it } from 'vitest';
import { createContext } from '#main/agent/create-context.ts';
import type { AgentContext } from '#main/agent/context.ts';
import type { RunLedger, RunRecord } from '#main/agent/ports.ts';
import { watch } from '#main/agent/watch.ts';
import { asRunId, type RunId } from '#shared/domain/ids.ts';
import { aRunRecord } from '#test/support/a-run-record.ts';
import { createFakeArtifacts } from '#test/support/fake-artifacts.ts';
import {
  Activity,
  createFakeProcessor,
  createFakeService,
  createFakeTokens,
  createManualClock,
  CUSTOM_TYPE,
  REGION,
} from '#test/support/fake-ports.ts';

/** What an agent keeps in memory, over a ledger in which `live` is what is live. */
function aContext(live: () => Promise<RunRecord[]>) {
  const clock = createManualClock(new Activity());
  const draining = new AbortController();
  const never = new AbortController().signal;
  const ctx = createContext(
    {
      ...{
        regions: [REGION],
        pollIntervalMs: 1_000,
        maxConcurrentRuns: 2,
        claimSettleMs: 75_000,
        tickMs: 5_000,
      },
      types: [
        {
          ...{ actionTypeId: CUSTOM_TYPE, executionUrlTemplate: null, secretConfigurationKeys: new Set() },
          ...{ jobTimeoutMs: 3_600_000, backendGraceMs: 0, outputGraceMs: 60_000, cancelWhenExpired: true },
          processor: createFakeProcessor('http'),
        },
      ],
    },
    {
      ...{
        jobs: createFakeService(clock),
        tokens: createFakeTokens(),
        artifacts: createFakeArtifacts(),
        clock,
      },
      ledger: { liveRuns: live } as RunLedger,
      ...{ log: () => undefined, random: () => 0.5, newRunId: () => asRunId('new') },
      onCellsChanged: () => undefined,
    },
    { stop: never, draining: draining.signal, lettingGo: never },
  );
  return { ctx, clock, draining };
}

function remember(ctx: AgentContext, runId: RunId): void {
  ctx.outputsAwaited.set(runId, { missingSince: 0, unknownSince: null });
  ctx.hand.set(runId, {} as never);
}

it('forgets credentials and awaited outputs of runs that have ended, whoever ended them', async () => {
  const [live, over, young] = [asRunId('live'), asRunId('over'), asRunId('young')];
  const { ctx, clock, draining } = aContext(() => {
    // Written down after the ledger was read.
    queueMicrotask(() => remember(ctx, young));
    return Promise.resolve([aRunRecord({ runId: live })]);
  });
  remember(ctx, live);
  remember(ctx, over);
  const watching = watch(ctx);
  await clock.advance(1);
  expect([...ctx.outputsAwaited.keys()]).toEqual([live, young]);
  expect([...ctx.hand.keys()]).toEqual([live, young]);
  draining.abort();
  await watching;
});
