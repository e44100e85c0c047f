import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';

/** Characters `[from, to)` that are covered until asked for, and what they look like. */
export interface HiddenSpan {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** Uncovers the span that begins there, or all of them. */
const uncover = StateEffect.define<number | 'all'>();

class Cover extends WidgetType {
  readonly span: HiddenSpan;
  constructor(span: HiddenSpan) {
    super();
    this.span = span;
  }
  override eq(other: Cover): boolean {
    return other.span.from === this.span.from && other.span.to === this.span.to;
  }
  override toDOM(view: EditorView): HTMLElement {
    const cover = document.createElement('span');
    cover.className = 'cm-secret';
    cover.textContent = '••••••••';
    cover.title = `${this.span.why}: press to show`;
    cover.addEventListener('mousedown', (event) => {
      event.preventDefault();
      view.dispatch({ effects: uncover.of(this.span.from) });
    });
    return cover;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

function covers(spans: readonly HiddenSpan[], length: number): DecorationSet {
  const sorted = spans
    .filter(({ from, to }) => from >= 0 && to > from && to <= length)
    .toSorted((one, other) => one.from - other.from);
  // Spans may overlap where two rules find the same value: the first covers it.
  const apart = sorted.filter((span, index) => index === 0 || span.from >= (sorted[index - 1]?.to ?? 0));
  return Decoration.set(
    apart.map((span) => Decoration.replace({ widget: new Cover(span) }).range(span.from, span.to)),
  );
}

/** Covers spans of a text that does not change; `onLeft` hears how many are still covered. */
export function hiddenSpans(spans: readonly HiddenSpan[], onLeft: (left: number) => void): Extension {
  const field = StateField.define<DecorationSet>({
    create: (state) => covers(spans, state.doc.length),
    update: (set, transaction) => {
      let left = set;
      for (const effect of transaction.effects) {
        if (!effect.is(uncover)) continue;
        const { value } = effect;
        left = value === 'all' ? Decoration.none : left.update({ filter: (from) => from !== value });
      }
      return left;
    },
    provide: (set) => [
      EditorView.decorations.from(set),
      EditorView.atomicRanges.of((view) => view.state.field(set)),
    ],
  });
  const told = EditorView.updateListener.of(({ state, startState }) => {
    const left = state.field(field);
    if (left !== startState.field(field)) onLeft(left.size);
  });
  return [field, told];
}

/** Uncovers everything in a view. */
export function uncoverAll(view: EditorView): void {
  view.dispatch({ effects: uncover.of('all') });
}
