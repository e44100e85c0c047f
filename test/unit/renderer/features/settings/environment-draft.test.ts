import { describe, expect, it } from 'vitest';
import {
  actionTypeDraft,
  draftWarnings,
  environmentDraft,
  environmentOfDraft,
  type ActionTypeDraft,
  type EnvironmentDraft,
} from '#renderer/features/settings/environment-draft.ts';

const backend: Partial<ActionTypeDraft> = {
  provider: 'Northwind-LoadTest',
  startUrl: 'https://backend.example.com/runs',
  statusUrl: 'https://backend.example.com/runs/{ExternalExecutionId}',
};
const aDraft = (change: Partial<EnvironmentDraft> = {}, type: Partial<ActionTypeDraft> = {}) => ({
  ...environmentDraft(null),
  name: 'production',
  actionTypes: [{ ...actionTypeDraft(), ...backend, ...type }],
  ...change,
});
const errorsOf = (draft: EnvironmentDraft) => {
  const built = environmentOfDraft(draft);
  return built.ok ? {} : built.errors;
};

describe('environmentOfDraft', () => {
  it('gives the stored environment back unchanged', () => {
    const built = environmentOfDraft(aDraft({ credentials: 'profile', profile: 'prod' }));
    if (!built.ok) throw new Error('expected a valid draft');
    expect(environmentOfDraft(environmentDraft(built.environment))).toEqual(built);
  });

  it('keeps what the page has no field for', () => {
    const built = environmentOfDraft(aDraft());
    if (!built.ok) throw new Error('expected a valid draft');
    const [type] = built.environment.actionTypes;
    if (!type) throw new Error('expected an action type');
    const written = {
      ...built.environment,
      traffic: { maxCallsAtOnce: 5 },
      actionTypes: [
        { ...type, cancelWhenExpired: false, checkOutputArtifacts: false, outputGraceSeconds: 5 },
      ],
    };
    const saved = environmentOfDraft({ ...environmentDraft(written), pollSeconds: '30' });
    expect(saved.ok && saved.environment).toEqual({ ...written, pollSeconds: 30 });
  });

  it('counts a region that was typed and not taken over', () => {
    const built = environmentOfDraft(aDraft({ typedRegion: ' eu-west-1 ' }));
    expect(built.ok && built.environment.regions).toEqual(['us-east-1', 'eu-west-1']);
  });

  it.each<[string, EnvironmentDraft, string]>([
    ['name', aDraft({ name: 'Production!' }), 'Name: expected 1 to 40 lower-case'],
    ['name', aDraft({ name: 'practice' }), 'Name: expected another name'],
    ['credentials.profile', aDraft({ credentials: 'profile' }), 'Profile: expected the name of a profile'],
    ['regions', aDraft({ regions: [] }), 'Regions: expected at least one'],
    ['regions', aDraft({ regions: ['us-east-1', 'moon-1'] }), 'Regions (entry 2): expected an AWS region'],
    ['pollSeconds', aDraft({ pollSeconds: '0.5' }), 'Poll interval: expected 1 or more'],
    ['pollSeconds', aDraft({ pollSeconds: '' }), 'Poll interval: expected a number'],
    ['maxConcurrentRuns', aDraft({ maxConcurrentRuns: '1.5' }), 'Runs at once: expected a whole number'],
    ['endpoints.s3', aDraft({ s3Endpoint: 'http://example.com' }), 'S3 endpoint: expected an https URL'],
    ['actionTypes.0.provider', aDraft({}, { provider: 'a b' }), 'Provider: expected'],
    ['actionTypes.0.jobTimeoutSeconds', aDraft({}, { jobTimeoutSeconds: 'soon' }), 'Job time-out: expected'],
    ['actionTypes.0.processor.startUrl', aDraft({}, { startUrl: '' }), 'Start URL: expected an https URL'],
    [
      'actionTypes.0.processor.statusUrl',
      aDraft({}, { statusUrl: 'https://backend.example.com/{Id}' }),
      'Status URL: expected',
    ],
    [
      'actionTypes.0.executionUrlTemplate',
      aDraft({}, { executionUrlTemplate: 'https://example.com/{Nope}' }),
      'Execution URL: expected no placeholders but',
    ],
  ])('names %s and what was expected', (field, draft, sentence) => {
    const errors = errorsOf(draft);
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toContain(sentence);
    expect(errors[field]).toMatch(/\.$/);
  });

  it('refuses the same action type twice', () => {
    const type = { ...actionTypeDraft(), ...backend };
    expect(errorsOf(aDraft({ actionTypes: [type, { ...type, id: 'other' }] })).actionTypes).toContain(
      'each action type once',
    );
  });

  it('asks for no backend where an engineer does the work', () => {
    expect(environmentOfDraft(aDraft({}, { processorKind: 'manual', startUrl: '' })).ok).toBe(true);
  });
});

describe('draftWarnings', () => {
  it.each([
    ['59', 1],
    ['60', 0],
    ['43200', 0],
    ['43201', 1],
    ['soon', 0],
  ])('weighs a job time-out of %s', (jobTimeoutSeconds, count) => {
    expect(Object.keys(draftWarnings(aDraft({}, { jobTimeoutSeconds })))).toHaveLength(count);
  });
});
