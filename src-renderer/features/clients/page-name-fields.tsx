import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { ReactElement } from 'react';
import type { PageNames } from '#shared/domain/configuration-page.ts';

const FIELDS: readonly { name: keyof PageNames; label: string }[] = [
  { name: 'clientId', label: 'Client id' },
  { name: 'token', label: 'Client token' },
  { name: 'redirect', label: 'Address to lead back to' },
  { name: 'correlationId', label: 'Correlation id' },
  { name: 'configuration', label: 'Configuration' },
];

/** How the request names things; an empty one stands for the likely names. */
export function PageNameFields(props: {
  names: PageNames;
  onChange: (names: PageNames) => void;
}): ReactElement {
  return (
    <ColumnLayout columns={3}>
      {FIELDS.map(({ name, label }) => (
        <FormField key={name} label={label}>
          <Input
            data-testid={`page-name-${name}`}
            value={props.names[name]}
            placeholder="found by itself"
            autoComplete={false}
            onChange={({ detail }) => props.onChange({ ...props.names, [name]: detail.value.slice(0, 100) })}
          />
        </FormField>
      ))}
    </ColumnLayout>
  );
}
