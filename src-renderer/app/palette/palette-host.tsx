import { lazy, Suspense, useEffect, useEffectEvent, useState, type ReactElement } from 'react';
import type { ActKind } from '#shared/domain/acts.ts';
import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { useCellControl } from '#renderer/features/agent/use-cell-control.ts';
import { goTo, useHashPath } from '#renderer/ui/hash-location.ts';
import { RunAct, UseEnvironment } from './asked.tsx';
import type { PaletteEntry } from './entries.ts';
import { presentRunId } from './present-run.ts';
import { keepRecent } from './recent.ts';
import { useFileDoings } from './use-file-doings.ts';
import { usePaletteEntries } from './use-palette-entries.ts';

const load = () => import('./palette.tsx');
const Palette = lazy(async () => ({ default: (await load()).Palette }));
const NO_CELLS: readonly CellView[] = [];

type Asking = { kind: 'act'; act: ActKind; runId: string } | { kind: 'use'; environment: string } | null;

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
            onControl={(action) => control.run(action, cells, true)}
            onAct={(act, runId) => setAsking({ kind: 'act', act, runId })}
            onUse={(environment) => setAsking({ kind: 'use', environment })}
            onHelp={onHelp}
            onClose={() => onOpen(false)}
          />
        </Suspense>
      )}
      {asking?.kind === 'act' && <RunAct runId={asking.runId} act={asking.act} onClose={close} />}
      {asking?.kind === 'use' && <UseEnvironment name={asking.environment} onClose={close} />}
    </>
  );
}

function OpenPalette(props: {
  info: ResponseOf<'app.info'> | null;
  cells: readonly CellView[];
  onControl: (action: CellAction) => void;
  onAct: (act: ActKind, runId: string) => void;
  onUse: (environment: string) => void;
  onHelp: () => void;
  onClose: () => void;
}): ReactElement {
  const { info } = props;
  const [path] = useHashPath();
  const [runId] = useState(presentRunId);
  const files = useFileDoings();
  const environment = info?.environment ?? '';
  // The runs of practice are gone with the session.
  const storage = info?.practice === false ? localStorage : sessionStorage;
  const entries = usePaletteEntries({ environment, storage, runId, onRuns: path === '/runs' }, props.cells, {
    ...files,
    act: (kind) => runId !== null && props.onAct(kind, runId),
    control: props.onControl,
    use: props.onUse,
    help: props.onHelp,
  });
  const choose = (entry: PaletteEntry): void => {
    keepRecent(environment, storage, entry);
    if (typeof entry.to === 'string') goTo(entry.to);
    else entry.to();
  };
  return <Palette entries={entries} choose={choose} onClose={props.onClose} />;
}
