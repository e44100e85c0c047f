import { HighlightStyle, defaultHighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** The default style's colours are for light pages only: each stands for a variable of ours, which both themes define. */
const VARIABLE_OF: Readonly<Record<string, string>> = {
  '#708': '--ad-code-word',
  '#219': '--ad-code-value',
  '#164': '--ad-code-type',
  '#a11': '--ad-code-text',
  '#e40': '--ad-code-text',
  '#00f': '--ad-code-name',
  '#30a': '--ad-code-name',
  '#00c': '--ad-code-name',
  '#085': '--ad-code-type',
  '#167': '--ad-code-type',
  '#256': '--ad-code-type',
  '#404740': '--ad-code-aside',
  '#940': '--ad-code-aside',
  '#f00': '--ad-bad',
};

const highlight = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => {
    const colour = spec.color as string | undefined;
    return colour === undefined ? spec : { ...spec, color: `var(${VARIABLE_OF[colour] ?? '--ad-text'})` };
  }),
);

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ad-text)', backgroundColor: 'var(--ad-surface)', fontSize: '12px' },
  '&.cm-focused': { outline: '2px solid var(--ad-accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--ad-font-mono)', lineHeight: '18px', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ad-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--ad-text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--ad-raised)',
    color: 'var(--ad-muted)',
    borderRight: '1px solid var(--ad-line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--ad-accent) 30%, transparent) !important',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--ad-warn-soft)', outline: '1px solid var(--ad-warn)' },
  '.cm-searchMatch.cm-searchMatch-selected': {
    backgroundColor: 'var(--ad-warn)',
    color: 'var(--ad-surface)',
  },
  '.cm-panels': {
    backgroundColor: 'var(--ad-raised)',
    color: 'var(--ad-text)',
    borderColor: 'var(--ad-line)',
    fontFamily: 'var(--ad-font)',
  },
  '.cm-panel.cm-search': { padding: '4px 24px 4px 6px' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': { fontSize: '12px' },
  '.cm-textfield': {
    backgroundColor: 'var(--ad-surface)',
    color: 'var(--ad-text)',
    border: '1px solid var(--ad-muted)',
    borderRadius: '4px',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--ad-surface)',
    color: 'var(--ad-text)',
    border: '1px solid var(--ad-muted)',
    borderRadius: '4px',
  },
  '.cm-panel button[name=close]': { color: 'var(--ad-text)' },
  '.cm-secret': {
    padding: '0 4px',
    borderRadius: '3px',
    backgroundColor: 'var(--ad-track)',
    color: 'var(--ad-muted)',
    cursor: 'pointer',
    whiteSpace: 'pre-wrap',
  },
  '.cm-secret[aria-pressed=true]': { backgroundColor: 'var(--ad-warn-soft)', color: 'var(--ad-text)' },
  '.cm-secret:focus': { outline: '2px solid var(--ad-accent)' },
  '.cm-collapsedLines': {
    background: 'var(--ad-raised)',
    color: 'var(--ad-muted)',
    padding: '2px 8px',
  },
  '.cm-specialChar': { color: 'var(--ad-bad)' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--ad-code-removed)' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'var(--ad-code-removed-part)',
  },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--ad-code-added)' },
  '&.cm-merge-b .cm-changedText': { background: 'var(--ad-code-added-part)' },
  '.cm-deletedChunk del, .cm-insertedLine, .cm-deletedLine': { textDecoration: 'none' },
});

/** Colours, fonts and gutters of every code view, by the page's own variables, so that light and dark follow by themselves. */
export const codeLook: Extension = [theme, syntaxHighlighting(highlight)];
