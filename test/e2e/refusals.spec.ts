import {
  AcknowledgeJobCommand,
  AcknowledgeThirdPartyJobCommand,
  GetThirdPartyJobDetailsCommand,
  PollForJobsCommand,
  PutJobSuccessResultCommand,
  PutThirdPartyJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import { expect, test } from '@playwright/test';
import type { RunState } from '#shared/domain/run-state.ts';
import { actionTypes, contoso } from '../support/simulator.ts';
import { handDesk, type Kind } from './hand-desk.ts';

const hand = handDesk();

const KINDS: readonly Kind[] = ['custom', 'third-party'];

interface Refusal {
  readonly why: string;
  readonly kind: Kind;
  /** Makes CodePipeline refuse what is sent next for the job. */
  readonly given: (jobId: string) => Promise<void>;
  readonly says: RegExp;
  readonly after: RunState;
}

const operation = (kind: Kind, verb: 'Acknowledge' | 'Put', result = ''): string =>
  `${verb}${kind === 'custom' ? 'Job' : 'ThirdPartyJob'}${result}`;

const fault = (op: string, errorType: string) =>
  hand.simulator.fault({ operation: op, kind: 'error', errorType });

/** What another worker of the vendor does: it claims the job with the nonce of a later hand-out. */
async function claimElsewhere(kind: Kind, jobId: string): Promise<void> {
  const service = hand.simulator.codePipeline();
  if (kind === 'third-party') {
    const { clientToken } = contoso;
    const { jobDetails } = await service.send(new GetThirdPartyJobDetailsCommand({ jobId, clientToken }));
    const claim = { jobId, nonce: jobDetails?.nonce, clientToken };
    await service.send(new AcknowledgeThirdPartyJobCommand(claim));
    return;
  }
  let nonce: string | undefined;
  const handedOut = async () => {
    await hand.simulator.advance(2);
    const poll = new PollForJobsCommand({ actionTypeId: actionTypes.review, maxBatchSize: 10 });
    return (nonce = (await service.send(poll)).jobs?.find(({ id }) => id === jobId)?.nonce);
  };
  await expect.poll(handedOut, { intervals: [20] }).toBeDefined();
  await service.send(new AcknowledgeJobCommand({ jobId, nonce }));
}

async function answerElsewhere(kind: Kind, jobId: string): Promise<void> {
  const service = hand.simulator.codePipeline();
  const { clientToken } = contoso;
  if (kind === 'custom') await service.send(new PutJobSuccessResultCommand({ jobId }));
  else await service.send(new PutThirdPartyJobSuccessResultCommand({ jobId, clientToken }));
}

const replaceToken = (clientToken: string) =>
  hand.simulator.control('POST', 'clients', { clientId: contoso.clientId, clientToken });

const expectAudit = async (runId: string, act: string, after: RunState): Promise<void> => {
  const outcome = ['lost', 'expired'].includes(after) ? 'overtaken' : 'no-effect';
  expect((await hand.audit(runId))[0]).toMatchObject({ act, outcome, after });
};

test.afterEach(() => hand.simulator.control('DELETE', 'faults'));

const CLAIMS: readonly Refusal[] = [
  ...KINDS.map((kind): Refusal => ({
    why: 'InvalidNonceException, as another worker has claimed the job',
    kind,
    given: (jobId) => claimElsewhere(kind, jobId),
    says: /^Overtaken\. .*Another worker claimed this job\./,
    after: 'lost',
  })),
  ...KINDS.map((kind): Refusal => ({
    why: 'JobNotFoundException',
    kind,
    given: () => fault(operation(kind, 'Acknowledge'), 'JobNotFoundException'),
    says: /^Overtaken\. .*CodePipeline no longer has this job\./,
    after: 'expired',
  })),
  ...KINDS.map((kind): Refusal => ({
    why: 'ThrottlingException',
    kind,
    given: () => fault(operation(kind, 'Acknowledge'), 'ThrottlingException'),
    says: /^No effect\. .*ThrottlingException/,
    after: 'waiting-for-engineer',
  })),
  {
    why: 'AccessDeniedException',
    kind: 'custom',
    given: () => fault('AcknowledgeJob', 'AccessDeniedException'),
    says: /^No effect\. .*AccessDeniedException/,
    after: 'waiting-for-engineer',
  },
  {
    why: 'AccessDeniedException of the details',
    kind: 'third-party',
    given: () => fault('GetThirdPartyJobDetails', 'AccessDeniedException'),
    says: /^No effect\. .*AccessDeniedException/,
    after: 'waiting-for-engineer',
  },
];

for (const { why, kind, given, says, after } of CLAIMS) {
  test(`a claim of a ${kind} job that ends in ${why} says so and claims nothing`, async () => {
    const { jobId, runId } = await hand.waiting(kind);
    await given(jobId);
    const dialog = await hand.act(runId, 'acknowledge');
    await expect(dialog.getByTestId('act-outcome')).toContainText(says);
    expect((await hand.run(runId)).state).toBe(after);
    const { status, results } = await hand.simulator.ledgerJob(jobId);
    await expectAudit(runId, 'acknowledge', after);
    expect({ elsewhere: status === 'InProgress', results }).toEqual({
      elsewhere: after === 'lost',
      results: [],
    });
    await hand.desk.page.keyboard.press('Escape');
  });
}

const RESULTS: readonly Refusal[] = KINDS.flatMap((kind): Refusal[] => {
  const put = operation(kind, 'Put', 'SuccessResult');
  return [
    {
      why: 'InvalidJobStateException, as the job was answered elsewhere',
      kind,
      given: (jobId) => answerElsewhere(kind, jobId),
      says: /^Overtaken\. .*InvalidJobStateException/,
      after: 'expired',
    },
    {
      why: 'JobNotFoundException',
      kind,
      given: () => fault(put, 'JobNotFoundException'),
      says: /^Overtaken\. .*JobNotFoundException/,
      after: 'expired',
    },
    {
      why: 'ValidationException',
      kind,
      given: () => fault(put, 'ValidationException'),
      says: /^No effect\. .*CodePipeline refused the result \(ValidationException/,
      after: 'with-engineer',
    },
    ...['ThrottlingException', 'AccessDeniedException'].map((error): Refusal => ({
      why: error,
      kind,
      given: () => fault(put, error),
      says: new RegExp(`^No effect\\. .*has not accepted the result \\(${error}.*sent again by itself`),
      after: 'reporting',
    })),
    {
      why: 'InvalidJobStateException, as the job has timed out',
      kind,
      given: () => hand.simulator.advance(4_000),
      says: /^Overtaken\. .*InvalidJobStateException/,
      after: 'expired',
    },
  ];
});

for (const { why, kind, given, says, after } of RESULTS) {
  test(`a completion of a ${kind} job that ends in ${why} says so, and nothing of it is lost`, async () => {
    const { jobId, runId } = await hand.waiting(kind);
    await hand.ask('runs.act', { runId, act: { kind: 'acknowledge' } });
    await given(jobId);
    const dialog = await hand.act(runId, 'complete');
    await expect(dialog.getByTestId('act-outcome')).toContainText(says);
    expect((await hand.run(runId)).state).toBe(after);
    await expectAudit(runId, 'complete', after);
    await hand.desk.page.keyboard.press('Escape');

    await hand.simulator.control('DELETE', 'faults');
    if (after === 'with-engineer') await hand.ask('runs.act', { runId, act: { kind: 'complete' } });
    // A result that was not accepted goes out by itself, once; nothing more is sent for a job that is over.
    if (after !== 'expired') await expect.poll(async () => (await hand.run(runId)).state).toBe('succeeded');
    const accepted = (await hand.simulator.ledgerJob(jobId)).results.filter((result) => result.accepted);
    expect(accepted).toHaveLength(/JobNotFound|timed out/.test(why) ? 0 : 1);
  });
}

test('a client token that CodePipeline takes no longer is named, and its replacement releases the run', async () => {
  const { jobId, runId } = await hand.waiting('third-party');
  await replaceToken('ct-of-the-next-year');
  const dialog = await hand.act(runId, 'acknowledge');
  await expect(dialog.getByTestId('act-outcome')).toContainText(
    /^No effect\. CodePipeline refused the stored client token: replace it\./,
  );
  await expectAudit(runId, 'acknowledge', 'needs-token');
  await hand.desk.page.keyboard.press('Escape');
  expect((await hand.simulator.ledgerJob(jobId)).acknowledgedAt).toBeUndefined();

  await replaceToken(contoso.clientToken);
  await hand.ask('clients.rotate', { clientId: contoso.clientId, token: contoso.clientToken });
  await expect.poll(async () => (await hand.run(runId)).state).toBe('waiting-for-engineer');
});
