import { request, sentenceOf } from '#renderer/bridge/request.ts';
import { openBundle } from '#renderer/features/run-detail/opened-bundle.ts';
import { matchOfView, viewOfParams } from '#renderer/features/runs/runs-view.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import type { Doings } from './use-palette-entries.ts';

/** What the palette does with files and the clipboard; each tells how it ended. */
export function useFileDoings(): Pick<Doings, 'copy' | 'export' | 'exportRuns' | 'openBundle'> {
  const notify = useNotify();
  const report = (work: Promise<string | null>): void => {
    work.then(
      (text) => text !== null && notify({ tone: 'success', text }),
      (thrown: unknown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
    );
  };
  return {
    copy: (text, said) => report(request('app.copyText', { text }).then(() => said)),
    export: (runId) =>
      report(
        request('bundles.export', { runId }).then(({ file }) => file && `The run was written to ${file}.`),
      ),
    exportRuns() {
      const params = new URLSearchParams(location.hash.split('?')[1] ?? '');
      const match = matchOfView(viewOfParams(params));
      report(
        request('runs.export', { selection: { kind: 'matching', match, except: [] }, format: 'csv' }).then(
          ({ file, runs }) => file && `${runs} ${runs === 1 ? 'run was' : 'runs were'} written to ${file}.`,
        ),
      );
    },
    openBundle: () => report(openBundle().then(() => null)),
  };
}
