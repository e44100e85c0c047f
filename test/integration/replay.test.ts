import { expect, it } from 'vitest';
import { makeRunBundle, runBundleText } from '#main/compose/run-bundle.ts';
import { replayOf } from '#main/compose/run-replay.ts';
import { startSimulator } from '#main/simulator/server.ts';
import { parseRunBundle, type RunBundle } from '#shared/domain/run-bundle.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { openDesk, withFolder, type DeskUnderTest } from '#test/support/desk.ts';
import { contoso, withSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';

const quick = { scenario: 'bare', continueAfterSeconds: 0, redeliverAfterSeconds: 1, now: Date.now };
const CANARY = 'canary-api-key-7731';

/** The steps of a run in the order of their first time, and its end: how often one was repeated is a matter of pace. */
function course({ run, timeline }: RunDetail): string[] {
  const steps = timeline.map(({ kind, operation, outcome }) => `${kind} ${operation} ${outcome}`);
  return [...new Set(steps), run.state];
}

async function recorded(
  order: (simulator: SimulatorUnderTest) => Promise<{ jobId: string }>,
  ended: (desk: DeskUnderTest) => Promise<unknown>,
  knownClients = true,
): Promise<RunBundle> {
  let bundle: RunBundle | undefined;
  await withSimulator(
    (simulator) =>
      withFolder(async (folder) => {
        const desk = await openDesk(simulator.endpoint, folder, {}, knownClients);
        try {
          const { jobId } = await order(simulator);
          await ended(desk);
          const detail = await desk.detail(jobId);
          const text = runBundleText(
            makeRunBundle({
              ...{ detail, notes: [], audit: [], environment: 'test', appVersion: '1' },
              ...{ madeBy: 'kim', madeAt: Date.now() },
            }),
          );
          expect(text).not.toContain(CANARY);
          const read = parseRunBundle(text);
          if (read.ok) bundle = read.bundle;
        } finally {
          await desk.close();
        }
      }),
    quick,
  );
  if (!bundle) throw new Error('nothing was exported');
  return bundle;
}

async function replayed(bundle: RunBundle, ended: (desk: DeskUnderTest) => Promise<{ runId: string }>) {
  const simulator = await startSimulator({ replay: replayOf(bundle), redeliverAfterSeconds: 1 });
  try {
    return await withFolder(async (folder) => {
      const desk = await openDesk(simulator.endpoint, folder);
      try {
        return await desk.detail((await ended(desk)).runId);
      } finally {
        await desk.close();
      }
    });
  } finally {
    await simulator.close();
  }
}

const configuration = (more: Record<string, string> = {}) => ({
  ...{ TestPlan: 'checkout-peak', DurationSeconds: '0.4', ApiKey: CANARY },
  ...more,
});
const inState = (state: string) => (desk: DeskUnderTest) => desk.run(state, (run) => run.state === state);

it('takes a run that succeeded after a throttled report and a backend that was away the same way again', async () => {
  const bundle = await recorded(async (simulator) => {
    await simulator.control('POST', 'faults', {
      ...{ operation: 'PutThirdPartyJobSuccessResult', kind: 'error', errorType: 'ThrottlingException' },
      times: 1,
    });
    await simulator.control('POST', 'faults', {
      ...{ operation: 'backend:status', kind: 'error', status: 503, times: 1 },
    });
    return simulator.job({ clientId: contoso.clientId, configuration: configuration() });
  }, inState('succeeded'));
  const again = await replayed(bundle, inState('succeeded'));
  expect(course(again)).toEqual(course(bundle.detail));
  expect(course(again).join('\n')).toContain('PutThirdPartyJobSuccessResult failed');
  expect(again.configuration).toContainEqual({ key: 'ApiKey', value: null, secret: true });
  expect(again.run).toMatchObject({
    actionTypeId: bundle.detail.run.actionTypeId,
    clientLabel: 'Contoso Retail',
    pipelineName: bundle.detail.run.pipelineName,
  });
});

it('fails once more with the backend’s words, and is refused once more', async () => {
  const failed = await recorded(
    (simulator) =>
      simulator.job({
        clientId: contoso.clientId,
        configuration: configuration({ Outcome: 'fail', FailureMessage: 'p95 was too high' }),
      }),
    inState('failed'),
  );
  const again = await replayed(failed, inState('failed'));
  expect(again.run).toMatchObject({ failureType: 'JobFailed', message: failed.detail.run.message });
  expect(course(again)).toEqual(course(failed.detail));

  const refused = await recorded(
    (simulator) =>
      simulator.job({ clientId: contoso.clientId, configuration: configuration({ Outcome: 'maybe' }) }),
    inState('failed'),
  );
  const refusedAgain = await replayed(refused, inState('failed'));
  expect(refusedAgain.run).toMatchObject({
    failureType: 'ConfigurationError',
    message: refused.detail.run.message,
  });
});

it('waits for the missing token once more', async () => {
  const bundle = await recorded(
    (simulator) => simulator.job({ clientId: contoso.clientId, configuration: configuration() }),
    inState('needs-token'),
    false,
  );
  const again = await replayed(bundle, inState('needs-token'));
  expect(again.run.clientId).toBe(contoso.clientId);
  expect(course(again)).toEqual(course(bundle.detail));
});
