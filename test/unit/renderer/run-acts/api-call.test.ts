import { describe, expect, it } from 'vitest';
import { draftFor } from '#renderer/run-acts/act-draft.ts';
import { callsOfAct } from '#renderer/run-acts/api-call.ts';
import { unconfirmedToken } from '#shared/domain/continuation-token.ts';
import type { ActKind } from '#shared/domain/acts.ts';
import { asRunId } from '#shared/domain/ids.ts';
import { aRunDetail } from '../a-run.ts';

const thirdParty = aRunDetail({ state: 'with-engineer' });
const custom = aRunDetail({ state: 'with-engineer', protocol: 'custom' });
const runId = asRunId(thirdParty.run.runId);
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

  it.each([
    ['the id that is typed, over the token of the job', 'review-77', 'action-desk:x-1', 'review-77'],
    ['the token of the job where no id is known', '', 'old-token', 'old-token'],
    ['the agent’s own token where there is none', '', null, unconfirmedToken({ runId, attempt: 1 })],
  ])('carries a run on with %s', (_what, externalExecutionId, continuationToken, sent) => {
    const detail = {
      ...aRunDetail({ state: 'with-engineer', externalExecutionId: null }),
      continuationToken,
    };
    const { calls } = callsOfAct('progress', detail, { ...draftFor(detail), externalExecutionId });
    expect(calls[0]?.parameters['continuationToken']).toBe(sent);
  });

  it.each([
    ['100', 40, 99, /99% is sent/],
    ['55', 40, 55, null],
    ['', 40, 40, null],
    ['', null, undefined, null],
  ])('sends the progress as the agent does: "%s" typed for a run at %s', (percent, at, sent, note) => {
    const detail = aRunDetail({ state: 'with-engineer', percentComplete: at });
    const shown = callsOfAct('progress', detail, { ...draftFor(detail), percent });
    expect(shown.calls[0]?.parameters['executionDetails']).toMatchObject({ percentComplete: sent });
    if (note) expect(shown.note).toMatch(note);
    else expect(shown.note).toBeNull();
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
