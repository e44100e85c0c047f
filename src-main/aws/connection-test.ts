import type { JobProtocol } from '#shared/domain/action-type.ts';
import type { CallCheck, ConnectionReport } from '#shared/domain/connection-test.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { boundedCall } from './bounded-call.ts';
import { callProbes, type CallProbe } from './call-probes.ts';
import type { CodePipelineClients } from './clients.ts';

/** Makes a call when its turn in a region's budget has come. */
export type TakeTurn = <T>(region: string, send: () => Promise<T>) => Promise<T>;

/** The service looked for what was asked about, so the caller may ask. */
const ALLOWED = new Set([
  'aws-job-not-found',
  'aws-invalid-client-token',
  'aws-invalid-job',
  'aws-invalid-job-state',
  'aws-invalid-nonce',
  'aws-action-type-not-found',
]);

const S3: CallCheck = {
  call: 's3:GetObject, s3:PutObject',
  neededBy: 'artifacts',
  verdict: 'not-tested',
  sentence: 'Not needed: each job brings temporary credentials of its own for its artifacts.',
};

const nameOf = (error: ActionDeskError): string => (error.cause instanceof Error ? error.cause.name : '');

/** What the answer to a probe tells; null stands for an answer without an error. */
export function readProbe(
  probe: Pick<CallProbe, 'call' | 'neededBy' | 'madeUpResource'>,
  error: ActionDeskError | null,
): CallCheck {
  const { call, neededBy, madeUpResource } = probe;
  const check = (verdict: CallCheck['verdict'], sentence: string): CallCheck => ({
    call,
    neededBy,
    verdict,
    sentence,
  });
  if (error === null) return check('allowed', 'Answered.');
  if (ALLOWED.has(error.code) || nameOf(error) === 'PipelineNotFoundException')
    return check('allowed', `Answered with ${nameOf(error) || error.code}, as it should for a made-up name.`);
  if (error.code === 'aws-access-denied') {
    return madeUpResource === null
      ? check('denied', error.message)
      : check(
          'unclear',
          `Refused for a made-up ${madeUpResource}; a policy that names your own refuses that too. ${error.message}`,
        );
  }
  return check('unclear', error.message);
}

/** The user or role that a refusal names. Source: the wording of IAM's access denied messages. */
export function principalOf(words: string): string | null {
  return /User: (arn:[^\s]+) is not authorized/.exec(words)?.[1] ?? null;
}

const accountOf = (arn: string | null | undefined): string | null =>
  /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1] ?? null;

/** The account in which a made-up pipeline was looked for. Source: the wording of PipelineNotFoundException. */
export function accountNamed(words: string): string | null {
  return /\baccount (?:with id )?'(\d{12})'/i.exec(words)?.[1] ?? null;
}

const masked = (accessKeyId: string): string =>
  accessKeyId.length > 8 ? `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}` : '…';

/**
 * Asks each region for a job that does not exist: that the service says so proves endpoint, signature and permission without
 * taking a job off the queue, as a poll would. In the first region that answers every other call is probed in the same way.
 */
export async function testCalls(
  clients: CodePipelineClients,
  regions: readonly string[],
  protocols: ReadonlySet<JobProtocol>,
  turn: TakeTurn,
): Promise<ConnectionReport> {
  const probes = callProbes(protocols);
  const details = probes.find(({ call }) => call.endsWith('JobDetails'));
  if (!details) throw new ActionDeskError('internal', 'No call to test.');
  const ask = async (region: string, probe: CallProbe): Promise<ActionDeskError | null> => {
    const bounds = { timeoutMs: clients.callTimeoutMs, secrets: [] };
    try {
      const send = (): Promise<unknown> =>
        boundedCall(probe.call, bounds, (options) => probe.send(clients.of(region), options));
      await turn(region, send);
      return null;
    } catch (thrown) {
      return toActionDeskError(thrown);
    }
  };
  const answers = await Promise.all(
    regions.map(async (region) => {
      const error = await ask(region, details);
      return { region, error, check: readProbe(details, error) };
    }),
  );
  const reached = answers.find(({ error }) => error === null || error.code.startsWith('aws-'));
  const checkedIn = reached?.region ?? regions[0] ?? '';
  const errors: ActionDeskError[] = answers.flatMap(({ error }) => error ?? []);
  const calls = await Promise.all(
    probes.map(async (probe): Promise<CallCheck> => {
      if (!reached) {
        const { call, neededBy } = probe;
        return { call, neededBy, verdict: 'not-tested', sentence: 'No region answered.' };
      }
      if (probe === details) return reached.check;
      const error = await ask(checkedIn, probe);
      if (error) errors.push(error);
      return readProbe(probe, error);
    }),
  );
  return {
    who: await whoWeAre(clients, checkedIn, errors),
    regions: answers.map(({ region, check }) => ({
      region,
      ok: check.verdict === 'allowed',
      sentence:
        check.verdict === 'allowed' ? `CodePipeline answered; ${check.call} is allowed.` : check.sentence,
    })),
    checkedIn,
    calls: [...calls, S3],
  };
}

/** CodePipeline has no call that says who is asking: what the credentials and its refusals tell is put together. */
async function whoWeAre(
  clients: CodePipelineClients,
  region: string,
  errors: readonly ActionDeskError[],
): Promise<ConnectionReport['who']> {
  const credentials = await clients
    .of(region)
    .config.credentials()
    .catch(() => null);
  if (!credentials) {
    const sentence = 'No AWS credentials were found, so there is nobody to be.';
    return { accountId: null, principal: null, accessKeyId: null, sentence };
  }
  const principal = errors.map(({ message }) => principalOf(message)).find((arn) => arn !== null) ?? null;
  const named = errors.map(({ message }) => accountNamed(message)).find((id) => id !== null) ?? null;
  const accountId = credentials.accountId ?? accountOf(principal) ?? named;
  const source = credentials.accountId
    ? 'The account is what the credentials say.'
    : principal
      ? 'The service named the user or role in a refusal.'
      : accountId
        ? 'CodePipeline named the account when it was asked for a made-up pipeline.'
        : 'Neither the credentials nor an answer of CodePipeline tell the account.';
  const more = principal
    ? ''
    : ' CodePipeline names the user or role in refusals only; the command aws sts get-caller-identity tells it.';
  return { accountId, principal, accessKeyId: masked(credentials.accessKeyId), sentence: source + more };
}
