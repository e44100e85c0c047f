import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';
import { useState, type ReactElement } from 'react';
import { LONGEST_NOTE, noteTextSchema } from '#shared/domain/run-note.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';

/** Types a note. A note that could not be kept stays in the field, with the reason below. */
export function NoteForm(props: {
  text: string;
  onKeep: (text: string) => Promise<void>;
  onCancel: () => void;
}): ReactElement {
  const [text, setText] = useState(props.text);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const parsed = noteTextSchema.safeParse(text);
  const tooLong = text.trim().length > LONGEST_NOTE;
  const keep = async (): Promise<void> => {
    if (!parsed.success || busy) return;
    setBusy(true);
    try {
      await props.onKeep(parsed.data);
    } catch (thrown) {
      setProblem(sentenceOf(thrown));
      setBusy(false);
    }
  };
  return (
    <div className="ad-note-form">
      <FormField
        label={<span className="ad-offscreen">Note</span>}
        errorText={tooLong ? `${text.trim().length - LONGEST_NOTE} characters too many` : problem}
        constraintText={`Stays in this ledger: neither AWS nor the customer sees it. ${text.trim().length} of ${LONGEST_NOTE} characters.`}
        stretch
      >
        <Textarea
          value={text}
          rows={3}
          autoFocus
          ariaLabel="Note"
          placeholder="What you saw, whom you told, what to look at next"
          onChange={({ detail }) => setText(detail.value)}
          onKeyDown={({ detail }) => {
            if (detail.key === 'Enter' && (detail.ctrlKey || detail.metaKey)) void keep();
            if (detail.key === 'Escape') props.onCancel();
          }}
        />
      </FormField>
      <div className="ad-row">
        <Button variant="primary" disabled={!parsed.success} loading={busy} onClick={() => void keep()}>
          Keep note
        </Button>
        <Button variant="link" onClick={props.onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
