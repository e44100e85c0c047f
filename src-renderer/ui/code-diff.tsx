import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef, type ReactElement } from 'react';
import { codeBase, keepKeysInside, loadLanguage, shadowOf } from './code-base.ts';
import './code.css';

/** Beyond this the differ gives coarser answers instead of more time. Source: DiffConfig of `@codemirror/merge`. */
const DIFF = { scanLimit: 2000, timeout: 1500 };
const COLLAPSE = { margin: 3, minSize: 6 };

const sideBySideStyle = `
  .cm-mergeView { height: 100%; overflow: auto; }
  .cm-mergeViewEditor + .cm-mergeViewEditor { border-left: 1px solid var(--ad-line); }
`;

/** Two texts against each other, the unchanged stretches folded: side by side, or one below the other in one column. */
export function CodeDiff(props: {
  left: string;
  right: string;
  leftLabel: string;
  rightLabel: string;
  language: string | null;
  unified: boolean;
  wrap: boolean;
}): ReactElement {
  const { left, right, leftLabel, rightLabel, language, unified, wrap } = props;
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = shadowOf(host.current);
    let made: { destroy: () => void } | null = null;
    let gone = false;
    // The language comes first: a merge view cannot be given another one afterwards without being made anew.
    void loadLanguage(language).then((support) => {
      if (gone) return;
      const extensions = (label: string): Extension => [
        codeBase(label),
        wrap ? EditorView.lineWrapping : [],
        support ?? [],
      ];
      made = unified
        ? new EditorView({
            root,
            parent: root,
            state: EditorState.create({
              doc: right,
              extensions: [
                extensions(rightLabel),
                unifiedMergeView({
                  original: left,
                  mergeControls: false,
                  collapseUnchanged: COLLAPSE,
                  diffConfig: DIFF,
                }),
              ],
            }),
          })
        : sideBySide(root, {
            a: { doc: left, extensions: extensions(leftLabel) },
            b: { doc: right, extensions: extensions(rightLabel) },
          });
    });
    return () => {
      gone = true;
      made?.destroy();
    };
  }, [left, right, leftLabel, rightLabel, language, unified, wrap]);
  return <div ref={host} className="ad-code" data-testid="code-diff" onKeyDown={keepKeysInside} />;
}

function sideBySide(
  root: ShadowRoot,
  sides: { a: { doc: string; extensions: Extension }; b: { doc: string; extensions: Extension } },
): MergeView {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(sideBySideStyle);
  const view = new MergeView({
    ...sides,
    root,
    parent: root,
    collapseUnchanged: COLLAPSE,
    diffConfig: DIFF,
  });
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return view;
}
