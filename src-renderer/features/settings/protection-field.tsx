import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import type { ReactElement } from 'react';
import { PROTECTIONS, type Protection } from '#shared/domain/environment.ts';

/** What each level is called and what it means for the person who acts. */
export const PROTECTION_WORDS: Readonly<Record<Protection, { label: string; sentence: string }>> = {
  open: { label: 'Open', sentence: 'Every act is offered; a reason may be given.' },
  protected: {
    label: 'Protected',
    sentence: 'Every act asks for a reason, and a destructive one for the name typed out. For production.',
  },
  'read-only': {
    label: 'Read-only',
    sentence: 'The console only looks: no act is offered. The agent goes on with its work.',
  },
};

/** The protection level of an environment, each with what follows from it. */
export function ProtectionField(props: {
  protection: Protection;
  onProtection: (protection: Protection) => void;
}): ReactElement {
  return (
    <FormField label="Protection" description="What people may do in this environment from the console.">
      <RadioGroup
        value={props.protection}
        data-testid="env-protection"
        items={PROTECTIONS.map((value) => ({
          value,
          label: PROTECTION_WORDS[value].label,
          description: PROTECTION_WORDS[value].sentence,
        }))}
        onChange={({ detail }) =>
          props.onProtection(PROTECTIONS.find((one) => one === detail.value) ?? 'open')
        }
      />
    </FormField>
  );
}
