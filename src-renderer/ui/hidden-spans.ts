import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, keymap, type DecorationSet } from '@codemirror/view';
import { Cover } from './cover-widget.ts';

/** Characters `[from, to)` that are covered until asked for, and what they look like. */
export interface HiddenSpan {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/*
 * Each span is a button of its own in the text. Tab walks from one to the next, drawn or not; Enter, Space or a press shows the
 * one value for as long as the keyboard is there, and leaving covers it again. `showHidden` shows all of them as plain text.
 * What is covered is neither copied out of the text.
 */
interface Covered {
  readonly spans: readonly HiddenSpan[];
  /** Where the one begins that is shown; null: none. */
  readonly one: number | null;
  readonly all: boolean;
  readonly drawn: DecorationSet;
}

const showOne = StateEffect.define<number | null>();
const showAll = StateEffect.define<boolean>();
const COVER = '••••••••';

const field = StateField.define<Covered>({
  create: () => ({ spans: [], one: null, all: false, drawn: Decoration.none }),
  update(covered, { effects, state }) {
    let { one, all } = covered;
    for (const effect of effects) {
      if (effect.is(showOne)) one = effect.value;
      if (effect.is(showAll)) all = effect.value;
    }
    if (one === covered.one && all === covered.all) return covered;
    return { ...covered, one, all, drawn: draw(state, covered.spans, one, all) };
  },
  provide: (from) => [
    EditorView.decorations.from(from, ({ drawn }) => drawn),
    EditorView.atomicRanges.of((view) => view.state.field(from).drawn),
  ],
});

function draw(
  state: EditorState,
  spans: readonly HiddenSpan[],
  one: number | null,
  all: boolean,
): DecorationSet {
  if (all) return Decoration.none;
  return Decoration.set(
    spans.map(({ from, to, why }) => {
      const value = from === one ? state.sliceDoc(from, to) : null;
      const widget = new Cover({ from, why, value, cover: COVER, act: actOnCover });
      return Decoration.replace({ widget }).range(from, to);
    }),
  );
}

/** In their order, within the text, and apart: two rules may find the same value, and the first covers it. */
function apart(spans: readonly HiddenSpan[], length: number): HiddenSpan[] {
  const kept: HiddenSpan[] = [];
  const sorted = spans
    .filter(({ from, to }) => from >= 0 && to > from && to <= length)
    .toSorted((one, other) => one.from - other.from);
  for (const span of sorted) if (span.from >= (kept.at(-1)?.to ?? 0)) kept.push(span);
  return kept;
}

/** What a cover was asked for by key or mouse. */
function actOnCover(view: EditorView, from: number, act: 'toggle' | 'cover' | 'next' | 'previous'): boolean {
  const covered = view.state.field(field);
  if (act === 'next' || act === 'previous') {
    const at = covered.spans.findIndex((span) => span.from === from) + (act === 'next' ? 1 : -1);
    return goToCover(view, covered.spans[at]);
  }
  const one = act === 'toggle' && covered.one !== from ? from : null;
  // Leaving a cover is told late: another one may be shown by then.
  if (act === 'cover' && covered.one !== from) return false;
  view.dispatch({ effects: showOne.of(one) });
  return true;
}

function goToCover(view: EditorView, span: HiddenSpan | undefined): boolean {
  if (!span) return false;
  view.dispatch({
    selection: { anchor: span.from },
    effects: EditorView.scrollIntoView(span.from, { y: 'nearest', yMargin: 40 }),
  });
  const focus = (): boolean => {
    const cover = view.contentDOM.querySelector<HTMLElement>(`[data-cover="${span.from}"]`);
    cover?.focus({ preventScroll: true });
    return cover !== null;
  };
  if (!focus()) view.requestMeasure({ read: () => null, write: () => void focus() });
  return true;
}

function withoutCovered(text: string, state: EditorState): string {
  const { spans, all } = state.field(field);
  if (all) return text;
  const values = new Set(spans.map(({ from, to }) => state.sliceDoc(from, to)));
  return [...values]
    .toSorted((one, other) => other.length - one.length)
    .reduce((left, value) => left.replaceAll(value, COVER), text);
}

/** Covers spans of a text that does not change. */
export function hiddenSpans(spans: readonly HiddenSpan[]): Extension {
  if (spans.length === 0) return [];
  return [
    field.init((state) => {
      const kept = apart(spans, state.doc.length);
      return { spans: kept, one: null, all: false, drawn: draw(state, kept, null, false) };
    }),
    keymap.of([
      {
        key: 'Tab',
        run: (view) => {
          const { spans: known, all } = view.state.field(field);
          const { head } = view.state.selection.main;
          return !all && goToCover(view, known.find(({ from }) => from >= head) ?? known[0]);
        },
      },
    ]),
    EditorView.clipboardOutputFilter.of(withoutCovered),
    // What is scrolled away takes the keyboard with it without a word.
    EditorView.updateListener.of(({ view, viewportChanged }) => {
      const { one } = view.state.field(field);
      const { from, to } = view.viewport;
      if (viewportChanged && one !== null && (one < from || one > to))
        view.dispatch({ effects: showOne.of(null) });
    }),
  ];
}

/** Shows everything that is covered in a view, or covers it again. */
export function showHidden(view: EditorView, shown: boolean): void {
  if (view.state.field(field, false)) view.dispatch({ effects: [showOne.of(null), showAll.of(shown)] });
}
