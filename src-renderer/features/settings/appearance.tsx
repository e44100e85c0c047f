import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import type { ReactElement } from 'react';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { THEMES, useTheme } from '#renderer/ui/theme.tsx';

const THEME_OPTIONS = [
  { id: 'system', text: 'Like the system' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];
const DENSITY_OPTIONS = [
  { id: 'compact', text: 'Compact' },
  { id: 'comfortable', text: 'Comfortable' },
];

/** The look of the window, remembered on this computer. */
export function Appearance(): ReactElement {
  const { theme, setTheme } = useTheme();
  const { preferences, changePreferences } = usePreferences();
  const notify = useNotify();
  const setDensity = (id: string): void => {
    changePreferences({ density: id === 'comfortable' ? 'comfortable' : 'compact' }).catch(
      (thrown: unknown) => notify({ tone: 'error', title: 'Not stored', text: sentenceOf(thrown) }),
    );
  };
  return (
    <section className="ad-settings-panel" aria-label="Appearance">
      <h2>Appearance</h2>
      <FormField label="Theme">
        <SegmentedControl
          label="Theme"
          selectedId={theme}
          options={THEME_OPTIONS}
          onChange={({ detail }) => setTheme(THEMES.find((one) => one === detail.selectedId) ?? 'system')}
        />
      </FormField>
      <FormField label="Density" description="Comfortable leaves more room around texts, fields and buttons.">
        <SegmentedControl
          label="Density"
          data-testid="density"
          selectedId={preferences.density}
          options={DENSITY_OPTIONS}
          onChange={({ detail }) => setDensity(detail.selectedId)}
        />
      </FormField>
    </section>
  );
}
