import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  carriedToken,
  idempotencyKey,
  readToken,
  unconfirmedToken,
} from '#shared/domain/continuation-token.ts';
import { asRunId } from '#shared/domain/ids.ts';

describe('continuation tokens', () => {
  it('carry the idempotency key of an unconfirmed start there and back', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: 99 }), (id, attempt) => {
        const run = { runId: asRunId(id), attempt };
        expect(readToken(unconfirmedToken(run))).toEqual({ kind: 'unconfirmed', ...run });
        expect(unconfirmedToken(run)).toBe(`action-desk:${idempotencyKey(run)}`);
      }),
    );
  });

  it('mean fresh work when null, and else are the id of the backend', () => {
    expect(readToken(null)).toEqual({ kind: 'fresh' });
    expect(readToken('153245')).toEqual({ kind: 'started', externalExecutionId: '153245' });
  });

  it.each([
    ['the id of the work', 2, 'old-work', 'new-work', 'new-work'],
    ['what the job came with, where no id is known', 1, 'work-elsewhere', null, 'work-elsewhere'],
    ['the key of the attempt where the job came with nothing', 1, null, null, 'action-desk:run-1-1'],
    [
      'the key that the job came with, where it is of this attempt',
      2,
      'action-desk:lost-2',
      null,
      'action-desk:lost-2',
    ],
    [
      'the key of the attempt, not that of the one before',
      2,
      'action-desk:run-1-1',
      null,
      'action-desk:run-1-2',
    ],
    ['the key of the attempt, not the work of the one before', 2, 'old-work', null, 'action-desk:run-1-2'],
  ])('carry %s', (_what, attempt, continuationToken, externalExecutionId, carried) => {
    const run = { runId: asRunId('run-1'), attempt, continuationToken };
    expect(carriedToken(run, externalExecutionId)).toBe(carried);
  });
});
