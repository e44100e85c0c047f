import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { createAgent } from '#main/agent/agent.ts';

type MakeAgent = typeof createAgent;

/**
 * One place where the agent can be killed: before or after one call of one port, in one stage of the chain. Written
 * `before jobs.putResult(continue) [first]`; after a call the outcome follows where it decides what comes next.
 *
 * Stages, by process: `waking` until CodePipeline has shown a job's token, then `first`, `successor`, or `final` where the
 * backend's work had ended before.
 */
export type KillPoint = string;

/** When a process of the agent ends itself. */
export type Kill =
  /** At the n-th passing of a point; with a delay, that many milliseconds after, so in the middle of the call. */
  | { readonly at: KillPoint; readonly occurrence: number; readonly delayMs?: number }
  /** At the n-th point it passes, whatever it is. */
  | { readonly passed: number }
  /** At the first point that is none of these. */
  | { readonly except: readonly KillPoint[] };

/** Reading changes nothing: a kill there is a kill at the point before it. All else that a port does is a point. */
const READS: ReadonlySet<string> = new Set([
  'ledger.find',
  'ledger.outputArtifacts',
  'ledger.findByJob',
  'ledger.unsettledResult',
  'ledger.unsettledResults',
  'ledger.unsettledResultsOf',
  'ledger.liveRuns',
  'ledger.runsWaitingForToken',
  'tokens.find',
]);

/** Members of the agent's ports that reach nothing outside of the process. */
const WITHIN: ReadonlySet<string> = new Set(['clock']);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The argument that tells two uses of one method apart: the kind of a result, the event of a commit. */
function useOf(args: readonly unknown[]): string {
  const told = args[1];
  if (typeof told === 'string' && /^[a-z-]{1,30}$/.test(told)) return `(${told})`;
  return isRecord(told) && typeof told['kind'] === 'string' ? `(${told['kind']})` : '';
}

/** What a call answered, in a word; empty where every answer leads on in the same way. */
function outcomeOf(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? ': some' : ': none';
  if (!isRecord(value)) return '';
  if (value['kind'] === 'state' && isRecord(value['state'])) return `: ${String(value['state']['status'])}`;
  return value['kind'] === 'rejected' || value['kind'] === 'unavailable' ? `: ${value['kind']}` : '';
}

/** The continuation token of the job that a poll or a look at its details has shown; undefined where none was shown. */
function tokenShown(name: string, value: unknown): unknown {
  const shown = name === 'jobs.poll' && Array.isArray(value) ? (value[0] as unknown) : value;
  if (name !== 'jobs.poll' && name !== 'jobs.details') return undefined;
  const details = isRecord(shown) && isRecord(shown['details']) ? shown['details'] : shown;
  return isRecord(details) ? details['continuationToken'] : undefined;
}

/** The name of a point without stage and outcome: what a new call of the agent adds to. */
export function callOf(point: KillPoint): string {
  return point.replace(/ \[\w+\]$/, '').replace(/: \w+$/, '');
}

/** A processor uploads through a store of its own, which no port of the agent shows: its requests are seen on the wire. */
function watchUploads(pass: (call: string) => void): void {
  const told = (side: string) => (message: unknown) => {
    const { method, path } = (message as { request: ClientRequest }).request;
    // CodePipeline's calls all go to the root.
    if (path !== '/' && !['GET', 'HEAD'].includes(method)) pass(`${side} s3.${method.toLowerCase()}`);
  };
  subscribe('http.client.request.created', told('before'));
  subscribe('http.client.response.finish', told('after'));
}

/**
 * Makes agents whose every call to the world outside passes `pass` before and after. Ports and methods are found by
 * looking, not by a list: what is added to the agent becomes a point by itself.
 */
export function withKillPoints(
  makeAgent: MakeAgent,
  pass: (point: KillPoint) => void,
  workEnded: () => boolean,
): MakeAgent {
  let stage = 'waking';
  watchUploads((call) => pass(`${call} [${stage}]`));

  function watched<T extends object>(portName: string, port: T): T {
    return new Proxy(port, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key);
        const name = `${portName}.${String(key)}`;
        if (typeof member !== 'function' || READS.has(name)) return member;
        return (...args: unknown[]): unknown => {
          const called = name + useOf(args);
          pass(`before ${called} [${stage}]`);
          const answer: unknown = Reflect.apply(member, target, args);
          if (!(answer instanceof Promise)) return answer;
          return answer.then(
            (value: unknown) => {
              const token = tokenShown(name, value);
              if (token !== undefined) stage = token === null ? 'first' : workEnded() ? 'final' : 'successor';
              pass(`after ${called}${outcomeOf(value)} [${stage}]`);
              return value;
            },
            (thrown: unknown) => {
              pass(`after ${called}: threw [${stage}]`);
              throw thrown;
            },
          );
        };
      },
    });
  }

  return (settings, ports) => {
    const types = settings.types.map((type) => ({
      ...type,
      processor: watched(type.processor.kind, type.processor),
    }));
    const outward = Object.entries(ports).map(([name, port]: [string, unknown]) => [
      name,
      isRecord(port) && !WITHIN.has(name) ? watched(name, port) : port,
    ]);
    return makeAgent({ ...settings, types }, Object.fromEntries(outward) as typeof ports);
  };
}
