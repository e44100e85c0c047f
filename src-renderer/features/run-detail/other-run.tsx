import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState, type ReactElement } from 'react';
import { goTo } from '#renderer/ui/hash-location.ts';

/** The ways on from a run that cannot be shown: another id, or a search for this one in all runs and their texts. */
export function OtherRun({ id }: { id: string }): ReactElement {
  const [text, setText] = useState('');
  const wanted = text.trim();
  return (
    <form
      className="ad-other-run"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== '') goTo(`/runs/${encodeURIComponent(wanted)}`);
      }}
    >
      <FormField
        label="Open another run"
        description="Any id of it: of the run, of a job, of the pipeline's execution or of the work outside"
      >
        <div className="ad-other-run-field">
          <Input
            value={text}
            onChange={({ detail }) => setText(detail.value)}
            placeholder="Paste an id"
            spellcheck={false}
            autoComplete={false}
          />
          <Button formAction="submit" disabled={wanted === ''}>
            Open
          </Button>
        </div>
      </FormField>
      <Button
        formAction="none"
        variant="inline-link"
        onClick={() => goTo(`/runs?q=${encodeURIComponent(id)}`)}
      >
        Search all runs for “{id}”
      </Button>
    </form>
  );
}
