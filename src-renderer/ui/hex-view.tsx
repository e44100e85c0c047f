import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useMemo, useState, type ReactElement } from 'react';
import { exactBytes } from './byte-size.ts';
import { bytesOf, hexLines, offsetOf } from './hex-lines.ts';
import './code.css';

/** One page of bytes with the way to any other. `onFrom` is asked for the offset of another page. */
export function HexView(props: {
  base64: string;
  from: number;
  pageBytes: number;
  size: number;
  label: string;
  onFrom: (from: number) => void;
}): ReactElement {
  const { from, pageBytes, size, onFrom } = props;
  const [typed, setTyped] = useState('');
  const lines = useMemo(() => hexLines(bytesOf(props.base64), from), [props.base64, from]);
  const asked = typed.trim() === '' ? null : offsetOf(typed);
  const wrong = typed.trim() !== '' && (asked === null || asked >= size);
  const last = Math.max(0, Math.floor((size - 1) / pageBytes) * pageBytes);
  const jump = (): void => {
    if (asked !== null && !wrong) onFrom(Math.floor(asked / 16) * 16);
  };
  return (
    <div className="ad-hex">
      <div className="ad-hex-tools">
        <Button
          iconName="angle-left"
          variant="icon"
          ariaLabel="Previous page"
          disabled={from === 0}
          onClick={() => onFrom(Math.max(0, from - pageBytes))}
        />
        <span className="ad-number" role="status">
          {size === 0
            ? 'Empty'
            : `${exactBytes(from).replace(/ bytes?$/, '')}–${exactBytes(Math.min(size, from + pageBytes) - 1).replace(/ bytes?$/, '')} of ${exactBytes(size)}`}
        </span>
        <Button
          iconName="angle-right"
          variant="icon"
          ariaLabel="Next page"
          disabled={from + pageBytes >= size}
          onClick={() => onFrom(Math.min(last, from + pageBytes))}
        />
        <div className="ad-hex-jump" onKeyDown={(event) => event.key === 'Enter' && jump()}>
          <FormField errorText={wrong ? `Expected an offset below ${size}, as 4096 or 0x1000.` : ''}>
            <Input
              value={typed}
              placeholder="Offset: 4096, 0x1000"
              ariaLabel="Go to an offset"
              autoComplete={false}
              onChange={({ detail }) => setTyped(detail.value)}
            />
          </FormField>
          <Button disabled={asked === null || wrong} onClick={jump}>
            Go
          </Button>
        </div>
      </div>
      <pre className="ad-mono ad-hex-lines ad-focusable" tabIndex={0} aria-label={props.label}>
        {lines.map(({ offset, hex, ascii }) => (
          <span key={offset} className="ad-hex-line">
            <span className="ad-hex-offset">{offset}</span> {hex}{' '}
            <span className="ad-hex-ascii">{ascii}</span>
            {'\n'}
          </span>
        ))}
      </pre>
    </div>
  );
}
