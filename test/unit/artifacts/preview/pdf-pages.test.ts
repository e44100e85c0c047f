import { expect, it } from 'vitest';
import { isPdf, pdfPages } from '#main/artifacts/preview/pdf-pages.ts';

it.each<[string, boolean, number | null]>([
  ['%PDF-1.4 1 0 obj <</Linearized 1 /L 9 /N 12 /T 3>>', false, 12],
  ['%PDF-1.4 <</Type /Pages /Kids [] /Count 3>> endobj <</Type/Pages/Count 7>> endobj', true, 7],
  ['%PDF-1.4 <</Count 7 /Type /Pages>>', true, 7],
  ['%PDF-1.4 <</Type /Pages /Count 3>>', false, null],
  ['%PDF-1.5 <</Type /ObjStm>> <</Type /Pages /Count 3>>', true, null],
  ['%PDF-1.4 <</Type /Page>>', true, null],
  ['%PDF-1.4', true, null],
])('counts the pages of %j', (text, whole, pages) => {
  expect(pdfPages(Buffer.from(text), whole)).toBe(pages);
});

it('knows a PDF by its header, which may come late', () => {
  expect(isPdf(Buffer.from(`${'x'.repeat(1000)}%PDF-1.7`))).toBe(true);
  expect(isPdf(Buffer.from(`${'x'.repeat(1024)}%PDF-1.7`))).toBe(false);
});
