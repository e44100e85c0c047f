import { lazy, Suspense, useEffect, useEffectEvent, useState, type ReactElement } from 'react';
import type { ActKind } from '#shared/domain/acts.ts';
import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import type { Hold } from '#shared/domain/hold.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import type { RunSelection } from '#shared/domain/run.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { useCellControl } from '#renderer/features/agent/use-cell-control.ts';
import { matchOfView, viewOfParams } from '#renderer/features/runs/runs-view.ts';
import { BulkDialog } from '#renderer/run-acts/bulk/bulk-dialog.tsx';
import { presentSelection } from '#renderer/run-acts/bulk/present-selection.ts';
import { HoldDialog, ReleaseDialog } from '#renderer/run-acts/hold-dialogs.tsx';
import { goTo, useHashPath } from '#renderer/ui/hash-location.ts';
import { ActOnPipeline, RunAct, UseEnvironment } from './asked.tsx';
import type { PaletteEntry } from './entries.ts';
import { presentPipeline } from './present-pipeline.ts';
import { presentRunId } from './present-run.ts';
import { keepRecent } from './recent.ts';
import { useFileDoings } from './use-file-doings.ts';
import { usePaletteEntries } from './use-palette-entries.ts';

const load = () => import('./palette.tsx');
const Palette = lazy(async () => ({ default: (await load()).Palette }));
const NO_CELLS: readonly CellView[] = [];

type Asking =
  | { kind: 'act'; act: ActKind; runId: string }
  | { kind: 'bulk'; act: ActKind; selection: RunSelection }
  | { kind: 'pipeline'; pipeline: PipelineRef; draft: PipelineAct }
  | { kind: 'hold' }
  | { kind: 'release'; hold: Hold }
  | { kind: 'use'; environment: string }
  | null;

/**
 * Opens the palette with Ctrl/Cmd+K and carries out what is chosen in it, with the same dialogs and reports as the pages. Its
 * code is loaded while nothing else is to do.
 */
export function PaletteHost(props: {
  info: ResponseOf<'app.info'> | null;
  isOpen: boolean;
  onOpen: (open: boolean) => void;
  onHelp: () => void;
}): ReactElement {
  const { info, isOpen, onOpen, onHelp } = props;
  const [asking, setAsking] = useState<Asking>(null);
  const cells = useAnswer('agent.cells', null).data ?? NO_CELLS;
  const control = useCellControl(cells);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey) return;
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (isOpen || !document.querySelector('[role="dialog"]')) onOpen(!isOpen);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', listen);
    const later = setTimeout(() => void load(), 2_000);
    return () => {
      removeEventListener('keydown', listen);
      clearTimeout(later);
    };
  }, []);
  const close = (): void => setAsking(null);

  return (
    <>
      {isOpen && (
        <Suspense fallback={null}>
          <OpenPalette
            info={info}
            cells={cells}
            onControl={(action, key) => {
              const targets = key === undefined ? cells : cells.filter((cell) => cell.key === key);
              control.run(action, targets, key === undefined);
            }}
            onAsk={setAsking}
            onHelp={onHelp}
            onClose={() => onOpen(false)}
          />
        </Suspense>
      )}
      {asking?.kind === 'act' && <RunAct runId={asking.runId} act={asking.act} onClose={close} />}
      {asking?.kind === 'bulk' && (
        <BulkDialog kind={asking.act} selection={asking.selection} onClose={close} />
      )}
      {asking?.kind === 'pipeline' && (
        <ActOnPipeline pipeline={asking.pipeline} draft={asking.draft} onClose={close} />
      )}
      {asking?.kind === 'hold' && <HoldDialog onClose={close} />}
      {asking?.kind === 'release' && <ReleaseDialog hold={asking.hold} onClose={close} />}
      {asking?.kind === 'use' && <UseEnvironment name={asking.environment} onClose={close} />}
    </>
  );
}

function OpenPalette(props: {
  info: ResponseOf<'app.info'> | null;
  cells: readonly CellView[];
  onControl: (action: CellAction, key?: string) => void;
  onAsk: (asking: Asking) => void;
  onHelp: () => void;
  onClose: () => void;
}): ReactElement {
  const { info } = props;
  const [path] = useHashPath();
  const [runId] = useState(presentRunId);
  const [pipeline] = useState(presentPipeline);
  const files = useFileDoings();
  const environment = info?.environment ?? '';
  // The runs of practice are gone with the session.
  const storage = info?.practice === false ? localStorage : sessionStorage;
  const onRuns = path === '/runs';
  const [selection] = useState(() => (onRuns ? selectionOnPage() : null));
  const entries = usePaletteEntries(
    { environment, storage, runId, selection, onRuns, pipeline },
    props.cells,
    {
      ...files,
      act: (act) => runId !== null && props.onAsk({ kind: 'act', act, runId }),
      bulk: (act, chosen) => props.onAsk({ kind: 'bulk', act, selection: chosen }),
      pipelineAct: (ref, draft) => props.onAsk({ kind: 'pipeline', pipeline: ref, draft }),
      hold: () => props.onAsk({ kind: 'hold' }),
      release: (hold) => props.onAsk({ kind: 'release', hold }),
      control: props.onControl,
      use: (name) => props.onAsk({ kind: 'use', environment: name }),
      help: props.onHelp,
    },
  );
  const choose = (entry: PaletteEntry): void => {
    keepRecent(environment, storage, entry);
    if (typeof entry.to === 'string') goTo(entry.to);
    else entry.to();
  };
  return <Palette entries={entries} choose={choose} onClose={props.onClose} />;
}

/** The ticked runs, else all that the page's filter leaves. */
function selectionOnPage(): RunSelection {
  const params = new URLSearchParams(location.hash.split('?')[1] ?? '');
  const match = matchOfView(viewOfParams(params));
  return presentSelection() ?? { kind: 'matching', match, except: [] };
}
