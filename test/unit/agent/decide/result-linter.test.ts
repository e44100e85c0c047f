import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintResult, type LintFacts } from '#main/agent/decide/result-linter.ts';
import type { WorkState } from '#main/agent/ports.ts';
import type { JobResult } from '#shared/domain/job.ts';

type Continue = Extract<JobResult, { kind: 'continue' }>;
type Success = Extract<JobResult, { kind: 'success' }>;

const goOn = (change: Partial<Continue> = {}): Continue => ({
  ...{ kind: 'continue', continuationToken: '153245', externalExecutionId: '153245' },
  ...{ percentComplete: 40, summary: 'ramp-up' },
  ...change,
});
const success = (change: Partial<Success> = {}): Success => ({
  ...{ kind: 'success', externalExecutionId: '153245', summary: 'passed', outputVariables: null },
  ...change,
});
const failure = (message: string, externalExecutionId: string | null = '153245'): JobResult => ({
  ...{ kind: 'failure', type: 'JobFailed', message, externalExecutionId },
});
const said = (change: Partial<WorkState>): WorkState => ({
  ...{ externalExecutionId: '153245', status: 'running', percentComplete: null, summary: null },
  ...{ failure: null, outputVariables: null },
  ...change,
});
const facts = (run: Partial<LintFacts['run']> = {}, words: WorkState | null = null): LintFacts => ({
  run: { externalExecutionId: '153245', percentComplete: null, protocol: 'custom', ...run },
  said: words,
});

describe('a result that is fine', () => {
  it.each([goOn(), success(), failure('no capacity')])('goes through unchanged: $kind', (result) => {
    expect(lintResult(result, facts())).toEqual({ result, findings: [] });
  });
});

describe('a continuation token', () => {
  it.each([
    ['over 2,048 characters', 'x'.repeat(2049), /2049 characters; CodePipeline takes 2048/],
    ['that is empty', '', /empty id/],
  ])('%s becomes a failure that says so', (_case, continuationToken, words) => {
    const linted = lintResult(goOn({ continuationToken }), facts());
    expect(linted.result).toMatchObject({
      kind: 'failure',
      type: 'JobFailed',
      externalExecutionId: '153245',
    });
    expect(linted.findings.join(' ')).toMatch(words);
    expect(linted.result).toMatchObject({ message: expect.stringMatching(words) as string });
  });

  it('of 2,048 characters is taken', () => {
    expect(lintResult(goOn({ continuationToken: 'x'.repeat(2048) }), facts()).findings).toEqual([]);
  });
});

describe('the progress beside a token', () => {
  it.each([
    [
      '100 of running work',
      goOn({ percentComplete: 99 }),
      said({ percentComplete: 100 }),
      99,
      /100% was given/,
    ],
    ['100 by hand', goOn({ percentComplete: 100 }), null, 99, /100% was given/],
    ['150', goOn({ percentComplete: 99 }), said({ percentComplete: 150 }), 99, /150% was given/],
    ['-5', goOn({ percentComplete: -5 }), said({ percentComplete: -5 }), 0, /out of bounds/],
    ['NaN', goOn({ percentComplete: NaN }), said({ percentComplete: NaN }), null, /not a number/],
  ])('%s is bounded, and said', (_case, result, words, percentComplete, finding) => {
    const linted = lintResult(result, facts({}, words));
    expect(linted.result).toMatchObject({ percentComplete });
    expect(linted.findings).toEqual([expect.stringMatching(finding)]);
  });

  it('of a backend never goes back; of an engineer it may, and both are said', () => {
    const run = { percentComplete: 60 };
    const byBackend = lintResult(goOn(), facts(run, said({ percentComplete: 40 })));
    expect(byBackend.result).toMatchObject({ percentComplete: 60 });
    const byHand = lintResult(goOn(), facts(run));
    expect(byHand.result).toMatchObject({ percentComplete: 40 });
    for (const { findings } of [byBackend, byHand])
      expect(findings).toEqual([expect.stringContaining('goes back from 60% to 40%')]);
  });
});

describe('the external execution id (L9)', () => {
  it.each([success({ externalExecutionId: null }), failure('no', null), goOn({ externalExecutionId: null })])(
    'is added where it is known: $kind',
    (result) => {
      const linted = lintResult(result, facts());
      expect(linted.result.externalExecutionId).toBe('153245');
      expect(linted.findings).toEqual([expect.stringContaining('153245 was added')]);
    },
  );

  it('over 1,500 characters is left out', () => {
    const linted = lintResult(
      success({ externalExecutionId: 'x'.repeat(1501) }),
      facts({ externalExecutionId: null }),
    );
    expect(linted.result.externalExecutionId).toBeNull();
    expect(linted.findings).toEqual([expect.stringContaining('1501 characters')]);
  });

  it('that nobody knows is missed at a success only', () => {
    const unknown = facts({ externalExecutionId: null });
    expect(lintResult(success({ externalExecutionId: null }), unknown).findings).toEqual([
      expect.stringContaining('no Details link'),
    ]);
    expect(lintResult(failure('no', null), unknown).findings).toEqual([]);
  });
});

describe('output variables', () => {
  const outputVariables = { Verdict: 'passed' };

  it('are kept at the end of a custom action', () => {
    expect(lintResult(success({ outputVariables }), facts()).result).toMatchObject({ outputVariables });
  });

  it.each([
    ['beside a token', goOn(), 'custom', said({ outputVariables }), /at the end only/],
    ['of a third-party action', success(), 'third-party', said({ outputVariables }), /none for third-party/],
  ] as const)('%s are dropped, and that is said', (_case, result, protocol, words, finding) => {
    const linted = lintResult(result, facts({ protocol }, words));
    expect(linted.result).toEqual(result);
    expect(linted.findings).toEqual([expect.stringMatching(finding)]);
  });

  it.each([
    ['with a strange name', { 'a b': '1' }, /"a b" has a name/],
    ['over 122,880 bytes', { big: 'ü'.repeat(61_440) }, /122883 bytes/],
  ])('%s turn the success into a failure that says so', (_case, strange, words) => {
    const linted = lintResult(success({ outputVariables: strange }), facts());
    expect(linted.result).toMatchObject({ kind: 'failure', message: expect.stringMatching(words) as string });
  });
});

describe('texts', () => {
  it('over the limit are cut with a mark, between characters', () => {
    const linted = lintResult(success({ summary: `${'x'.repeat(2037)}${'😀'.repeat(20)}` }), facts());
    const { summary } = linted.result as Success;
    expect(summary).toMatch(/… \[cut\]$/);
    expect(summary?.length).toBeLessThanOrEqual(2048);
    expect(summary).not.toMatch(/\p{Surrogate}/u);
    expect(linted.findings).toEqual([expect.stringContaining('it is cut')]);
    const long = lintResult(failure('x'.repeat(5001)), facts()).result;
    expect(long).toMatchObject({ message: expect.stringMatching(/^x{4900,4999} … \[cut\]$/) as string });
  });

  it('that are empty are left out, and a failure always has words', () => {
    expect(lintResult(success({ summary: '' }), facts()).result).toMatchObject({ summary: null });
    expect(lintResult(failure(''), facts()).result).toMatchObject({
      message: 'The work failed; no reason was given.',
    });
  });

  it('with half a surrogate pair are mended', () => {
    expect(lintResult(failure('\ud83d!'), facts()).result).toMatchObject({ message: '\ufffd!' });
  });
});

it('answers only what CodePipeline takes, whatever comes in', () => {
  const lengths = fc.constantFrom(0, 1, 40, 1499, 1500, 1501, 2047, 2048, 2049, 4999, 5000, 5001);
  const anyText = fc
    .tuple(fc.constantFrom('x', '\u{1F600}', '\u0000', '\ud83d', '\u202e', '\u00fc'), lengths)
    .map(([unit, length]) => unit.repeat(length));
  const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
  const percent = maybe(fc.oneof(fc.integer({ min: -500, max: 500 }), fc.double()));
  const anyResult: fc.Arbitrary<JobResult> = fc.oneof(
    fc.record({
      ...{ kind: fc.constant('continue' as const), continuationToken: anyText },
      ...{ externalExecutionId: maybe(anyText), percentComplete: percent, summary: maybe(anyText) },
    }),
    fc.record({
      ...{
        kind: fc.constant('success' as const),
        externalExecutionId: maybe(anyText),
        summary: maybe(anyText),
      },
      outputVariables: maybe(
        fc.dictionary(fc.oneof(anyText, fc.constant('Verdict')), anyText, { maxKeys: 3 }),
      ),
    }),
    fc.record({
      ...{ kind: fc.constant('failure' as const), type: fc.constant('JobFailed' as const) },
      ...{ message: anyText, externalExecutionId: maybe(anyText) },
    }),
  );
  const inBounds = (text: string | null, max: number): boolean =>
    text === null || (text.length > 0 && text.length <= max);
  fc.assert(
    fc.property(anyResult, maybe(anyText), percent, (given, known, last) => {
      const run = { externalExecutionId: known, percentComplete: last === null ? null : 50 };
      const { result } = lintResult(given, facts(run));
      expect(inBounds(result.externalExecutionId, 1500)).toBe(true);
      if (result.kind === 'failure') expect(inBounds(result.message, 5000)).toBe(true);
      else expect(inBounds(result.summary, 2048)).toBe(true);
      if (result.kind !== 'continue') return;
      expect(inBounds(result.continuationToken, 2048)).toBe(true);
      const { percentComplete } = result;
      expect(percentComplete === null || (percentComplete >= 0 && percentComplete <= 99)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
