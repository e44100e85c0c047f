import { AUDIT_SUBJECTS, type AuditFilter, type AuditSubject } from '#shared/domain/audit.ts';
import { ACT_OUTCOMES, type ActOutcome } from '#shared/domain/acts.ts';

/** What the audit page shows, as its address holds it. Empty texts mean no condition. */
export interface AuditView {
  text: string;
  who: string;
  act: string;
  on: AuditSubject | '';
  outcome: ActOutcome | '';
  /** Either the length of time up to now, or two moments (epoch ms). */
  time: { last: string } | { from: number; until: number } | null;
  page: number;
}

const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

/** The milliseconds of `30m`, `24h` or `7d`; null for anything else. */
export function lengthOf(last: string): number | null {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(last) ?? [];
  const seconds = SECONDS[unit ?? ''];
  return count === undefined || seconds === undefined ? null : Number(count) * seconds * 1000;
}

const oneOf = <T extends string>(choices: readonly T[], given: string | null): T | '' =>
  choices.find((choice) => choice === given) ?? '';

/** Reads an address; whatever it does not understand is left out. */
export function viewOf(parameters: URLSearchParams): AuditView {
  const last = parameters.get('last');
  const [from, until] = [Number(parameters.get('from')), Number(parameters.get('until'))];
  const page = Number(parameters.get('page'));
  return {
    text: parameters.get('text') ?? '',
    who: parameters.get('who') ?? '',
    act: parameters.get('act') ?? '',
    on: oneOf(AUDIT_SUBJECTS, parameters.get('on')),
    outcome: oneOf(ACT_OUTCOMES, parameters.get('outcome')),
    time:
      last !== null && lengthOf(last) !== null
        ? { last }
        : from > 0 && until >= from
          ? { from, until }
          : null,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** The address of a view, without what is not set. */
export function addressOf(view: AuditView): string {
  const { time } = view;
  const entries = Object.entries({
    text: view.text,
    who: view.who,
    act: view.act,
    on: view.on,
    outcome: view.outcome,
    last: time && 'last' in time ? time.last : '',
    from: time && 'from' in time ? String(time.from) : '',
    until: time && 'from' in time ? String(time.until) : '',
    page: view.page > 1 ? String(view.page) : '',
  }).filter(([, value]) => value !== '');
  const search = new URLSearchParams(entries).toString();
  return search ? `/audit?${search}` : '/audit';
}

/** The conditions of a view, with lengths of time counted back from `now`. */
export function filterOf(view: AuditView, now: number): AuditFilter {
  const { text, who, act, on, outcome, time } = view;
  const length = time && 'last' in time ? lengthOf(time.last) : null;
  return {
    ...(text.trim() ? { text: text.trim() } : {}),
    ...(who ? { who } : {}),
    ...(act ? { act } : {}),
    ...(on ? { subjectKind: on } : {}),
    ...(outcome ? { outcome } : {}),
    ...(length === null ? {} : { from: now - length }),
    ...(time && 'from' in time ? time : {}),
  };
}

/** Whether any condition is set. */
export function isFiltered(view: AuditView): boolean {
  return addressOf({ ...view, page: 1 }) !== '/audit';
}
