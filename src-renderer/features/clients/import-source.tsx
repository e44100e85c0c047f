import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState, type DragEvent, type ReactElement } from 'react';
import type { ImportChoice } from './use-client-import.ts';

const FIELDS = [
  { name: 'clientId', label: 'Client id', usual: 'clientId' },
  { name: 'label', label: 'Label', usual: 'label' },
  { name: 'token', label: 'Client token', usual: 'token' },
] as const;

/** A file that is chosen or dropped, or a pasted text; a label for entries without one; and the file's own field names. */
export function ImportSource(props: { busy: boolean; onOpen: (choice: ImportChoice) => void }): ReactElement {
  const [text, setText] = useState('');
  const [label, setLabel] = useState('');
  const [names, setNames] = useState({ clientId: '', label: '', token: '' });
  const [over, setOver] = useState(false);
  const [dropProblem, setDropProblem] = useState('');
  const open = (source: ImportChoice['source']): void => props.onOpen({ source, label, names });
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (!file) return;
    setDropProblem('');
    file.text().then(
      (dropped) => open({ kind: 'text', name: file.name.slice(0, 260), text: dropped }),
      () => setDropProblem('What was dropped cannot be read.'),
    );
  };
  return (
    <SpaceBetween size="m">
      <div
        className={`ad-drop-zone${over ? ' ad-drop-zone-over' : ''}`}
        data-testid="import-drop"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FormField
          label="A file"
          description="CSV (comma, semicolon or tab, with or without headings) or JSON. Drop it here, or choose it."
          errorText={dropProblem}
        >
          <Button
            data-testid="import-choose"
            iconName="upload"
            loading={props.busy}
            onClick={() => open({ kind: 'dialog' })}
          >
            Choose a file…
          </Button>
        </FormField>
      </div>
      <FormField
        label="Or pasted text"
        stretch
        description="One client a line: client id, label, token. Nothing is stored before you have seen the preview."
      >
        <Textarea
          data-testid="import-text"
          value={text}
          rows={4}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
      <Button
        data-testid="import-read"
        disabled={text.trim() === '' || props.busy}
        onClick={() => open({ kind: 'text', name: 'pasted text', text })}
      >
        Read the pasted text
      </Button>
      <ExpandableSection headerText="Label and field names">
        <SpaceBetween size="s">
          <FormField label="Label for entries without one">
            <Input
              data-testid="import-label"
              value={label}
              autoComplete={false}
              onChange={({ detail }) => setLabel(detail.value.slice(0, 200))}
            />
          </FormField>
          <ColumnLayout columns={3}>
            {FIELDS.map((field) => (
              <FormField key={field.name} label={`${field.label} is called`}>
                <Input
                  data-testid={`import-name-${field.name}`}
                  value={names[field.name]}
                  placeholder={field.usual}
                  autoComplete={false}
                  onChange={({ detail }) =>
                    setNames((present) => ({ ...present, [field.name]: detail.value.slice(0, 100) }))
                  }
                />
              </FormField>
            ))}
          </ColumnLayout>
        </SpaceBetween>
      </ExpandableSection>
    </SpaceBetween>
  );
}
