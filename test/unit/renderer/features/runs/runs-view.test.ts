import { describe, expect, it } from 'vitest';
import { runQuerySchema } from '#shared/domain/run.ts';
import { parametersOf, pathOfView, queryOfView, viewOfParams } from '#renderer/features/runs/runs-view.ts';

const viewOf = (search: string) => viewOfParams(new URLSearchParams(search));
const f = (...tokens: string[][]) => new URLSearchParams({ f: JSON.stringify(tokens) }).toString();
const usual = { sortBy: 'createdAt', descending: true, page: 1, pageSize: 50 };
const filter = (...tokens: object[]) => ({ filter: { operation: 'and', tokens } });

describe('the view of the runs page', () => {
  it.each([
    ['', usual],
    ['q=%20153245%20', { ...usual, ...filter({ operator: ':', values: ['153245'] }) }],
    ['lane=failed&page=3', { ...usual, lane: 'failed', page: 3 }],
    [
      'state=expired,failed&region=eu-west-1',
      {
        ...usual,
        ...filter(
          { property: 'state', operator: '=', values: ['expired', 'failed'] },
          { property: 'region', operator: '=', values: ['eu-west-1'] },
        ),
      },
    ],
    [
      `${f(['customer', ':', 'con'], ['started', '>', '2h'])}&join=or&sort=deadlineAt`,
      {
        ...usual,
        sortBy: 'deadlineAt',
        descending: false,
        filter: {
          operation: 'or',
          tokens: [
            { property: 'customer', operator: ':', values: ['con'] },
            { property: 'started', operator: '>', values: ['2h'] },
          ],
        },
      },
    ],
  ])('asks the ledger for "%s"', (search, query) => {
    expect(queryOfView(viewOf(search), 50)).toEqual(query);
  });

  it.each([
    'page=-1',
    'page=1e99',
    'sort=-hack',
    'lane=nope',
    'state=a,b',
    'f=[[',
    'f={}',
    f(['state', ':', 'x'], ['nothing', '=', 'x'], [], ['started', '>', 'soon']),
    f(...Array.from({ length: 40 }, () => ['', ':', 'x'])),
    `q=${'x'.repeat(900)}`,
  ])('makes an acceptable question of "%.40s"', (search) => {
    expect(runQuerySchema.safeParse(queryOfView(viewOf(search), 50)).success).toBe(true);
  });

  it('keeps a view over the hash and leaves defaults out', () => {
    expect(pathOfView(viewOf(''))).toBe('/runs');
    const search = `lane=needs-token&${f(['', ':', 'a&b'], ['state', '!=', 'lost'])}&join=or&sort=state&page=2`;
    const path = pathOfView(viewOf(search));
    expect(viewOf(path.split('?')[1] ?? '')).toEqual(viewOf(search));
    expect(path).toContain('page=2');
    expect(parametersOf(viewOf(search))).not.toContain('page');
  });
});
