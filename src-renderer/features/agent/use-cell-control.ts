import { useEffect, useState } from 'react';
import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { pollReport, switchReport } from './control-report.ts';

/** A poll waits for a slot, for its turn and for the answer; a call is given up after fifteen seconds. */
const POLL_SEEN_WITHIN_MS = 20_000;

/** Turns switches and tells what came of it, a poll only when it has ended. */
export function useCellControl(cells: readonly CellView[]): {
  run: (action: CellAction, targets: readonly CellView[], all: boolean) => void;
  busy: boolean;
} {
  const control = useChange('agent.control', ['agent.cells', 'app.notices']);
  const notify = useNotify();
  const [asked, setAsked] = useState<{ keys: readonly string[]; at: number; late: boolean } | null>(null);

  useEffect(() => {
    if (!asked) return undefined;
    const report = pollReport(asked.keys, asked.at, cells, asked.late);
    if (report) {
      notify({ ...report, testId: 'agent-outcome' });
      setAsked(null);
    }
    return undefined;
  }, [asked, cells, notify]);

  const waitingSince = asked?.at;
  useEffect(() => {
    if (waitingSince === undefined) return undefined;
    const timer = setTimeout(
      () => setAsked((present) => present && { ...present, late: true }),
      POLL_SEEN_WITHIN_MS,
    );
    return () => clearTimeout(timer);
  }, [waitingSince]);

  return {
    busy: control.isPending,
    run(action, targets, all) {
      const keys = targets.map((cell) => cell.key);
      const at = Date.now();
      control.mutate(
        { action, keys: all ? [] : keys },
        {
          onSuccess: (after) => {
            if (action === 'poll-now') setAsked({ keys, at, late: false });
            else notify({ ...switchReport(action, keys, after), testId: 'agent-outcome' });
          },
          onError: (thrown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
        },
      );
    },
  };
}
