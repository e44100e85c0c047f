import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react';
import { usePreferences } from '#renderer/bridge/preferences.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'action-desk.theme';
const DARK_QUERY = '(prefers-color-scheme: dark)';

function remembered(): Theme {
  const stored = localStorage.getItem(STORAGE_KEY);
  return THEMES.find((theme) => theme === stored) ?? 'system';
}

const ThemeContext = createContext<{ theme: Theme; setTheme: (theme: Theme) => void }>({
  theme: 'system',
  setTheme: () => undefined,
});

/** Applies and remembers the chosen theme, and applies the density of the preferences. `onTheme` hears the choice at start and on each change. */
export function ThemeProvider(props: { onTheme: (theme: Theme) => void; children: ReactNode }): ReactElement {
  const { onTheme } = props;
  const [theme, setTheme] = useState(remembered);

  const { density } = usePreferences().preferences;
  useEffect(() => {
    applyDensity(density === 'comfortable' ? Density.Comfortable : Density.Compact);
  }, [density]);

  useEffect(() => {
    localStorage.setItem(STORAGE_KEY, theme);
    onTheme(theme);
    const system = matchMedia(DARK_QUERY);
    const apply = (): void => {
      const dark = theme === 'dark' || (theme === 'system' && system.matches);
      applyMode(dark ? Mode.Dark : Mode.Light);
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme, onTheme]);

  const value = useMemo(() => ({ theme, setTheme }), [theme]);
  return <ThemeContext value={value}>{props.children}</ThemeContext>;
}

/** The chosen theme and the way to change it. */
export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  return useContext(ThemeContext);
}
