import { expect, it } from 'vitest';

it('a simulated page has the CSS that Cloudscape asks for', () => {
  const row = document.createElement('p');
  for (const id of ['7-of "nine"', 'ähm\\n', 'plain-1']) {
    row.id = id;
    document.body.replaceChildren(row);
    expect(document.querySelector(`#${CSS.escape(id)}`)).toBe(row);
  }
});
