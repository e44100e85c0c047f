import type { ReactElement } from 'react';
import './glyph.css';

const svg = (lines: ReactElement): ReactElement => (
  <svg className="ad-glyph" viewBox="0 0 16 16" focusable="false" aria-hidden="true">
    {lines}
  </svg>
);
const ring = <circle cx="8" cy="8" r="7" />;

// Made once: React takes an element that it has seen as it is, so that an icon in each of 200 rows costs its nodes alone.
const GLYPHS = {
  error: svg(
    <>
      {ring}
      <path d="m5.5 5.5 5 5M10.5 5.5l-5 5" />
    </>,
  ),
  warning: svg(
    <path d="M8 5v4M8 10v2M6.5 1.9 1.2 11.6A1.6 1.6 0 0 0 2.6 14h10.8a1.6 1.6 0 0 0 1.4-2.4L9.5 1.9a1.7 1.7 0 0 0-3 0Z" />,
  ),
  success: svg(
    <>
      {ring}
      <path d="M4.5 7.5 7 10l4-5" />
    </>,
  ),
  info: svg(
    <>
      {ring}
      <path d="M8 12V7M8 6V4" />
    </>,
  ),
  stopped: svg(
    <>
      {ring}
      <path d="M5 8h6" />
    </>,
  ),
  pending: svg(
    <>
      {ring}
      <path d="M8 4v5H4" />
    </>,
  ),
  'in-progress': svg(
    <>
      {ring}
      <path className="ad-glyph-solid" d="M4 7h2v2H4ZM7 7h2v2H7ZM10 7h2v2h-2Z" />
    </>,
  ),
  external: svg(<path d="M13 9V3H7M13 3 7 9M3 5v8h8" />),
  sortable: svg(<path d="m8 11 4-6H4l4 6Z" />),
  descending: svg(<path className="ad-glyph-full" d="m8 11 4-6H4l4 6Z" />),
  ascending: svg(<path className="ad-glyph-full" d="m8 5 4 6H4l4-6Z" />),
};

export type GlyphName = keyof typeof GLYPHS;

/** An icon in the colour of the text around it, for where there are hundreds: the library's own costs a component tree each. */
export function Glyph({ name }: { name: GlyphName }): ReactElement {
  return GLYPHS[name];
}
