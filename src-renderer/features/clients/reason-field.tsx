import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { ReactElement } from 'react';
import { useProtection } from '#renderer/run-acts/use-protection.ts';

const LONGEST = 2000;

/** Why something is done to a client, for the audit. */
export function ReasonField(props: { value: string; onChange: (value: string) => void }): ReactElement {
  const required = useProtection().protection === 'protected';
  return (
    <FormField
      label="Reason"
      description={
        required
          ? 'This environment is protected: required, kept in the audit.'
          : 'Optional; kept in the audit.'
      }
    >
      <Input
        data-testid="client-reason"
        ariaRequired={required}
        value={props.value}
        autoComplete={false}
        onChange={({ detail }) => props.onChange(detail.value.slice(0, LONGEST))}
      />
    </FormField>
  );
}
