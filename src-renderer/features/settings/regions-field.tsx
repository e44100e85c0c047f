import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import TokenGroup from '@cloudscape-design/components/token-group';
import type { ReactElement } from 'react';
import { KNOWN_REGIONS } from './known-regions.ts';

/** Chosen regions as tokens; known ones are suggested and any other may be typed. */
export function RegionsField(props: {
  regions: readonly string[];
  typed: string;
  error: string | undefined;
  onChange: (regions: readonly string[], typed: string) => void;
}): ReactElement {
  const { regions, typed, onChange } = props;
  const take = (value: string): void => {
    const region = value.trim();
    if (!region) return;
    onChange(regions.includes(region) ? regions : [...regions, region], '');
  };
  return (
    <FormField
      label="Regions"
      description="The agent polls each action type in each of them. Enter takes what is typed."
      errorText={props.error}
      stretch
    >
      <div data-testid="env-regions">
        <Autosuggest
          value={typed}
          placeholder="Add a region"
          ariaLabel="Add a region"
          enteredTextLabel={(text) => `Take “${text}”`}
          options={KNOWN_REGIONS.filter((region) => !regions.includes(region)).map((value) => ({ value }))}
          onChange={({ detail }) => onChange(regions, detail.value)}
          onSelect={({ detail }) => take(detail.value)}
          onKeyDown={({ detail }) => {
            if (detail.key === 'Enter') take(typed);
          }}
        />
        <TokenGroup
          items={regions.map((label) => ({ label, dismissLabel: `Remove ${label}` }))}
          onDismiss={({ detail }) =>
            onChange(
              regions.filter((_region, at) => at !== detail.itemIndex),
              typed,
            )
          }
        />
      </div>
    </FormField>
  );
}
