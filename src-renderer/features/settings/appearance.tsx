import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import type { ReactElement } from 'react';
import { THEMES, useTheme } from '#renderer/ui/theme.tsx';

const OPTIONS = [
  { id: 'system', text: 'Like the system' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];

/** The look of the window, remembered on this computer, and the versions to name in a question for help. */
export function Appearance({ version }: { version: string }): ReactElement {
  const { theme, setTheme } = useTheme();
  return (
    <section className="ad-settings-panel" aria-label="Appearance">
      <h2>Appearance</h2>
      <FormField label="Theme">
        <SegmentedControl
          selectedId={theme}
          options={OPTIONS}
          onChange={({ detail }) => setTheme(THEMES.find((one) => one === detail.selectedId) ?? 'system')}
        />
      </FormField>
      <div className="ad-muted">{version}</div>
    </section>
  );
}
