import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import type { RunNote } from '#shared/domain/run-note.ts';
import { Moment, utcTime } from '#renderer/ui/moment.tsx';
import { NoteForm } from './note-form.tsx';

/** What can be done to notes of the run on screen. */
export interface NoteTools {
  /** Rejects when the text was not kept. */
  change(noteId: number, text: string): Promise<void>;
  remove(note: RunNote): void;
}

/** A note at its time in the timeline. Only one's own of this session can be changed. */
export function NoteLine({ note, tools }: { note: RunNote; tools: NoteTools | null }): ReactElement {
  const [editing, setEditing] = useState(false);
  return (
    <li className="ad-entry ad-note" data-testid={`note-${note.noteId}`}>
      <span className="ad-entry-time ad-muted">
        <Moment at={note.at} />
      </span>
      <span className="ad-entry-dot" aria-hidden="true" />
      <div className="ad-note-body">
        <div className="ad-entry-head">
          <strong>{note.who}</strong>
          <span className="ad-muted">wrote a note</span>
          {note.editedAt !== null && (
            <span className="ad-muted" title={`Changed ${utcTime(note.editedAt)}`}>
              changed
            </span>
          )}
          {tools && !editing && (
            <span className="ad-note-tools">
              {note.mine && (
                <Button
                  variant="inline-icon"
                  iconName="edit"
                  ariaLabel="Change the note"
                  onClick={() => setEditing(true)}
                />
              )}
              <Button
                variant="inline-icon"
                iconName="remove"
                ariaLabel="Delete the note"
                onClick={() => tools.remove(note)}
              />
            </span>
          )}
        </div>
        {editing && tools ? (
          <NoteForm
            text={note.text}
            onKeep={async (text) => {
              await tools.change(note.noteId, text);
              setEditing(false);
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <div className="ad-wrap">{note.text}</div>
        )}
      </div>
    </li>
  );
}
