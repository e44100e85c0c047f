import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { ReactElement } from 'react';
import { useProtection } from '#renderer/run-acts/use-protection.ts';

const LONGEST = 2000;

/** Why nothing can be done to clients here, or not yet, in one sentence; null where it can. */
export function useWhyNot(reason: string): string | null {
  const { protection, readOnly } = useProtection();
  if (readOnly !== null) return readOnly;
  return protection === 'protected' && reason.trim() === ''
    ? 'This environment is protected: give a reason.'
    : null;
}

/** Why something is done to a client, for the audit. */
export function ReasonField(props: {
  value: string;
  /** Not shown in an environment that asks for none. */
  onlyWhereRequired?: boolean;
  onChange: (value: string) => void;
}): ReactElement | null {
  const required = useProtection().protection === 'protected';
  if (props.onlyWhereRequired && !required) return null;
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
