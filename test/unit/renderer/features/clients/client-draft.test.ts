import { describe, expect, it } from 'vitest';
import { clientOfDraft } from '#renderer/features/clients/client-draft.ts';
import { firstDeadline, waitingSince } from '#renderer/features/clients/unmatched-times.ts';

const good = { clientId: '3F2A1C4E-9B7D-4E21-8C55-0D6F1A2B3C4D', label: ' Kestrel ', token: ' s3cret ' };

describe('clientOfDraft', () => {
  it('trims what was pasted', () => {
    expect(clientOfDraft(good)).toEqual({
      ok: true,
      client: { clientId: good.clientId.toLowerCase(), label: 'Kestrel', token: 's3cret' },
    });
  });

  it.each([
    ['clientId', 'not-a-uuid', 'Client id: expected a UUID'],
    ['label', '  ', 'Label: expected the customer'],
    ['label', 'x'.repeat(201), 'Label: expected at most 200 characters'],
    ['token', '', 'Client token: expected the client token'],
    ['token', 'x'.repeat(257), 'Client token: expected at most 256 characters'],
  ])('names the field %s and never its value', (field, value, sentence) => {
    const built = clientOfDraft({ ...good, [field]: value });
    expect(built.ok ? {} : built.errors).toEqual({ [field]: expect.stringContaining(sentence) as string });
    if (value.trim()) expect(JSON.stringify(built)).not.toContain(value);
  });
});

describe('the times of an unmatched client', () => {
  const run = { runId: 'r', region: 'us-east-1', jobId: 'j', polledAt: 5, deadlineAt: null };
  it('takes the longest wait and the nearest deadline that is known', () => {
    const client = {
      clientId: 'c',
      reason: 'missing' as const,
      label: null,
      runCount: 2,
      runs: [run, { ...run, polledAt: 3, deadlineAt: 90 }, { ...run, deadlineAt: 70 }],
    };
    expect(waitingSince(client)).toBe(3);
    expect(firstDeadline(client)).toBe(70);
    expect(firstDeadline({ ...client, runs: [run] })).toBeNull();
  });
});
