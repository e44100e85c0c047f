import Button from '@cloudscape-design/components/button';
import { Fragment, type ReactElement } from 'react';
import type { Content, Preview, ReportTable } from '#shared/domain/artifact-preview.ts';
import { HexView } from '#renderer/ui/hex-view.tsx';
import { visibleText } from '#renderer/ui/visible-parts.ts';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { OpenOutside } from './open-outside.tsx';
import { TextPreview } from './text-preview.tsx';

/** A content as its present kind shows it. */
export function PreviewBody(props: {
  preview: Preview;
  content: Content;
  name: string;
  encoding: string | null;
  onEncoding: (encoding: string | null) => void;
  onFrom: (from: number) => void;
  /** Null where nothing could be saved. */
  onSave: (() => void) | null;
}): ReactElement {
  const { preview, name } = props;
  const { shown } = preview;
  switch (shown.kind) {
    case 'text':
    case 'formatted':
      return (
        <TextPreview shown={shown} name={name} encoding={props.encoding} onEncoding={props.onEncoding} />
      );
    case 'table':
      return (
        <div className="ad-tables ad-focusable" tabIndex={0} role="region" aria-label="Tables">
          {shown.tables.map((table, at) => (
            <Report key={at} table={table} />
          ))}
        </div>
      );
    case 'image':
      return (
        <figure className="ad-image">
          <img src={shown.dataUrl} alt={visibleText(name)} />
          <figcaption className="ad-second ad-number">
            {shown.width} × {shown.height} pixels
          </figcaption>
        </figure>
      );
    case 'pdf':
      return (
        <div className="ad-preview-empty">
          <p>
            A PDF{shown.pages !== null && ` of ${shown.pages} ${shown.pages === 1 ? 'page' : 'pages'}`}. Its
            pages are shown by the program that this computer has for it.
          </p>
          <OpenOutside content={props.content} name={name} />
        </div>
      );
    case 'hex':
      return (
        <HexView
          base64={shown.bytes}
          from={shown.from}
          pageBytes={shown.pageBytes}
          size={preview.size}
          label={`Bytes of ${visibleText(name)}`}
          onFrom={props.onFrom}
        />
      );
    case 'none':
      return (
        <div className="ad-preview-empty" data-testid="preview-none">
          <p>{shown.sentence}</p>
          {props.onSave && <Button onClick={props.onSave}>Save it…</Button>}
        </div>
      );
  }
}

/** Line breaks in a cell are what they say; nothing else of a stranger's text may hide. */
function Lines({ text }: { text: string }): ReactElement[] {
  return text.split(/\r?\n/).map((line, at) => (
    <Fragment key={at}>
      {at > 0 && <br />}
      <VisibleText text={line} />
    </Fragment>
  ));
}

function Report({ table }: { table: ReportTable }): ReactElement {
  return (
    <section className="ad-report">
      <h3>
        <VisibleText text={table.title} />
      </h3>
      <p className="ad-muted">
        <VisibleText text={table.summary} />
      </p>
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} className={cell === 'failed' ? 'ad-wrap ad-tone-bad' : 'ad-wrap'}>
                  <Lines text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.left > 0 && (
        <p className="ad-muted">{table.left} further rows are left out: the text has them all.</p>
      )}
    </section>
  );
}
