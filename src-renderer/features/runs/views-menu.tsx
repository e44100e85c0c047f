import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { memo, useState, type ReactElement } from 'react';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { ManageViewsDialog } from './manage-views-dialog.tsx';
import { SaveViewDialog } from './save-view-dialog.tsx';
import { BUILT_IN_VIEWS, viewNamed } from './saved-views.ts';

/** Built-in and saved views of the table; `parameters` are those of the view on screen. */
export const ViewsMenu = memo(Menu);

function Menu({ parameters }: { parameters: string }): ReactElement {
  const { preferences } = usePreferences();
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const { savedViews } = preferences;
  const present = viewNamed(savedViews, parameters);
  const all = [...savedViews, ...BUILT_IN_VIEWS];
  const close = (): void => setDialog(null);
  const item = ({ name }: { name: string }) => ({
    id: `view ${name}`,
    text: name,
    itemType: 'checkbox' as const,
    checked: name === present,
  });
  return (
    <>
      <ButtonDropdown
        data-testid="views"
        ariaLabel="Views"
        expandToViewport
        items={[
          ...(savedViews.length > 0 ? [{ id: 'saved', text: 'Saved', items: savedViews.map(item) }] : []),
          {
            id: 'built-in',
            text: 'Built in',
            items: BUILT_IN_VIEWS.map((view) => ({ ...item(view), secondaryText: view.about })),
          },
          {
            id: 'change',
            text: 'This view',
            items: [
              { id: 'save', text: 'Save this view…' },
              { id: 'manage', text: 'Manage, export, import…' },
            ],
          },
        ]}
        onItemClick={({ detail }) => {
          if (detail.id === 'save' || detail.id === 'manage') return setDialog(detail.id);
          const view = all.find(({ name }) => `view ${name}` === detail.id);
          if (view) goTo(view.parameters ? `/runs?${view.parameters}` : '/runs');
        }}
      >
        {present ?? 'Views'}
      </ButtonDropdown>
      {dialog === 'save' && <SaveViewDialog parameters={parameters} present={present} onClose={close} />}
      {dialog === 'manage' && <ManageViewsDialog onClose={close} />}
    </>
  );
}
