import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { AuditEntry, AuditSubject } from '#shared/domain/audit.ts';
import { RUN_STATES, type RunState } from '#shared/domain/run-state.ts';
import { runStateWords } from '#renderer/run-view/run-state-words.ts';

/** `take-over` becomes `Take over`. */
export function actWords(act: string): string {
  const text = act.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What an act was done to, for the filter. */
export const SUBJECT_WORDS: Readonly<Record<AuditSubject, string>> = {
  run: 'Runs',
  client: 'Clients',
  cell: 'Cells of the agent',
  environment: 'Environments',
  other: 'Anything else',
};

/** The outcomes with the indicator that each is shown with. */
export const OUTCOME_WORDS: Readonly<
  Record<string, { label: string; indicator: StatusIndicatorProps.Type }>
> = {
  'took-effect': { label: 'Took effect', indicator: 'success' },
  'no-effect': { label: 'No effect', indicator: 'stopped' },
  overtaken: { label: 'Overtaken', indicator: 'warning' },
};

/** A state as it is said elsewhere in the console: a run's by its label, any other as it was written down. */
export function stateWords(entry: Pick<AuditEntry, 'subjectKind'>, state: string): string {
  const known = RUN_STATES.find((one): one is RunState => one === state);
  return entry.subjectKind === 'run' && known ? runStateWords(known).label : state;
}

/** Settings of an environment are a line each, `name: value`, the same ones before and after. */
function settingsOf(text: string | null): Map<string, string> {
  const lines = (text ?? '').split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(': ');
      return at < 0 ? ['', line] : [line.slice(0, at), line.slice(at + 2)];
    }),
  );
}

/** What an act changed, a line each: an environment's settings by their names, anything else without one. */
export function changesOf({
  subjectKind,
  before,
  after,
}: Pick<AuditEntry, 'subjectKind' | 'before' | 'after'>): {
  name: string;
  before: string | null;
  after: string | null;
}[] {
  if (subjectKind !== 'environment') return [{ name: '', before, after }];
  const [old, now] = [settingsOf(before), settingsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].map((name) => ({
    name,
    before: old.get(name) ?? null,
    after: now.get(name) ?? null,
  }));
}

/** The page on which the subject is found; null where there is none. */
export function pageOf({ subjectKind, subject }: Pick<AuditEntry, 'subjectKind' | 'subject'>): string | null {
  switch (subjectKind) {
    case 'run':
      return `#/runs/${encodeURIComponent(subject)}`;
    case 'client':
      return '#/clients';
    case 'cell':
      return '#/agent';
    case 'environment':
      return '#/settings';
    case 'other':
      return null;
  }
}
