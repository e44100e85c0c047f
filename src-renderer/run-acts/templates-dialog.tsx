import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState, type ReactElement } from 'react';
import { FAILURE_PLACEHOLDERS, unknownPlaceholders } from '#shared/domain/failure-text.ts';
import { FAILURE_TYPES } from '#shared/domain/job.ts';
import { failureTemplateSchema, type FailureTemplate } from '#shared/domain/preferences.ts';
import { issueSentences } from '#shared/domain/validation.ts';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';

const EMPTY: FailureTemplate = { name: '', failureType: 'JobFailed', message: '' };

/** The list after a template was saved in the place of the one named `before`, or as a new one; or what is wrong with it. */
export function withTemplate(
  templates: readonly FailureTemplate[],
  before: string | null,
  template: FailureTemplate,
): { ok: true; templates: FailureTemplate[] } | { ok: false; sentence: string } {
  const parsed = failureTemplateSchema.safeParse(template);
  if (!parsed.success) return { ok: false, sentence: issueSentences(parsed.error)[0] ?? 'Not valid.' };
  const others = templates.filter(({ name }) => name !== before);
  if (others.some(({ name }) => name === parsed.data.name))
    return { ok: false, sentence: `name: another template is called ${parsed.data.name}` };
  const kept =
    before === null
      ? [...templates, parsed.data]
      : templates.map((one) => (one.name === before ? parsed.data : one));
  return { ok: true, templates: kept };
}

function Editor(props: {
  template: FailureTemplate;
  problem: string | null;
  onTemplate: (template: FailureTemplate) => void;
}): ReactElement {
  const { template, problem, onTemplate } = props;
  const unknown = unknownPlaceholders(template.message);
  return (
    <SpaceBetween size="s">
      <FormField label="Name">
        <Input
          data-testid="template-name"
          value={template.name}
          autoComplete={false}
          onChange={({ detail }) => onTemplate({ ...template, name: detail.value })}
        />
      </FormField>
      <FormField label="Failure type">
        <Select
          selectedOption={{ value: template.failureType, label: template.failureType }}
          options={FAILURE_TYPES.map((type) => ({ value: type, label: type }))}
          onChange={({ detail }) => {
            const failureType = FAILURE_TYPES.find((type) => type === detail.selectedOption.value);
            if (failureType) onTemplate({ ...template, failureType });
          }}
        />
      </FormField>
      <FormField
        label="Text"
        constraintText={
          unknown.length > 0
            ? `No placeholder, sent as it is: ${unknown.map((name) => `{${name}}`).join(', ')}.`
            : 'Click a placeholder to add it at the end.'
        }
      >
        <Textarea
          data-testid="template-message"
          rows={4}
          value={template.message}
          onChange={({ detail }) => onTemplate({ ...template, message: detail.value })}
        />
      </FormField>
      <SpaceBetween direction="horizontal" size="xs">
        {Object.entries(FAILURE_PLACEHOLDERS).map(([name, meaning]) => (
          <span key={name} title={meaning}>
            <Button
              variant="inline-link"
              ariaLabel={`Add {${name}}: ${meaning}`}
              onClick={() => onTemplate({ ...template, message: `${template.message}{${name}}` })}
            >
              {`{${name}}`}
            </Button>
          </span>
        ))}
      </SpaceBetween>
      {problem && <Alert type="error">{problem}</Alert>}
    </SpaceBetween>
  );
}

/** One's own texts for failures: add, edit, delete. `present` is the text of the dialog behind, offered as a new one. */
export function TemplatesDialog(props: {
  present: Omit<FailureTemplate, 'name'> | null;
  onClose: () => void;
}): ReactElement {
  const { preferences, changePreferences } = usePreferences();
  const templates = preferences.failureTemplates;
  const [editing, setEditing] = useState<{ before: string | null; template: FailureTemplate } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const keep = (failureTemplates: FailureTemplate[]): void => {
    setProblem(null);
    changePreferences({ failureTemplates }).then(
      () => setEditing(null),
      (thrown: unknown) => setProblem(sentenceOf(thrown)),
    );
  };
  const save = (): void => {
    if (!editing) return;
    const saved = withTemplate(templates, editing.before, editing.template);
    if (saved.ok) keep(saved.templates);
    else setProblem(saved.sentence);
  };
  const edit = (before: string | null, template: FailureTemplate): void => {
    setProblem(null);
    setEditing({ before, template });
  };
  return (
    <Modal
      visible
      header={editing ? (editing.before === null ? 'New template' : 'Edit template') : 'Your failure texts'}
      closeAriaLabel="Close"
      onDismiss={props.onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            {editing ? (
              <>
                <Button variant="link" onClick={() => setEditing(null)}>
                  Back
                </Button>
                <Button variant="primary" data-testid="template-save" onClick={save}>
                  Save
                </Button>
              </>
            ) : (
              <>
                {props.present && (
                  <Button
                    data-testid="template-from-present"
                    onClick={() => edit(null, { ...EMPTY, ...props.present })}
                  >
                    Keep the present text…
                  </Button>
                )}
                <Button data-testid="template-add" onClick={() => edit(null, EMPTY)}>
                  Add…
                </Button>
                <Button variant="primary" onClick={props.onClose}>
                  Done
                </Button>
              </>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      {editing ? (
        <Editor
          template={editing.template}
          problem={problem}
          onTemplate={(template) => setEditing({ ...editing, template })}
        />
      ) : (
        <SpaceBetween size="s">
          {templates.length === 0 && (
            <div className="ad-muted">
              None yet. A text may hold placeholders such as {'{runId}'} that are filled for each run.
            </div>
          )}
          <ul className="ad-templates" aria-label="Your failure texts">
            {templates.map((template) => (
              <li key={template.name}>
                <div>
                  <strong>{template.name}</strong> <span className="ad-muted">{template.failureType}</span>
                  <div className="ad-wrap">{template.message}</div>
                </div>
                <div>
                  <Button
                    variant="icon"
                    iconName="edit"
                    ariaLabel={`Edit ${template.name}`}
                    onClick={() => edit(template.name, template)}
                  />
                  <Button
                    variant="icon"
                    iconName="remove"
                    ariaLabel={`Delete ${template.name}`}
                    onClick={() => keep(templates.filter((one) => one !== template))}
                  />
                </div>
              </li>
            ))}
          </ul>
          {problem && <Alert type="error">{problem}</Alert>}
        </SpaceBetween>
      )}
    </Modal>
  );
}
