import { describe, expect, it, vi } from 'vitest';
import { reportPractice, stepLine } from '#main/electron/practice-report.ts';
import type { RunState } from '#shared/domain/run-state.ts';
import { aRun, aRuntime } from './a-runtime.ts';

const at = new Date(2026, 10, 21, 12, 3, 7);

describe('a line', () => {
  it('says when, who, where, what state, how far and the last message', () => {
    const run = aRun({
      pipelineName: 'checkout-service-release',
      actionName: 'LoadTest',
      state: 'between-jobs',
      percentComplete: 40,
      message: 'ramp-up',
    });
    expect(stepLine(run, at).replaceAll(/ {2,}/g, ' | ')).toBe(
      '12:03:07 | checkout-service-release / LoadTest | us-east-1 | between jobs | 40% | ramp-up',
    );
  });

  it('names the customer while the pipeline is unknown', () => {
    const clientId = '5ea80c37-d462-4bf9-a1f3-60c92e8b74d5';
    expect(stepLine(aRun({ clientId, clientLabel: 'Wingtip Sports' }), at)).toContain('Wingtip Sports / p');
    expect(stepLine(aRun({ clientId }), at)).toContain('client 5ea80c37… / p');
  });

  it('shows hostile text as one harmless line', () => {
    const line = stepLine(aRun({ message: `\u001b]0;x\u0007a\r\nb\u202e${'c'.repeat(500)}` }), at);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(line.length).toBeLessThan(250);
  });
});

describe('the report', () => {
  it('prints each step once and ends when told', async () => {
    const { runtime, runs, say } = aRuntime();
    const print = vi.fn<(line: string) => void>();
    const end = reportPractice(runtime, print, { now: () => at });
    const change = async (percentComplete: number) => {
      runs.set('r', aRun({ runId: 'r', percentComplete }));
      say({ kind: 'run-changed', runId: 'r' });
      say({ kind: 'run-changed', runId: 'r' });
      await new Promise(setImmediate);
    };
    await change(10);
    await change(10);
    await change(20);
    expect(print.mock.calls.map(([line]) => /\d+%/.exec(line)?.[0])).toEqual(['10%', '20%']);
    end();
    await change(30);
    expect(print).toHaveBeenCalledTimes(2);
  });

  it('leaves out a state that the run passes through, and prints one that it stays in', async () => {
    const { runtime, runs, say } = aRuntime();
    const print = vi.fn<(line: string) => void>();
    const end = reportPractice(runtime, print, { now: () => at, passingMs: 5 });
    const change = async (state: RunState) => {
      runs.set('r', aRun({ runId: 'r', state, jobCount: 2 }));
      say({ kind: 'run-changed', runId: 'r' });
      await new Promise(setImmediate);
    };
    await change('claiming');
    await change('working');
    await change('between-jobs');
    expect(print).toHaveBeenCalledOnce();
    expect(print.mock.lastCall?.[0]).toContain('between jobs');
    await change('reporting');
    await vi.waitFor(() => expect(print).toHaveBeenCalledTimes(2));
    expect(print.mock.lastCall?.[0]).toContain('reporting');
    end();
  });

  it('is not disturbed by a run that cannot be read', async () => {
    const { runtime, say } = aRuntime();
    const print = vi.fn<(line: string) => void>();
    reportPractice(runtime, print);
    say({ kind: 'run-changed', runId: 'gone' });
    await new Promise(setImmediate);
    expect(print).not.toHaveBeenCalled();
  });
});
