import Button from '@cloudscape-design/components/button';
import { useEffect, useRef, type ReactElement } from 'react';
import type { Finding } from './use-find.ts';

/** The field over the page: matches counted, next and previous, Escape ends it. */
export function FindBar({ finding }: { finding: Finding }): ReactElement {
  const { query, count, at, more } = finding;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const said =
    query.trim() === ''
      ? ''
      : count === 0
        ? 'No match'
        : `${at + 1} of ${more ? `more than ${count - 1}` : count}`;
  return (
    <div className="ad-find" role="search" aria-label="Find in this run">
      <input
        ref={field}
        className="ad-find-field"
        data-testid="find-field"
        aria-label="Find in this run"
        placeholder="Find in this run"
        value={query}
        autoFocus
        spellCheck={false}
        onChange={(event) => finding.look(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finding.step(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') {
            event.stopPropagation();
            finding.close();
          }
        }}
      />
      <span className="ad-muted ad-number ad-find-count" role="status" data-testid="find-count">
        {said}
      </span>
      <Button
        variant="icon"
        iconName="angle-up"
        ariaLabel="Previous match"
        disabled={count === 0}
        onClick={() => finding.step(-1)}
      />
      <Button
        variant="icon"
        iconName="angle-down"
        ariaLabel="Next match"
        disabled={count === 0}
        onClick={() => finding.step(1)}
      />
      <Button variant="icon" iconName="close" ariaLabel="End the search" onClick={finding.close} />
    </div>
  );
}
