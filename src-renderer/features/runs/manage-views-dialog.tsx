import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState, type ReactElement } from 'react';
import type { SavedView } from '#shared/domain/preferences.ts';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { CopyButton } from '#renderer/ui/copyable.tsx';
import { SavedViewRow } from './saved-view-row.tsx';
import { moved, renamed, viewsText, withViewsOfText } from './saved-views.ts';

type Said = { tone: 'success' | 'error'; text: string; undo?: readonly SavedView[] };

/** Renames, orders and removes saved views, and carries them to another desk as text. */
export function ManageViewsDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { preferences, changePreferences } = usePreferences();
  const { savedViews } = preferences;
  const [said, setSaid] = useState<Said | null>(null);
  const [pasted, setPasted] = useState('');

  const change = (views: readonly SavedView[], then: Said | null): void => {
    changePreferences({ savedViews: [...views] }).then(
      () => setSaid(then),
      (thrown: unknown) => setSaid({ tone: 'error', text: sentenceOf(thrown) }),
    );
  };
  const take = (): void => {
    const taken = withViewsOfText(savedViews, pasted);
    if ('problem' in taken) return setSaid({ tone: 'error', text: taken.problem });
    const text = `${taken.added} added, ${taken.replaced} replaced.`;
    change(taken.views, { tone: 'success', text, undo: savedViews });
    setPasted('');
  };

  return (
    <Modal
      visible
      size="medium"
      header="Saved views"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>Close</Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {said && (
          <Alert
            type={said.tone}
            action={said.undo && <Button onClick={() => change(said.undo ?? [], null)}>Undo</Button>}
          >
            {said.text}
          </Alert>
        )}
        {savedViews.length === 0 ? (
          <Box color="text-body-secondary">
            No view is saved yet. Choose a lane, a filter and an order, then “Save this view…”.
          </Box>
        ) : (
          <ol className="ad-views" aria-label="Saved views">
            {savedViews.map((view, at) => (
              <SavedViewRow
                key={view.name}
                name={view.name}
                first={at === 0}
                last={at === savedViews.length - 1}
                onRename={(to) => change(renamed(savedViews, view.name, to), null)}
                onMove={(step) => change(moved(savedViews, view.name, step), null)}
                onRemove={() =>
                  change(
                    savedViews.filter(({ name }) => name !== view.name),
                    { tone: 'success', text: `“${view.name}” was removed.`, undo: savedViews },
                  )
                }
              />
            ))}
          </ol>
        )}
        {savedViews.length > 0 && (
          <div>
            <CopyButton text={viewsText(savedViews)} label="Copy all as JSON" />
          </div>
        )}
        <FormField label="Import" description="Paste views that were copied on another desk.">
          <SpaceBetween size="xs">
            <Textarea
              data-testid="views-paste"
              ariaLabel="Views as JSON"
              rows={3}
              value={pasted}
              onChange={({ detail }) => setPasted(detail.value)}
            />
            <Button data-testid="views-import" disabled={pasted.trim() === ''} onClick={take}>
              Import
            </Button>
          </SpaceBetween>
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}
