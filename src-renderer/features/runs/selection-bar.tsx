import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import LiveRegion from '@cloudscape-design/components/live-region';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { RunSelection } from '#shared/domain/run.ts';
import { request, sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { MatchPreview } from './match-preview.tsx';

const IDS_OF_ALL = 'The ids of all that match are in the export.';

/**
 * What is selected and what can be done with it. It stays at the lower edge of the window, so that no row moves when it
 * appears. `acts` puts further buttons into it.
 */
export function SelectionBar(props: {
  selection: RunSelection;
  count: number;
  /** Selected runs that are not on this page. */
  elsewhere: number;
  /** How many match the filter: offered where more match than are selected. */
  total: number;
  onAllThatMatch: () => void;
  onClear: () => void;
  acts?: ((selection: RunSelection) => ReactNode) | undefined;
}): ReactElement | null {
  const { selection, count } = props;
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  if (count === 0) return null;
  const all = selection.kind === 'matching';
  const noun = count === 1 ? 'run' : 'runs';

  const copy = async (): Promise<void> => {
    if (selection.kind !== 'chosen') return;
    try {
      await request('app.copyText', { text: `${selection.runIds.join('\n')}\n` });
      notify({ tone: 'success', text: `The ids of ${count.toLocaleString()} ${noun} are on the clipboard.` });
    } catch (thrown) {
      notify({ tone: 'error', text: sentenceOf(thrown) });
    }
  };
  const exportAs = async (format: 'csv' | 'json'): Promise<void> => {
    setBusy(true);
    try {
      const { file, runs } = await request('runs.export', { selection, format });
      const what = runs === 1 ? '1 run was' : `${runs.toLocaleString()} runs were`;
      if (file) notify({ tone: 'success', text: `${what} written to ${file}.` });
    } catch (thrown) {
      notify({ tone: 'error', text: sentenceOf(thrown) });
    }
    setBusy(false);
  };

  return (
    <section className="ad-selection" aria-label="Selected runs" data-testid="selection-bar">
      <div className="ad-selection-what">
        <LiveRegion>
          <span>
            <strong>{`${all && selection.except.length === 0 ? 'All ' : ''}${count.toLocaleString()} ${noun}`}</strong>
            <span>{all ? ' that match' : ' selected'}</span>
            {!all && props.elsewhere > 0 && (
              <span>{`, ${props.elsewhere.toLocaleString()} not on this page`}</span>
            )}
          </span>
        </LiveRegion>
        {all && <MatchPreview match={selection.match} except={selection.except.length} />}
      </div>
      {!all && props.total > count && (
        <Button variant="inline-link" data-testid="select-matching" onClick={props.onAllThatMatch}>
          {`Select all ${props.total.toLocaleString()} that match`}
        </Button>
      )}
      <div className="ad-selection-acts">
        {props.acts?.(selection)}
        <Button
          data-testid="selection-copy"
          iconName="copy"
          disabled={all}
          disabledReason={IDS_OF_ALL}
          onClick={() => void copy()}
        >
          Copy ids
        </Button>
        <ButtonDropdown
          data-testid="selection-export"
          expandToViewport
          loading={busy}
          items={[
            { id: 'csv', text: 'As CSV…' },
            { id: 'json', text: 'As JSON…' },
          ]}
          onItemClick={({ detail }) => void exportAs(detail.id === 'csv' ? 'csv' : 'json')}
        >
          Export
        </ButtonDropdown>
        <Button variant="link" data-testid="selection-clear" onClick={props.onClear}>
          Clear selection
        </Button>
      </div>
    </section>
  );
}
