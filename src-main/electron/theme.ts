import { nativeTheme } from 'electron';
import type { Theme } from './window-state.ts';

/** Sets what pages see as preferred colour scheme, and the colours of menus and boxes. */
export function applyTheme(theme: Theme): void {
  nativeTheme.themeSource = theme;
}
