import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { ReactElement } from 'react';

/** A labelled input with its error or warning beside it. `name` marks it for end-to-end tests. */
export function TextField(props: {
  name: string;
  label: string;
  value: string;
  error?: string | undefined;
  warning?: string | undefined;
  description?: string;
  placeholder?: string;
  disabled?: boolean;
  onValue: (value: string) => void;
}): ReactElement {
  return (
    <FormField
      label={props.label}
      description={props.description}
      errorText={props.error}
      warningText={props.warning}
      stretch
    >
      <Input
        data-testid={`env-${props.name}`}
        value={props.value}
        placeholder={props.placeholder ?? ''}
        disabled={props.disabled ?? false}
        spellcheck={false}
        autoComplete={false}
        onChange={({ detail }) => props.onValue(detail.value)}
      />
    </FormField>
  );
}
