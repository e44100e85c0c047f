import { describe, expect, it } from 'vitest';
import { runQuerySchema } from '#shared/domain/run.ts';
import { pathOfView, queryOfView, viewOfParams } from '#renderer/features/runs/runs-view.ts';

const viewOf = (search: string) => viewOfParams(new URLSearchParams(search));

describe('the view of the runs page', () => {
  it.each([
    ['', { sortBy: 'createdAt', descending: true, page: 1, pageSize: 50 }],
    ['q=%20153245%20', { text: '153245', sortBy: 'createdAt', descending: true, page: 1, pageSize: 50 }],
    [
      'lane=failed&page=3',
      { states: ['failed', 'expired'], sortBy: 'createdAt', descending: true, page: 3, pageSize: 50 },
    ],
    [
      'lane=failed&state=expired',
      { states: ['expired'], sortBy: 'createdAt', descending: true, page: 1, pageSize: 50 },
    ],
    [
      'lane=failed&state=working',
      { states: ['working'], sortBy: 'createdAt', descending: true, page: 1, pageSize: 50 },
    ],
    [
      'region=eu-west-1,us-east-1&sort=deadlineAt',
      {
        regions: ['eu-west-1', 'us-east-1'],
        sortBy: 'deadlineAt',
        descending: false,
        page: 1,
        pageSize: 50,
      },
    ],
  ])('asks the ledger for "%s"', (search, query) => {
    expect(queryOfView(viewOf(search))).toEqual(query);
  });

  it.each(['page=-1', 'page=x', 'sort=-hack', 'lane=nope', 'state=a,b', `q=${'x'.repeat(900)}`])(
    'makes an acceptable question of "%.20s"',
    (search) => {
      expect(runQuerySchema.safeParse(queryOfView(viewOf(search))).success).toBe(true);
    },
  );

  it('keeps a view over the hash and leaves defaults out', () => {
    expect(pathOfView(viewOf(''))).toBe('/runs');
    const path = pathOfView(viewOf('lane=needs-token&q=a%26b&region=eu-west-1&sort=state&page=2'));
    expect(pathOfView(viewOf(path.split('?')[1] ?? ''))).toBe(path);
  });
});
