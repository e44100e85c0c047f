import { describe, expect, it } from 'vitest';
import {
  BUILT_IN_VIEWS,
  moved,
  nameProblem,
  renamed,
  viewNamed,
  viewsText,
  withView,
  withViewsOfText,
} from '#renderer/features/runs/saved-views.ts';
import { parametersOf, viewOfParams } from '#renderer/features/runs/runs-view.ts';

const a = { name: 'a', parameters: 'lane=failed' };
const b = { name: 'b', parameters: 'lane=stuck' };

describe('saved views', () => {
  it.each(BUILT_IN_VIEWS.map((view) => [view.name, view]))(
    'has a built-in view "%s" that the page understands whole',
    (name, view) => {
      const shown = parametersOf(viewOfParams(new URLSearchParams(view.parameters)));
      expect(shown).toBe(view.parameters);
      expect(viewNamed([], shown)).toBe(name);
    },
  );

  it('saves at the end, and in place under a name that is taken', () => {
    expect(withView([a], b)).toEqual([a, b]);
    expect(withView([a, b], { ...a, parameters: '' })).toEqual([{ name: 'a', parameters: '' }, b]);
  });

  it('renames in place; the name of another view is taken over', () => {
    expect(renamed([a, b], 'b', ' c ')).toEqual([a, { ...b, name: 'c' }]);
    expect(renamed([a, b], 'b', 'a')).toEqual([{ ...b, name: 'a' }]);
  });

  it('moves a view and stops at the ends', () => {
    expect(moved([a, b], 'b', -1)).toEqual([b, a]);
    expect(moved([a, b], 'b', 1)).toEqual([a, b]);
    expect(moved([a, b], 'gone', 1)).toEqual([a, b]);
  });

  it.each([
    ['', /Expected a name/],
    ['at risk', /taken by a built-in view/],
    ['x'.repeat(61), /at most 60/],
    ['East', null],
  ])('judges the name "%.10s"', (name, problem) => {
    if (problem) expect(nameProblem(name)).toMatch(problem);
    else expect(nameProblem(name)).toBeNull();
  });

  it('carries views to another desk as text', () => {
    const taken = withViewsOfText([{ ...a, parameters: 'old' }], viewsText([a, b]));
    expect(taken).toEqual({ views: [a, b], added: 1, replaced: 1 });
  });

  it.each(['', '{', '[]', '{"views": []}', '{"actionDeskViews":1,"views":[{"name":""}]}'])(
    'takes nothing from the text %s',
    (text) => {
      expect(withViewsOfText([a], text)).toHaveProperty('problem');
    },
  );
});
