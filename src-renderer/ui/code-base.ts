import { defaultKeymap } from '@codemirror/commands';
import { LanguageDescription, bracketMatching, type LanguageSupport } from '@codemirror/language';
import { languages } from '@codemirror/language-data';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { codeLook } from './code-look.ts';

/** What every view of a text has: read only, lines numbered, Ctrl+F inside, hidden characters shown. */
export function codeBase(label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-readonly': 'true',
      tabindex: '0',
      spellcheck: 'false',
    }),
    lineNumbers(),
    highlightSpecialChars({ addSpecialChars: /[\u00ad\u061c\u2060-\u2064\u206a-\u206f]/g }),
    drawSelection(),
    bracketMatching(),
    highlightSelectionMatches(),
    search({ top: true }),
    keymap.of([...searchKeymap, ...defaultKeymap]),
    codeLook,
  ];
}

/** Loads the highlighting of a language by CodeMirror's name for it; null where there is none, or it cannot be loaded. */
export async function loadLanguage(name: string | null): Promise<LanguageSupport | null> {
  const found = name === null ? null : LanguageDescription.matchLanguageName(languages, name, false);
  if (!found) return null;
  try {
    return await found.load();
  } catch {
    return null;
  }
}

/**
 * The shadow root of a host. Inside it CodeMirror adopts its style sheets; in the document it would write a style element,
 * which the content security policy refuses.
 */
export function shadowOf(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: 'open' });
}

/** Keeps keys that are typed inside from the window's shortcuts, which see the host alone; held keys go through. */
export function keepKeysInside(event: {
  ctrlKey: boolean;
  metaKey: boolean;
  stopPropagation: () => void;
}): void {
  if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
}
