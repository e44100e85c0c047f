import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef, type ReactElement, type RefObject } from 'react';
import { codeBase, keepKeysInside, loadLanguage, shadowOf } from './code-base.ts';
import { hiddenSpans, showHidden, type HiddenSpan } from './hidden-spans.ts';
import './code.css';

const NOTHING_HIDDEN: readonly HiddenSpan[] = [];

/** A text to read: highlighted, searchable (Ctrl+F inside), quick with many thousand lines. */
export function CodeView(props: {
  text: string;
  label: string;
  /** CodeMirror's name of the language, or null. */
  language: string | null;
  wrap: boolean;
  /** Covered until pressed, or while `showHidden`. */
  hidden?: readonly HiddenSpan[];
  showHidden?: boolean;
  testId?: string;
}): ReactElement {
  const { text, label, language, wrap, hidden = NOTHING_HIDDEN } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const parts = useRef({ language: new Compartment(), wrap: new Compartment() });
  const wrapping = useEffectEvent(() => (wrap ? EditorView.lineWrapping : []));

  useEffect(() => {
    if (!host.current) return;
    const root = shadowOf(host.current);
    const { language: languagePart, wrap: wrapPart } = parts.current;
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [codeBase(label), languagePart.of([]), wrapPart.of(wrapping()), hiddenSpans(hidden)],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [text, label, hidden]);

  useLanguage(view, parts.current.language, language, text);
  useEffect(() => {
    view.current?.dispatch({
      effects: parts.current.wrap.reconfigure(wrap ? EditorView.lineWrapping : []),
    });
  }, [wrap]);
  useEffect(() => {
    if (view.current) showHidden(view.current, props.showHidden ?? false);
  }, [props.showHidden, text, label, hidden]);

  return <div ref={host} className="ad-code" data-testid={props.testId} onKeyDown={keepKeysInside} />;
}

function useLanguage(
  view: RefObject<EditorView | null>,
  part: Compartment,
  language: string | null,
  text: string,
): void {
  useEffect(() => {
    let left = false;
    void loadLanguage(language).then((support) => {
      if (!left) view.current?.dispatch({ effects: part.reconfigure(support ?? []) });
    });
    return () => {
      left = true;
    };
  }, [view, part, language, text]);
}
