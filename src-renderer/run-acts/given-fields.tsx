import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';

const LONGEST_REASON = 2000;

/** What is given with an act, as typed. */
export interface Given {
  reason: string;
  typedName: string;
}

export const NOTHING_GIVEN: Given = { reason: '', typedName: '' };

/** A word that has to be typed out, and what it is (`the customer`). */
export interface NameToType {
  name: string;
  what: string;
}

/** Whether a protected environment has what it asks for; always in an open one. */
export function isGiven(given: Given, isProtected: boolean, name: NameToType | null): boolean {
  if (!isProtected) return true;
  return given.reason.trim() !== '' && (name === null || given.typedName.trim() === name.name.trim());
}

/** The fields as a request takes them: empty ones are left out. */
export function givenOf(given: Given): { reason?: string; typedName?: string } {
  return {
    ...(given.reason.trim() ? { reason: given.reason.trim() } : {}),
    ...(given.typedName.trim() ? { typedName: given.typedName.trim() } : {}),
  };
}

/** The reason for the audit; in a protected environment it is required, with the name typed out for a destructive act. */
export function GivenFields(props: {
  given: Given;
  isProtected: boolean;
  name: NameToType | null;
  onGiven: (change: Partial<Given>) => void;
}): ReactElement {
  const { given, isProtected, name, onGiven } = props;
  return (
    <SpaceBetween size="m">
      <FormField
        label={<>Reason {!isProtected && <i>- optional</i>}</>}
        constraintText={
          isProtected
            ? 'This environment is protected: the reason goes into the audit.'
            : 'Goes into the audit.'
        }
      >
        <Input
          data-testid="act-reason"
          value={given.reason}
          ariaRequired={isProtected}
          autoComplete={false}
          placeholder="Ticket, or who asked for it"
          onChange={({ detail }) => onGiven({ reason: detail.value.slice(0, LONGEST_REASON) })}
        />
      </FormField>
      {isProtected && name && (
        <FormField
          label={
            <>
              Type <strong>{name.name}</strong> to confirm
            </>
          }
          constraintText={`The name of ${name.what}: this act cannot be taken back.`}
        >
          <Input
            data-testid="act-typed-name"
            ariaLabel={`Type ${name.name} to confirm`}
            ariaRequired
            value={given.typedName}
            autoComplete={false}
            onChange={({ detail }) => onGiven({ typedName: detail.value })}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}
