import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import { holdInWords, type Hold } from '#shared/domain/hold.ts';
import type { PaletteEntry } from './entries.ts';

const ACTIONS: readonly {
  action: CellAction;
  label: string;
  words: string;
  idle: (cell: Pick<CellView, 'switch'>) => boolean;
  why: string;
}[] = [
  {
    action: 'poll-now',
    label: 'Poll all cells now',
    words: 'refresh ask codepipeline',
    idle: () => false,
    why: '',
  },
  {
    action: 'pause',
    label: 'Pause all cells',
    words: 'stop polling hold',
    idle: (cell) => cell.switch === 'paused',
    why: 'Every cell is paused.',
  },
  {
    action: 'drain',
    label: 'Drain all cells',
    words: 'finish no new claims',
    idle: (cell) => cell.switch === 'draining',
    why: 'Every cell is draining.',
  },
  {
    action: 'resume',
    label: 'Resume all cells',
    words: 'start polling on',
    idle: (cell) => cell.switch === 'on',
    why: 'Every cell is on.',
  },
];

/** What can be done to all cells at once. */
export function agentEntries(
  cells: readonly Pick<CellView, 'switch'>[],
  run: (action: CellAction) => void,
  readOnly: string | null,
): PaletteEntry[] {
  return ACTIONS.map(({ action, label, words, idle, why }) => ({
    id: `agent ${action}`,
    group: 'Agent',
    label,
    words: `agent ${words}`,
    why:
      (action === 'poll-now' ? null : readOnly) ??
      (cells.length === 0 ? 'No cell is set up.' : cells.every(idle) ? why : null),
    to: () => run(action),
  }));
}

/** The switches of each single cell: a hundred lines or more, for who types a region or an action type. */
export function cellEntries(
  cells: readonly Pick<CellView, 'key' | 'region' | 'actionTypeId' | 'switch'>[],
  run: (action: CellAction, key: string) => void,
  readOnly: string | null,
): PaletteEntry[] {
  return cells.flatMap(({ key, region, actionTypeId, switch: present }) => {
    const name = `${region} ${actionTypeId.provider} ${actionTypeId.version}`;
    const line = (action: CellAction, verb: string, why: string | null): PaletteEntry => ({
      id: `cell ${action} ${key}`,
      group: 'Agent',
      label: `${verb} ${name}`,
      words: `agent cell ${actionTypeId.category} ${actionTypeId.owner}`,
      onlyFound: true,
      why,
      to: () => run(action, key),
    });
    return [
      present === 'on' ? line('pause', 'Pause', readOnly) : line('resume', 'Resume', readOnly),
      line('poll-now', 'Poll', null),
    ];
  });
}

/** Where nothing new is claimed: a new hold, and the way out of each that there is. */
export function holdEntries(
  holds: readonly Hold[],
  doings: { readonly hold: () => void; readonly release: (hold: Hold) => void },
  readOnly: string | null,
): PaletteEntry[] {
  return [
    {
      id: 'hold add',
      group: 'Agent',
      label: 'Hold a region or an action type…',
      words: 'stop claiming',
      why: readOnly,
      to: doings.hold,
    },
    ...holds.map((hold) => ({
      id: `hold release ${hold.holdId}`,
      group: 'Agent' as const,
      label: `Release ${holdInWords(hold)}…`,
      detail: `Held by ${hold.who}`,
      words: `hold claim again ${hold.reason ?? ''}`,
      why: readOnly,
      to: () => doings.release(hold),
    })),
  ];
}
