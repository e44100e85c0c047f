import { describe, expect, it } from 'vitest';
import { draftFor } from '#renderer/run-acts/act-draft.ts';
import { callsOfAct } from '#renderer/run-acts/api-call.ts';
import type { ActKind } from '#shared/domain/acts.ts';
import { aRunDetail } from '../a-run.ts';

const thirdParty = aRunDetail({ state: 'with-engineer' });
const custom = aRunDetail({ state: 'with-engineer', protocol: 'custom' });
const operations = (kind: ActKind, detail = thirdParty): string[] =>
  callsOfAct(kind, detail, draftFor(detail)).calls.map((call) => call.operation);

describe('callsOfAct', () => {
  it.each([
    ['acknowledge', 'AcknowledgeThirdPartyJob', 'AcknowledgeJob'],
    ['progress', 'PutThirdPartyJobSuccessResult', 'PutJobSuccessResult'],
    ['complete', 'PutThirdPartyJobSuccessResult', 'PutJobSuccessResult'],
    ['fail', 'PutThirdPartyJobFailureResult', 'PutJobFailureResult'],
  ] as const)('names the operation of %s for both protocols', (kind, third, own) => {
    expect(operations(kind)).toEqual([third]);
    expect(operations(kind, custom)).toEqual([own]);
  });

  it('sends a continuation token with progress and none with the final success', () => {
    const draft = draftFor(thirdParty);
    expect(callsOfAct('progress', thirdParty, draft).calls[0]?.parameters).toMatchObject({
      continuationToken: '153245',
      executionDetails: { percentComplete: 40 },
    });
    expect(callsOfAct('complete', thirdParty, draft).calls[0]?.parameters).not.toHaveProperty(
      'continuationToken',
    );
  });

  it('keeps the external execution id on a failure, so that the Details link stays', () => {
    expect(callsOfAct('fail', thirdParty, draftFor(thirdParty)).calls[0]?.parameters).toMatchObject({
      failureDetails: { externalExecutionId: '153245' },
    });
  });

  it('claims a job first that is failed and that nobody has claimed', () => {
    const waiting = aRunDetail({ state: 'waiting-for-engineer', protocol: 'custom' });
    expect(operations('fail', waiting)).toEqual(['AcknowledgeJob', 'PutJobFailureResult']);
  });

  it('restarts with the idempotency key of the next attempt and asks CodePipeline nothing', () => {
    expect(operations('restart-work')).toEqual(['POST startUrl']);
    expect(JSON.stringify(callsOfAct('restart-work', thirdParty, draftFor(thirdParty)))).toContain('b001-2');
    expect(operations('take-over')).toEqual([]);
  });
});
