import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import { memo, type ReactElement } from 'react';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { columnChoice } from './columns-choice.ts';
import { RUNS_COLUMNS } from './runs-columns.tsx';

const PAGE_SIZES = [25, 50, 100, 200];

/** Which columns show, in which order, and how many runs a page has. */
export const TablePreferences = memo(Preferences);

function Preferences(): ReactElement {
  const { preferences, changePreferences } = usePreferences();
  const notify = useNotify();
  return (
    <CollectionPreferences
      data-testid="runs-preferences"
      title="Columns and page size"
      confirmLabel="Apply"
      cancelLabel="Cancel"
      preferences={{
        pageSize: preferences.runsPageSize,
        contentDisplay: columnChoice(RUNS_COLUMNS, preferences.runsColumns),
      }}
      pageSizePreference={{
        title: 'Runs a page',
        options: PAGE_SIZES.map((value) => ({ value, label: `${value} runs` })),
      }}
      contentDisplayPreference={{
        title: 'Columns',
        description: 'Drag a column, or move it by keyboard, to change the order.',
        enableColumnFiltering: true,
        options: RUNS_COLUMNS.map(({ id, header }) => ({
          id,
          label: header,
          ...(id === 'run' ? { alwaysVisible: true } : {}),
        })),
      }}
      onConfirm={({ detail }) => {
        const runsColumns = (detail.contentDisplay ?? [])
          .filter(({ visible }) => visible)
          .map(({ id }) => id);
        changePreferences({
          runsColumns,
          runsPageSize: detail.pageSize ?? preferences.runsPageSize,
        }).catch((thrown: unknown) => notify({ tone: 'error', text: sentenceOf(thrown) }));
      }}
    />
  );
}
