import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import { useState, type ReactElement } from 'react';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { useNotify } from '#renderer/ui/notices.tsx';
import { nameProblem, withView } from './saved-views.ts';

const LONGEST_PARAMETERS = 4000;

/** Asks for the name under which the view on screen is kept. */
export function SaveViewDialog(props: {
  parameters: string;
  present: string | null;
  onClose: () => void;
}): ReactElement {
  const { preferences, changePreferences } = usePreferences();
  const { savedViews } = preferences;
  const notify = useNotify();
  const own = savedViews.some(({ name }) => name === props.present);
  const [name, setName] = useState(own ? (props.present ?? '') : '');
  const [problem, setProblem] = useState<string | null>(null);
  const replaces = savedViews.some((view) => view.name === name.trim());

  const save = async (): Promise<void> => {
    const tooLong =
      props.parameters.length > LONGEST_PARAMETERS ? 'The filter is too long to be saved.' : null;
    const found = nameProblem(name) ?? tooLong;
    setProblem(found);
    if (found) return;
    const view = { name: name.trim(), parameters: props.parameters };
    try {
      await changePreferences({ savedViews: withView(savedViews, view) });
      notify({ tone: 'success', text: `The view “${view.name}” is saved.` });
      props.onClose();
    } catch (thrown) {
      setProblem(sentenceOf(thrown));
    }
  };

  return (
    <Modal
      visible
      header="Save this view"
      onDismiss={props.onClose}
      footer={
        <DialogFooter
          onLeave={props.onClose}
          act={{ label: replaces ? 'Replace' : 'Save', testId: 'view-save', onAct: () => void save() }}
        />
      }
    >
      <FormField
        label="Name"
        description="Lane, filter and order are kept; columns and page size are yours in every view."
        errorText={problem}
      >
        <Input
          autoFocus
          data-testid="view-name"
          value={name}
          onChange={({ detail }) => setName(detail.value)}
          onKeyDown={({ detail }) => {
            if (detail.key === 'Enter') void save();
          }}
        />
      </FormField>
    </Modal>
  );
}
