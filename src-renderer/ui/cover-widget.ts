import { WidgetType, type EditorView } from '@codemirror/view';

interface CoverFacts {
  /** Where in the text the value begins. */
  readonly from: number;
  readonly why: string;
  /** The value while it is shown; null while it is covered. */
  readonly value: string | null;
  readonly cover: string;
  /** True where the act was possible: then its key has done its work. */
  readonly act: (view: EditorView, from: number, act: 'toggle' | 'cover' | 'next' | 'previous') => boolean;
}

/** CodeMirror gives the element of one widget to the next: listeners ask here which one it stands for now. */
const shownBy = new WeakMap<HTMLElement, CoverFacts>();

/** A covered value inside of a text: a button that shows it while it has the keyboard. */
export class Cover extends WidgetType {
  readonly facts: CoverFacts;
  constructor(facts: CoverFacts) {
    super();
    this.facts = facts;
  }
  override eq(other: Cover): boolean {
    return other.facts.from === this.facts.from && other.facts.value === this.facts.value;
  }
  override toDOM(view: EditorView): HTMLElement {
    const cover = document.createElement('span');
    cover.className = 'cm-secret';
    cover.tabIndex = 0;
    cover.setAttribute('role', 'button');
    const told = (act: Parameters<CoverFacts['act']>[2]): boolean => {
      const facts = shownBy.get(cover);
      return facts !== undefined && facts.act(view, facts.from, act);
    };
    cover.addEventListener('mousedown', (event) => {
      event.preventDefault();
      cover.focus({ preventScroll: true });
      told('toggle');
    });
    cover.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const done =
        event.key === 'Enter' || event.key === ' '
          ? told('toggle')
          : event.key === 'Escape'
            ? leave(view)
            : event.key === 'Tab' && told(event.shiftKey ? 'previous' : 'next');
      if (done) event.preventDefault();
    });
    cover.addEventListener('copy', (event) => {
      const value = shownBy.get(cover)?.value;
      if (value === undefined || value === null) return;
      event.clipboardData?.setData('text/plain', value);
      event.preventDefault();
    });
    cover.addEventListener('blur', () => told('cover'));
    this.fill(cover);
    return cover;
  }
  // The element stays, and with it the keyboard.
  override updateDOM(cover: HTMLElement): boolean {
    this.fill(cover);
    return true;
  }
  override ignoreEvent(): boolean {
    return true;
  }

  private fill(cover: HTMLElement): void {
    const { from, why, value } = this.facts;
    shownBy.set(cover, this.facts);
    cover.dataset.cover = String(from);
    cover.textContent = value ?? this.facts.cover;
    cover.title = value === null ? `${why}: press to show` : `${why}: leave to cover it again`;
    cover.setAttribute('aria-pressed', String(value !== null));
    cover.setAttribute('aria-label', value === null ? `Covered: ${why}. Press to show` : value);
  }
}

function leave(view: EditorView): boolean {
  view.focus();
  return true;
}
