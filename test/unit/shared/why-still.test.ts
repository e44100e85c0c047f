import { expect, it } from 'vitest';
import { whyStill } from '#shared/domain/why-still.ts';

type Run = Parameters<typeof whyStill>[0];
type Cell = NonNullable<Parameters<typeof whyStill>[1]>;

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const run = (state: Run['state'], change: Partial<Run> = {}): Run => ({
  state,
  message: null,
  createdAt: NOW - 9 * MINUTE,
  updatedAt: NOW - MINUTE,
  jobPolledAt: NOW - 2 * MINUTE,
  claimingSince: null,
  backendUnreachableSince: null,
  pendingResult: null,
  ...change,
});
const cell = (mode: Cell['mode'], change: Partial<Cell> = {}): Cell => ({
  mode,
  lastPollAt: NOW,
  nextPollAt: NOW + 5000,
  lastError: null,
  ...change,
});
const polls = cell('polling');
const pending = (tries: number) => ({
  kind: 'continue' as const,
  tries,
  nextTryAt: NOW + 3000,
  lastError: 'Rate exceeded',
});

it.each<[string, Run, Cell | null | undefined, ReturnType<typeof whyStill>]>([
  [
    'no token',
    run('needs-token'),
    polls,
    {
      sentence: 'No client token is stored for this customer.',
      since: NOW - 2 * MINUTE,
      until: null,
      tone: 'warn',
    },
  ],
  [
    'a disabled client',
    run('needs-token', { message: 'This client is disabled.' }),
    polls,
    { sentence: 'This client is disabled.', since: NOW - 2 * MINUTE, until: null, tone: 'warn' },
  ],
  [
    'nobody has claimed it',
    run('waiting-for-engineer'),
    polls,
    {
      sentence: 'Nobody has claimed the job: it waits for an engineer.',
      since: NOW - 2 * MINUTE,
      until: null,
      tone: 'warn',
    },
  ],
  [
    'an engineer holds it',
    run('with-engineer', { message: 'Ramp-up' }),
    polls,
    {
      sentence: 'An engineer holds it and owes CodePipeline the next report.',
      since: NOW - MINUTE,
      until: null,
      tone: 'warn',
    },
  ],
  [
    'its result was refused for good',
    run('with-engineer', { message: 'CodePipeline refused the result (x). Report it by hand.' }),
    polls,
    {
      sentence: 'CodePipeline refused the result (x). Report it by hand.',
      since: NOW - MINUTE,
      until: null,
      tone: 'bad',
    },
  ],
  ['its first report is on its way', run('reporting', { pendingResult: pending(0) }), polls, null],
  [
    'its report was tried in vain',
    run('reporting', { pendingResult: pending(3) }),
    polls,
    {
      sentence: 'Result not taken after 3 tries: Rate exceeded',
      since: null,
      until: NOW + 3000,
      tone: 'bad',
    },
  ],
  ['it has just been polled', run('polled', { jobPolledAt: NOW - 3000 }), polls, null],
  [
    'its claim was refused for the moment',
    run('polled', { message: 'AccessDenied' }),
    polls,
    { sentence: 'Not claimed: AccessDenied', since: NOW - 2 * MINUTE, until: null, tone: 'bad' },
  ],
  [
    'its action type is drained',
    run('polled'),
    cell('draining'),
    { sentence: 'Draining: new jobs are not claimed here.', since: null, until: null, tone: 'warn' },
  ],
  [
    'its claim has no answer',
    run('claiming', { claimingSince: NOW - MINUTE }),
    polls,
    { sentence: 'The claim has no answer yet.', since: NOW - MINUTE, until: null, tone: 'warn' },
  ],
  ['its work goes on', run('working', { message: 'Ramp-up' }), polls, null],
  [
    'its backend does not answer',
    run('working', { message: 'connect ECONNREFUSED', backendUnreachableSince: NOW - 4 * MINUTE }),
    polls,
    {
      sentence: 'Backend unreachable: connect ECONNREFUSED',
      since: NOW - 4 * MINUTE,
      until: null,
      tone: 'bad',
    },
  ],
  [
    'its backend answers with an error',
    run('working', { message: 'The backend answered HTTP status 503.', backendUnreachableSince: NOW }),
    polls,
    {
      sentence: 'Backend unreachable: answered HTTP status 503.',
      since: NOW,
      until: null,
      tone: 'bad',
    },
  ],
  [
    'its work says nothing',
    run('working', { updatedAt: NOW - 5 * MINUTE }),
    polls,
    { sentence: 'No word from the work.', since: NOW - 5 * MINUTE, until: null, tone: 'bad' },
  ],
  [
    'the next job is due',
    run('between-jobs'),
    polls,
    { sentence: 'Waits for CodePipeline’s next job.', since: NOW - MINUTE, until: null, tone: 'calm' },
  ],
  [
    'the next job is late',
    run('between-jobs', { updatedAt: NOW - 2 * MINUTE }),
    undefined,
    { sentence: 'Waits for CodePipeline’s next job.', since: NOW - 2 * MINUTE, until: null, tone: 'warn' },
  ],
  [
    'draining, which polls on for the next job',
    run('between-jobs'),
    cell('draining'),
    { sentence: 'Waits for CodePipeline’s next job.', since: NOW - MINUTE, until: null, tone: 'calm' },
  ],
  [
    'its action type is paused',
    run('between-jobs'),
    cell('paused'),
    {
      sentence: 'Polling is paused for this action type and region.',
      since: null,
      until: null,
      tone: 'warn',
    },
  ],
  [
    'CodePipeline throttles',
    run('between-jobs'),
    cell('throttled'),
    { sentence: 'CodePipeline throttles the polls.', since: null, until: NOW + 5000, tone: 'warn' },
  ],
  [
    'the agent is cut off',
    run('between-jobs'),
    cell('failing', { lastError: 'connect ETIMEDOUT' }),
    {
      sentence: 'Cut off from CodePipeline: connect ETIMEDOUT',
      since: null,
      until: NOW + 5000,
      tone: 'bad',
    },
  ],
  [
    'nothing was polled yet',
    run('between-jobs'),
    cell('starting', { lastPollAt: null }),
    { sentence: 'Not polled yet since the start.', since: null, until: null, tone: 'calm' },
  ],
  [
    'nobody serves it any more',
    run('between-jobs'),
    null,
    {
      sentence: 'The agent does not serve this action type here any more.',
      since: null,
      until: null,
      tone: 'bad',
    },
  ],
  ['it is over', run('lost', { message: 'Another worker claimed this job.' }), polls, null],
])('says why a run stands still when %s', (_what, facts, where, why) => {
  expect(whyStill(facts, where, NOW)).toEqual(why);
});
