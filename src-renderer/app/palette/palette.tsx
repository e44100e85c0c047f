import { Command } from 'cmdk';
import { useEffect, useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { Keys } from '../keys.tsx';
import { entriesFor, looksLikeId, type PaletteEntry } from './entries.ts';
import { useFound, useFoundPipelines } from './use-found.ts';
import './palette.css';

/** What a search cannot find by name: the run with exactly this id, and the table with all that match. */
function directEntries(text: string, runTotal: number): PaletteEntry[] {
  const wanted = text.trim();
  if (wanted === '') return [];
  const all: PaletteEntry = {
    id: 'find in runs',
    group: 'Go to',
    label:
      runTotal > 1
        ? `Show all ${runTotal.toLocaleString('en')} runs with “${wanted}”`
        : `Filter the runs by “${wanted}”`,
    to: `/runs?q=${encodeURIComponent(wanted)}`,
  };
  if (!looksLikeId(wanted)) return [all];
  const exact: PaletteEntry = {
    id: 'open id',
    group: 'Go to',
    label: `Open the run with the id ${wanted}`,
    to: `/runs/${encodeURIComponent(wanted)}`,
  };
  return [exact, all];
}

/**
 * Everything by name: pages, runs, clients, views, acts. A modal dialog of one field; the list is walked with the arrow keys, and
 * Escape closes. `choose` is called with the entry, after `onClose`.
 */
export function Palette(props: {
  entries: readonly PaletteEntry[];
  choose: (entry: PaletteEntry) => void;
  onClose: () => void;
}): ReactElement {
  const { onClose } = props;
  const [text, setText] = useState('');
  const found = useFound(text);
  const { pipelines, unlisted } = useFoundPipelines(text);
  const named = entriesFor(props.entries, text);
  const direct = directEntries(text, found.runTotal);
  // The focus goes back to where it was, unless what was chosen has taken it.
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);
  const choose = (entry: PaletteEntry): void => {
    onClose();
    props.choose(entry);
  };
  const group = (heading: string, entries: readonly PaletteEntry[]): ReactElement | null =>
    entries.length === 0 ? null : (
      <Command.Group key={heading} heading={heading}>
        {entries.map((entry) => (
          <Line key={entry.id} entry={entry} onChoose={choose} />
        ))}
      </Command.Group>
    );

  return createPortal(
    <div
      className="ad-palette-back"
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <div
        className="ad-palette"
        role="dialog"
        aria-modal="true"
        aria-label="Command palette"
        data-testid="palette"
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onClose();
          }
          // The field is all that takes the focus here.
          if (event.key === 'Tab') event.preventDefault();
        }}
      >
        <Command shouldFilter={false} loop label="Command palette">
          <Command.Input
            autoFocus
            value={text}
            onValueChange={setText}
            maxLength={600}
            className="ad-palette-field"
            placeholder="Any id, customer, pipeline, page or act"
          />
          <Command.List className="ad-palette-list" label="What fits">
            {looksLikeId(text) && group('By id', direct.slice(0, 1))}
            {named.map(({ group: heading, entries }) => group(heading, entries))}
            {group('Pipelines', pipelines)}
            {group('Runs', [...direct.slice(-1), ...found.runs])}
            {group('Clients', found.clients)}
          </Command.List>
        </Command>
        <div className="ad-palette-foot" role="status">
          {found.error ? (
            <span className="ad-tone-bad">Runs could not be searched: {found.error.message}</span>
          ) : found.searching ? (
            'Searching runs and clients…'
          ) : text.trim().length >= 2 && unlisted.length > 0 ? (
            `Pipelines of ${unlisted.join(', ')} could not be listed: their page says why.`
          ) : text.trim().length >= 2 && found.runs.length === 0 ? (
            'No run holds this text.'
          ) : (
            <span className="ad-muted">
              <Keys keys="↑ ↓" /> walk <Keys keys="Enter" /> choose <Keys keys="Esc" /> close
            </span>
          )}
        </div>
      </div>
    </div>,
    document.body,
  );
}

function Line({
  entry,
  onChoose,
}: {
  entry: PaletteEntry;
  onChoose: (entry: PaletteEntry) => void;
}): ReactElement {
  const { id, label, detail, keys, why } = entry;
  return (
    <Command.Item
      value={id}
      disabled={Boolean(why)}
      onSelect={() => onChoose(entry)}
      className="ad-palette-line"
      data-testid={`palette-${id}`}
    >
      <span className="ad-palette-words">
        <span className="ad-palette-label">{label}</span>
        {(why ?? detail) && <span className="ad-palette-detail">{why ?? detail}</span>}
      </span>
      {keys && <Keys keys={keys} />}
    </Command.Item>
  );
}
