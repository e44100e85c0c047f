import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { ReactElement } from 'react';
import type { ActDraft } from './act-draft.ts';

type Variables = ActDraft['variables'];

/** Names and values that later actions of the pipeline may read. */
export function OutputVariables(props: {
  variables: Variables;
  error: string | undefined;
  onVariables: (variables: Variables) => void;
}): ReactElement {
  const { variables, onVariables } = props;
  const change = (at: number, part: Partial<Variables[number]>): void =>
    onVariables(variables.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <FormField
      label={
        <>
          Output variables <i>- optional</i>
        </>
      }
      description="Later actions read them as #{namespace.name}, where the pipeline gives this action a namespace."
      errorText={props.error}
      stretch
    >
      <AttributeEditor
        data-testid="act-variables"
        items={variables}
        addButtonText="Add variable"
        removeButtonText="Remove"
        empty=""
        onAddButtonClick={() => onVariables([...variables, { name: '', value: '' }])}
        onRemoveButtonClick={({ detail }) =>
          onVariables(variables.filter((_, index) => index !== detail.itemIndex))
        }
        definition={[
          {
            label: 'Name',
            control: (item, at) => (
              <Input value={item.name} onChange={({ detail }) => change(at, { name: detail.value })} />
            ),
          },
          {
            label: 'Value',
            control: (item, at) => (
              <Input value={item.value} onChange={({ detail }) => change(at, { value: detail.value })} />
            ),
          },
        ]}
      />
    </FormField>
  );
}
