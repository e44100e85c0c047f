import { z } from 'zod';
import { savedViewSchema, type SavedView } from '#shared/domain/preferences.ts';

const MOST_VIEWS = 100;

/** Views that everybody has. `about` says what they show. */
export const BUILT_IN_VIEWS: readonly (SavedView & { about: string })[] = [
  {
    name: 'Needs a person',
    parameters: parameters({
      f: '[["state","=","needs-token","waiting-for-engineer","with-engineer"]]',
      sort: 'deadlineAt',
    }),
    about: 'The nearest deadline first',
  },
  {
    name: 'My runs',
    parameters: parameters({
      f: '[["heldBy","=","engineer"],["state","!=","succeeded","failed","expired","lost"]]',
      sort: 'deadlineAt',
    }),
    about: 'Live and held by an engineer',
  },
  {
    name: 'At risk',
    parameters: parameters({ lane: 'at-risk', sort: 'deadlineAt' }),
    about: 'The nearest deadline first',
  },
  {
    name: 'Failed today',
    parameters: parameters({ lane: 'failed', f: '[["finished",">","today"]]', sort: '-updatedAt' }),
    about: 'Failed or expired since midnight',
  },
  {
    name: 'Longest in progress',
    parameters: parameters({ lane: 'in-progress', sort: 'createdAt' }),
    about: 'The oldest first',
  },
];

function parameters(written: Readonly<Record<string, string>>): string {
  return new URLSearchParams(written).toString();
}

/** Why the view cannot be saved under the name, or null. A name that is taken by a saved view replaces it. */
export function nameProblem(name: string): string | null {
  if (BUILT_IN_VIEWS.some((view) => view.name.toLowerCase() === name.trim().toLowerCase()))
    return 'This name is taken by a built-in view.';
  const parsed = savedViewSchema.shape.name.safeParse(name);
  return parsed.success ? null : sentence(parsed.error.issues[0]?.message ?? 'expected a name');
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** Puts a view in place of the one with its name, or at the end. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  const at = views.findIndex(({ name }) => name === view.name);
  return at < 0 ? [...views, view] : views.map((one, index) => (index === at ? view : one));
}

/** Changes a view's name and keeps its place. */
export function renamed(views: readonly SavedView[], from: string, to: string): SavedView[] {
  return views
    .filter(({ name }) => name !== to || name === from)
    .map((view) => (view.name === from ? { ...view, name: to.trim() } : view));
}

/** Moves a view one place up (-1) or down (1); at the end it stays. */
export function moved(views: readonly SavedView[], name: string, step: 1 | -1): SavedView[] {
  const from = views.findIndex((view) => view.name === name);
  const to = from + step;
  const [view, other] = [views[from], views[to]];
  if (!view || !other) return [...views];
  return views.map((one, at) => (at === from ? other : at === to ? view : one));
}

/** The views as text for another desk. */
export function viewsText(views: readonly SavedView[]): string {
  return `${JSON.stringify({ actionDeskViews: 1, views }, null, 2)}\n`;
}

const textSchema = z.object({
  actionDeskViews: z.literal(1),
  views: z.array(savedViewSchema).max(MOST_VIEWS),
});

/**
 * The views with those of the text added; one of the same name is replaced. Answers a sentence instead where the text is
 * none that `viewsText` writes.
 */
export function withViewsOfText(
  views: readonly SavedView[],
  text: string,
): { views: SavedView[]; added: number; replaced: number } | { problem: string } {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return { problem: 'This is no JSON.' };
  }
  const parsed = textSchema.safeParse(written);
  if (!parsed.success) return { problem: 'These are no views that Action Desk exported.' };
  const incoming = parsed.data.views.filter(({ name }) => nameProblem(name) === null);
  const all = incoming.reduce<SavedView[]>((present, view) => withView(present, view), [...views]);
  if (all.length > MOST_VIEWS) return { problem: `There is room for ${MOST_VIEWS} views.` };
  const added = all.length - views.length;
  return { views: all, added, replaced: incoming.length - added };
}

/** The name of the view that the parameters show, where it has one. */
export function viewNamed(views: readonly SavedView[], shown: string): string | null {
  return [...views, ...BUILT_IN_VIEWS].find((view) => view.parameters === shown)?.name ?? null;
}
