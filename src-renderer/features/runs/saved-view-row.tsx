import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import { useState, type ReactElement } from 'react';
import { nameProblem } from './saved-views.ts';

/** One saved view in the list that orders them: its name can be changed in place. */
export function SavedViewRow(props: {
  name: string;
  first: boolean;
  last: boolean;
  onRename: (to: string) => void;
  onMove: (step: 1 | -1) => void;
  onRemove: () => void;
}): ReactElement {
  const { name } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const problem = draft === null ? null : nameProblem(draft);
  const rename = (): void => {
    if (draft === null || problem) return;
    setDraft(null);
    if (draft.trim() !== name) props.onRename(draft.trim());
  };
  return (
    <li className="ad-views-row">
      {draft === null ? (
        <>
          <span className="ad-views-name">{name}</span>
          <Button
            variant="icon"
            iconName="angle-up"
            ariaLabel={`Move ${name} up`}
            disabled={props.first}
            onClick={() => props.onMove(-1)}
          />
          <Button
            variant="icon"
            iconName="angle-down"
            ariaLabel={`Move ${name} down`}
            disabled={props.last}
            onClick={() => props.onMove(1)}
          />
          <Button
            variant="icon"
            iconName="edit"
            ariaLabel={`Rename ${name}`}
            onClick={() => setDraft(name)}
          />
          <Button variant="icon" iconName="remove" ariaLabel={`Remove ${name}`} onClick={props.onRemove} />
        </>
      ) : (
        <>
          <span className="ad-views-name">
            <Input
              autoFocus
              ariaLabel={`New name of ${name}`}
              invalid={problem !== null}
              value={draft}
              onChange={({ detail }) => setDraft(detail.value)}
              onKeyDown={({ detail }) => {
                if (detail.key === 'Enter') rename();
              }}
            />
            {problem && <span className="ad-second ad-tone-bad">{problem}</span>}
          </span>
          <Button disabled={problem !== null} onClick={rename}>
            Rename
          </Button>
          <Button variant="link" onClick={() => setDraft(null)}>
            Cancel
          </Button>
        </>
      )}
    </li>
  );
}
